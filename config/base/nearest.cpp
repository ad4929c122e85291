#include "config/base/nearest.h"

#include <algorithm>
#include <utility>

namespace deskready {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

std::vector<std::string> nearest(std::string_view wrong, std::span<const std::string_view> known) {
  constexpr std::size_t longest = 100;  // a longer word is no slip of the finger
  if (wrong.empty() || wrong.size() > longest) return {};
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string_view word : known) {
    const std::size_t most = std::max<std::size_t>(2, word.size() / 4);
    // Each letter more or less is a slip of its own.
    if (std::max(wrong.size(), word.size()) - std::min(wrong.size(), word.size()) > most) continue;
    const std::size_t distance = edit_distance(wrong, word);
    if (distance <= most) near.emplace_back(distance, word);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  if (near.size() > 3) near.resize(3);
  std::vector<std::string> words;
  for (auto& [distance, word] : near) words.push_back(std::move(word));
  return words;
}

}  // namespace deskready

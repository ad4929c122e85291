#include "agent/terminal/menu.h"

#include <charconv>

#include "config/base/nearest.h"
#include "config/base/text.h"

namespace deskready {

std::vector<std::size_t> meant(std::string_view typed, std::span<const std::string> answers) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (error == std::errc() && end == typed.data() + typed.size() && number >= 1 && number <= answers.size())
    return {number - 1};
  std::vector<std::size_t> parts;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (same_text(answers[i], typed)) return {i};
    if (answers.size() >= searched_from && !typed.empty() &&
        lower(answers[i]).find(lower(typed)) != std::string::npos)
      parts.push_back(i);
  }
  return parts;
}

std::vector<std::size_t> near_in(std::string_view typed, std::span<const std::string> answers) {
  constexpr std::size_t shortest = 4;  // of shorter words nearly all are near
  std::vector<std::size_t> near;
  if (answers.size() < searched_from || typed.size() < shortest) return near;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::string answer = lower(answers[i]);
    std::vector<std::string_view> words = split_at_spaces(answer);
    for (std::string_view& word : words) word = trimmed(word, ",.;:()");
    std::erase_if(words, [](std::string_view word) { return word.size() < shortest; });
    if (!nearest(lower(typed), words).empty()) near.push_back(i);
  }
  return near;
}

}  // namespace deskready

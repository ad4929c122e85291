#include "config/base/outward/table.h"

#include <algorithm>
#include <numeric>

#include "config/base/text.h"

namespace deskready {
namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t narrowest = 4;  // no cell can be read in less

std::vector<std::size_t> shares_of(std::span<const std::vector<std::string>> rows,
                                   std::span<const std::size_t> most, std::size_t room) {
  std::vector<std::size_t> share(most.size(), 1);
  for (std::size_t i = 0; i < share.size(); ++i) {
    for (const auto& row : rows) share[i] = std::max(share[i], columns(row[i]));
    if (most[i] > 0) share[i] = std::min(share[i], most[i]);
  }
  while (std::accumulate(share.begin(), share.end(), std::size_t{0}) > room) {
    std::size_t& widest = *std::max_element(share.begin(), share.end());
    if (widest <= narrowest) break;
    --widest;
  }
  return share;
}

/// A row's lines.
std::string lines_of(const std::vector<std::string>& row, const std::vector<std::size_t>& share,
                     std::string_view margin) {
  std::vector<std::vector<std::string>> cells;
  std::size_t height = 0;
  for (std::size_t i = 0; i < share.size(); ++i) {
    cells.push_back(wrapped_lines(row[i], std::max<std::size_t>(share[i], 2)));
    height = std::max(height, cells.back().size());
  }
  std::string out;
  for (std::size_t line = 0; line < height; ++line) {
    std::string text(margin);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) text += gap;
      text += padded(line < cells[i].size() ? cells[i][line] : "", share[i]);
    }
    out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

}  // namespace

std::vector<std::string> table_rows(std::span<const std::vector<std::string>> rows,
                                    std::span<const std::size_t> most, std::size_t width,
                                    std::string_view margin) {
  const std::size_t gaps = columns(margin) + (most.empty() ? 0 : (most.size() - 1) * gap.size());
  const auto share = shares_of(rows, most, width > gaps ? width - gaps : 0);
  std::vector<std::string> all;
  for (const auto& row : rows) all.push_back(lines_of(row, share, margin));
  return all;
}

std::string table_of(std::span<const std::vector<std::string>> rows, std::span<const std::size_t> most,
                     std::size_t width, std::string_view margin) {
  std::string out;
  for (const std::string& row : table_rows(rows, most, width, margin)) out += row;
  return out;
}

}  // namespace deskready

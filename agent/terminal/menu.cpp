#include "agent/terminal/menu.h"

#include <charconv>

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

}  // namespace deskready

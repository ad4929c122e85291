#include "agent/terminal/wrap.h"

#include <algorithm>

#include "reports/words/language.h"

namespace deskready {
namespace {

constexpr std::size_t columns = 79;

/// Characters as a terminal shows most scripts: one column each.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// One line of a question, cleaned and broken between words; what follows a break is indented as its begin.
std::string wrapped(std::string_view line) {
  const std::string text = clean(line);
  const std::string indent(std::min(text.find_first_not_of(' '), text.size()), ' ');
  std::string result;
  std::size_t used = 0;
  for (std::size_t at = indent.size(); at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (used > 0 && used + 1 + width(word) > columns) {
      result += '\n';
      used = 0;
    }
    result += (used == 0 ? indent : " ") + word;
    used += (used == 0 ? indent.size() : 1) + width(word);
    at = end + 1;
  }
  return result + '\n';
}

}  // namespace

std::string in_lines(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    result += wrapped(text.substr(at, end - at));
    at = end + 1;
  }
  return result;
}

}  // namespace deskready

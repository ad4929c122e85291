#include "agent/terminal/wrap.h"

#include <algorithm>

#include "agent/terminal/terminal.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"

namespace deskready {
namespace {

constexpr int widest_page = 80;

/// One line of a question, cleaned and broken between words; what follows a break is indented as its begin.
std::string wrapped(std::string_view line, std::size_t page) {
  const std::string text = for_terminal(line);
  const std::string indent(std::min(text.find_first_not_of(' '), text.size()), ' ');
  std::string result;
  for (const std::string& part : wrapped_lines(text, page - std::min(indent.size(), page / 2)))
    result += indent + part + '\n';
  return result;
}

}  // namespace

std::size_t page_width() {
  return static_cast<std::size_t>(std::min(terminal_width(), widest_page));
}

std::string in_lines(std::string_view text) {
  return in_lines(text, page_width() - 1);
}

std::string in_lines(std::string_view text, std::size_t width) {
  std::string result;
  for (const std::string_view line : split(text, '\n')) result += wrapped(line, width);
  return result;
}

std::string fitting_page(std::string_view page, std::size_t width) {
  std::string fitting;
  bool empty = false;
  for (const std::string_view line : split(trimmed(page, "\n"), '\n')) {
    if (line.empty() && empty) continue;
    empty = line.empty();
    fitting += columns(line) <= width ? std::string(line) + '\n' : in_lines(line, width);
  }
  return fitting;
}

}  // namespace deskready

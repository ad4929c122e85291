#include "agent/terminal/talk.h"

#include <cstdio>
#include <string>

#include "agent/terminal/plain.h"
#include "agent/terminal/terminal.h"
#include "config/base/outward/outward.h"

namespace deskready {
namespace {

void write(const std::string& text) {
  const std::string shown = is_terminal(Standard::error) ? for_this_terminal(text) : text;
  std::fwrite(shown.data(), 1, shown.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

void talk(std::string_view text) noexcept {
  write(for_terminal_page(text));
}

void begin_line_anew(std::string_view what) noexcept {
  write("\r\033[K" + for_terminal(what));
}

}  // namespace deskready

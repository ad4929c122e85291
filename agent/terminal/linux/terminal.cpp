#include "agent/terminal/terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "config/base/text.h"

namespace deskready {
namespace {

constexpr int descriptor_of(Standard stream) {
  switch (stream) {
    case Standard::input:
      return STDIN_FILENO;
    case Standard::output:
      return STDOUT_FILENO;
    case Standard::error:
      return STDERR_FILENO;
  }
  return -1;
}

constexpr int narrowest = 40, widest = 100, usual_width = 80;
/// How soon a stop is noticed while nobody types.
constexpr int look_every_ms = 100;

}  // namespace

bool is_terminal(Standard stream) {
  return isatty(descriptor_of(stream)) == 1;
}

bool somebody_there() {
  return is_terminal(Standard::input) && is_terminal(Standard::error);
}

int terminal_width() {
  winsize size{};
  const bool told =
      ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 || ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0;
  if (!told || size.ws_col < narrowest) return usual_width;
  return std::min<int>(size.ws_col, widest);
}

std::optional<int> terminal_height() {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0) return std::nullopt;
  return size.ws_row;
}

std::optional<std::string> read_line(const std::stop_token& stop) {
  std::string line;
  while (!stop.stop_requested()) {
    pollfd in{STDIN_FILENO, POLLIN, 0};
    if (poll(&in, 1, look_every_ms) <= 0) continue;
    char c = 0;
    const auto got = read(STDIN_FILENO, &c, 1);
    if (got <= 0) return std::nullopt;
    if (c == '\n') return std::string(trimmed(line));
    line += c;
  }
  return std::nullopt;
}

void forget_typed() {
  if (is_terminal(Standard::input)) tcflush(STDIN_FILENO, TCIFLUSH);
}

bool takes_colour(Standard stream) {
  const char* term = std::getenv("TERM");
  const bool knows = term != nullptr && std::string_view(term) != "dumb";
  return is_terminal(stream) && knows && std::getenv("NO_COLOR") == nullptr;
}

void open_standard_files() noexcept {
  // open() takes the lowest free number, so each missing one of the three gets filled in turn.
  int file = open("/dev/null", O_RDWR);
  while (file >= 0 && file <= STDERR_FILENO) file = open("/dev/null", O_RDWR);
  if (file >= 0) close(file);
}

}  // namespace deskready

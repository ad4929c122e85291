#include "agent/attended.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace deskready {
namespace {

bool plain_terminal() {
  const char* term = std::getenv("TERM");
  return term != nullptr && std::string_view(term) == "dumb";
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// A number picks from the list; a text stands for itself.
std::string chosen(std::string answer, std::span<const std::string> answers) {
  char* end = nullptr;
  const long number = std::strtol(answer.c_str(), &end, 10);
  if (end != answer.c_str() && *end == '\0' && number >= 1 &&
      static_cast<std::size_t>(number) <= answers.size()) {
    return answers[static_cast<std::size_t>(number) - 1];
  }
  return answer;
}

}  // namespace

WallTime SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::chrono::nanoseconds SystemClock::monotonic() const {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

TerminalConversation::TerminalConversation(bool may_ask, std::stop_token stop, bool lines)
    : shows_(!lines && isatty(STDERR_FILENO) == 1 && !plain_terminal()),
      may_ask_(may_ask),
      lines_(lines),
      stop_(std::move(stop)) {}

TerminalConversation::~TerminalConversation() {
  clear();
}

void TerminalConversation::progress(std::string_view what) {
  if (lines_) {
    const nlohmann::json line = {{"doing", std::string(what)}};
    const std::lock_guard lock(mutex_);
    fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    std::fflush(stdout);
    return;
  }
  if (!shows_) return;
  const std::lock_guard lock(mutex_);
  fmt::print(stderr, "\r\033[K{} …", what);
  std::fflush(stderr);
}

void TerminalConversation::clear() {
  if (!shows_) return;
  const std::lock_guard lock(mutex_);
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
}

std::optional<std::string> TerminalConversation::ask(std::string_view question,
                                                     std::span<const std::string> answers) {
  if (!may_ask_) return std::nullopt;
  const std::lock_guard lock(mutex_);
  fmt::print(stderr, "{}{}\n", shows_ ? "\r\033[K" : "", question);
  for (std::size_t i = 0; i < answers.size(); ++i) fmt::print(stderr, "  {}. {}\n", i + 1, answers[i]);
  fmt::print(stderr, "Your answer (just Enter to skip): ");
  std::fflush(stderr);
  auto line = read_line();
  if (!line || line->empty()) return std::nullopt;
  return chosen(std::move(*line), answers);
}

bool TerminalConversation::agree(std::string_view question) {
  if (!may_ask_) return false;
  const std::lock_guard lock(mutex_);
  fmt::print(stderr, "{} [Y/n] ", question);
  std::fflush(stderr);
  const auto line = read_line();
  return line && (line->empty() || line->front() == 'y' || line->front() == 'Y');
}

std::optional<std::string> TerminalConversation::read_line() {
  std::string line;
  while (!stop_.stop_requested()) {
    pollfd in{STDIN_FILENO, POLLIN, 0};
    if (poll(&in, 1, 100) <= 0) continue;
    char c = 0;
    const auto got = read(STDIN_FILENO, &c, 1);
    if (got <= 0) return std::nullopt;
    if (c == '\n') return trimmed(line);
    line += c;
  }
  return std::nullopt;
}

}  // namespace deskready

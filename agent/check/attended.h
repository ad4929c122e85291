// A run with, or without, a person in front of the computer: the real clock, the terminal, and what may be
// disturbed.
#pragma once

#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>

#include "probes/probe.h"

namespace deskready {

/// Cleaned, and broken between words into lines for a terminal of 80 columns, each with its line end; what
/// follows a break is indented as the line's begin.
std::string in_lines(std::string_view text);

class SystemClock : public Clock {
 public:
  WallTime now() const override;
  std::chrono::nanoseconds monotonic() const override;
};

/// For a run that a person started: nothing is in the way. A call on the headset is the sound worker's to
/// notice.
class AttendedGuard : public Guard {
 public:
  std::optional<Unmeasured> may_play() override { return std::nullopt; }
  std::optional<Unmeasured> may_load() override { return std::nullopt; }
};

/// Progress and questions on the terminal, on stderr and stdin. Silent where stderr is no terminal; asks
/// nothing unless `may_ask`. With `lines` progress goes to standard output instead, a JSON object a line.
/// Thread-safe.
class TerminalConversation : public Conversation {
 public:
  TerminalConversation(bool may_ask, std::stop_token stop, bool lines = false);
  ~TerminalConversation() override;  ///< wipes the line of progress
  void progress(std::string_view what) override;
  std::optional<std::string> ask(std::string_view question, std::span<const std::string> answers) override;

  bool may_ask() const { return may_ask_; }

  /// A question with yes as its default; false when nobody is there or the person says no.
  bool agree(std::string_view question);
  void clear();

 private:
  std::optional<std::string> read_line();

  const bool shows_;
  const bool may_ask_;
  const bool lines_;
  const std::stop_token stop_;
  std::mutex mutex_;
};

}  // namespace deskready

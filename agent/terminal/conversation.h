// Progress and questions on the terminal.
#pragma once

#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "probes/probe.h"

namespace deskready {

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
  const bool shows_;
  const bool may_ask_;
  const bool lines_;
  const std::stop_token stop_;
  std::mutex mutex_;
};

}  // namespace deskready

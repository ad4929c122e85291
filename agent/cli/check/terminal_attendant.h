// The person at the terminal, as a run sees them.
#pragma once

#include "agent/check/request/attendant.h"
#include "agent/cli/options.h"
#include "agent/terminal/conversation.h"

namespace deskready {

/// Says on stderr who will see this computer's address, what the run will cost and what goes wrong; asks
/// where somebody can answer. `options` outlive it.
class TerminalAttendant : public Attendant {
 public:
  TerminalAttendant(const CheckOptions& options, std::stop_token stop);

  void progress(std::string_view what) override { conversation_.progress(what); }
  std::optional<std::string> ask(std::string_view question, std::span<const std::string> answers) override {
    return conversation_.ask(question, answers);
  }
  std::optional<std::string> ask_employers(std::string_view question,
                                           std::span<const std::string> answers) override {
    return conversation_.ask_employers(question, answers);
  }
  bool may_ask() const override { return conversation_.may_ask(); }
  bool agrees(const Offer& offer) override;
  void before_measuring() override;
  void progress_ended() override { conversation_.clear(); }
  void remark(const Remark& remark) override;

 private:
  const CheckOptions& options_;
  TerminalConversation conversation_;
};

/// "about 30 s, at most 2 min": what it takes most people, and what a line takes at worst that fails and is
/// looked at again; whole seconds, one at least.
std::string duration_words(const Offer& offer);

/// A sentence's part, without a full stop.
std::string words_of(const Remark& remark);

}  // namespace deskready

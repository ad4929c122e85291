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
/// nothing unless `may_ask`. What was typed before a question stood there is thrown away. An only answer is
/// taken by Enter; `s` skips, and so does Enter where there is more than one answer. A list that does not fit
/// the terminal is searched by a part of the answer, and shown at a question mark. With `lines` progress
/// goes to standard output instead, a JSON object a line. Thread-safe.
class TerminalConversation : public Conversation {
 public:
  TerminalConversation(bool may_ask, std::stop_token stop, bool lines = false);
  ~TerminalConversation() override;  ///< wipes the line of progress
  void progress(std::string_view what) override;
  std::optional<std::string> ask(std::string_view question, std::span<const std::string> answers) override;
  /// The same for what an employer asks, where nobody may declare anything by Enter alone.
  std::optional<std::string> ask_employers(std::string_view question, std::span<const std::string> answers);

  bool may_ask() const { return may_ask_; }
  /// What a skipped question costs, as a sentence that is said then.
  void set_skip_words(std::string words) { skip_words_ = std::move(words); }

  /// A question with yes as its default; false when nobody is there or the person says no.
  bool agree(std::string_view question);
  /// One with no as its default, for what cannot be undone.
  bool is_sure(std::string_view question);
  void clear();

 private:
  std::optional<std::string> put(std::string_view question, std::span<const std::string> answers,
                                 bool enter_answers);
  bool put_yes_or_no(std::string_view question, bool enter_means);

  const bool shows_;
  const bool may_ask_;
  const bool lines_;
  const std::stop_token stop_;
  std::string skip_words_;
  std::mutex mutex_;
};

}  // namespace deskready

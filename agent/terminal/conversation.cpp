#include "agent/terminal/conversation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/base/json/json_read.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "reports/words/asking/question_words.h"

namespace deskready {
namespace {

bool plain_terminal() {
  const char* term = std::getenv("TERM");
  return term != nullptr && std::string_view(term) == "dumb";
}

/// A number picks from the list, and so does the text of an answer; without a list any text is one.
std::optional<std::string> chosen(const std::string& answer, std::span<const std::string> answers) {
  if (answers.empty()) return answer;
  char* end = nullptr;
  const long number = std::strtol(answer.c_str(), &end, 10);
  if (end != answer.c_str() && *end == '\0' && number >= 1 &&
      static_cast<std::size_t>(number) <= answers.size()) {
    return answers[static_cast<std::size_t>(number) - 1];
  }
  const auto same = std::find_if(answers.begin(), answers.end(),
                                 [&](const std::string& one) { return same_text(one, answer); });
  if (same == answers.end()) return std::nullopt;
  return *same;
}

/// An answer to choose, its further lines below its first word.
std::string numbered(std::size_t number, std::string_view answer) {
  const std::string begin = fmt::format("  {}. ", number);
  std::string lines = in_lines(std::string(begin.size(), ' ').append(answer));
  return lines.replace(0, begin.size(), begin);
}

/// A question behind which the answer stands.
std::string before_the_answer(std::string_view question, std::string_view hint) {
  std::string text = in_lines(fmt::format("{} {}", question, hint));
  text.back() = ' ';
  return text;
}

}  // namespace

TerminalConversation::TerminalConversation(bool may_ask, std::stop_token stop, bool lines)
    : shows_(!lines && is_terminal(Standard::error) && !plain_terminal()),
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
    fmt::print("{}\n", json_text(line));
    std::fflush(stdout);
    return;
  }
  if (!shows_) return;
  const std::lock_guard lock(mutex_);
  begin_line_anew(fmt::format("{} …", what));
}

void TerminalConversation::clear() {
  if (!shows_) return;
  const std::lock_guard lock(mutex_);
  begin_line_anew("");
}

std::optional<std::string> TerminalConversation::ask(std::string_view question,
                                                     std::span<const std::string> answers) {
  return put(question, answers, answers.size() == 1);
}

std::optional<std::string> TerminalConversation::ask_employers(std::string_view question,
                                                               std::span<const std::string> answers) {
  return put(question, answers, false);
}

std::optional<std::string> TerminalConversation::put(std::string_view question,
                                                     std::span<const std::string> answers,
                                                     bool enter_answers) {
  if (!may_ask_) return std::nullopt;
  const std::lock_guard lock(mutex_);
  if (shows_) begin_line_anew("");
  std::string text = "\n" + in_lines(question);
  for (std::size_t i = 0; i < answers.size(); ++i) text += numbered(i + 1, answers[i]);
  forget_typed();
  talk(text);
  while (true) {
    talk(prompt_words("en", enter_answers));
    const auto line = read_line(stop_);
    if (!line) return std::nullopt;
    if (line->empty() && enter_answers) return answers.front();
    if (line->empty() || same_text(*line, "s")) {
      talk(in_lines(skipped_words("en") + " " + skip_words_));
      return std::nullopt;
    }
    if (auto answer = chosen(*line, answers)) return answer;
    talk(in_lines(no_answer_words("en", enter_answers, answers.size())));
  }
}

bool TerminalConversation::agree(std::string_view question) {
  if (!may_ask_) return false;
  const std::lock_guard lock(mutex_);
  talk(before_the_answer(question, "[Y/n]"));
  const auto line = read_line(stop_);
  return line && (line->empty() || line->front() == 'y' || line->front() == 'Y');
}

bool TerminalConversation::is_sure(std::string_view question) {
  if (!may_ask_) return false;
  const std::lock_guard lock(mutex_);
  talk(before_the_answer(question, "[y/N]"));
  const auto line = read_line(stop_);
  return line && !line->empty() && (line->front() == 'y' || line->front() == 'Y');
}

}  // namespace deskready

#include "agent/terminal/conversation.h"

#include <fmt/format.h>

#include <cstdlib>
#include <numeric>

#include "agent/terminal/menu.h"
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

/// An answer to choose, its further lines below its first word.
std::string numbered(std::size_t number, std::string_view answer) {
  const std::string begin = fmt::format("  {}. ", number);
  std::string lines = in_lines(std::string(begin.size(), ' ').append(answer));
  return lines.replace(0, begin.size(), begin);
}

std::string listed(std::span<const std::string> answers, std::span<const std::size_t> places) {
  std::string text;
  for (const std::size_t i : places) text += numbered(i + 1, answers[i]);
  return text;
}

std::vector<std::size_t> all_of(std::span<const std::string> answers) {
  std::vector<std::size_t> places(answers.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  return places;
}

/// Whether the list would push its own question out of sight.
bool too_long_to_show(std::span<const std::string> answers) {
  constexpr int for_the_question = 8;
  const auto height = terminal_height();
  return height && answers.size() >= searched_from &&
         answers.size() + for_the_question > static_cast<std::size_t>(*height);
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
  const bool long_list = too_long_to_show(answers);
  text += long_list ? in_lines(long_list_words("en", answers.size())) : listed(answers, all_of(answers));
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
    if (answers.empty()) return line;
    const bool shows_all = *line == "?";
    const auto found = shows_all ? all_of(answers) : meant(*line, answers);
    if (found.size() == 1 && !shows_all) {
      if (long_list) talk(in_lines(answers[found.front()]));
      return answers[found.front()];
    }
    if (found.empty()) {
      talk(in_lines(long_list ? not_in_list_words("en", for_terminal(*line))
                              : no_answer_words("en", enter_answers, answers.size())));
      if (const auto near = near_in(*line, answers); !near.empty())
        talk(in_lines(near_in_list_words("en")) + listed(answers, near));
    } else {
      talk(listed(answers, found));
    }
  }
}

bool TerminalConversation::agree(std::string_view question) {
  return put_yes_or_no(question, true);
}

bool TerminalConversation::is_sure(std::string_view question) {
  return put_yes_or_no(question, false);
}

bool TerminalConversation::put_yes_or_no(std::string_view question, bool enter_means) {
  if (!may_ask_) return false;
  const std::lock_guard lock(mutex_);
  if (shows_) begin_line_anew("");
  forget_typed();
  talk(before_the_answer(question, enter_means ? "[Y/n]" : "[y/N]"));
  const auto line = read_line(stop_);
  if (!line) return false;
  return line->empty() ? enter_means : line->front() == 'y' || line->front() == 'Y';
}

}  // namespace deskready

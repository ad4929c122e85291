#include "agent/check/circumstances.h"

#include <algorithm>

#include "agent/check/answers.h"
#include "config/base/folders.h"
#include "config/base/outward/outward.h"
#include "reports/document/report.h"
#include "reports/words/asking/question_words.h"

namespace deskready {
namespace {

bool is_for(const Spec& spec, const PersonQuestion& question, const std::string& role) {
  const auto when = spec.whens.find(question.when);
  if (when == spec.whens.end() || when->second.roles.empty()) return true;
  const auto& roles = when->second.roles;
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

void ask_person(const Spec& spec, const CheckRequest& request, const Clock& clock, Attendant& attendant,
                AnswerBook& book, Circumstances& own) {
  own.answers = book.valid(spec, own.started);
  const auto of_before = book.to_confirm(spec, own.started);
  for (const PersonQuestion& question : spec.questions) {
    const bool known = own.answers.contains(question.name);
    if ((known && !request.ask_again.contains(question.name)) || !is_for(spec, question, request.role))
      continue;
    if (!attendant.may_ask()) continue;
    const std::string language = question.text.contains(request.language) ? request.language
                                 : question.text.contains("en")           ? "en"
                                                                          : question.text.begin()->first;
    const std::string& text = question.text.at(language);
    std::string words = for_terminal(text);
    if (const auto before = of_before.find(question.name); before != of_before.end()) {
      words += "\n" + answer_of_before_words(request.language, spec.employer, before->second.answer);
      book.offered(spec, question.name);
    }
    if (auto said = attendant.ask_employers(words, question.answers)) {
      const Answer answer{*said, clock.now(), text, language};
      own.answers[question.name] = answer;
      book.keep(spec, question.name, answer);
    } else if (!known) {
      own.refused.insert(question.name);
    }
  }
}

}  // namespace

std::vector<Circumstances> circumstances_of(const std::vector<Spec>& specs,
                                            const std::vector<std::size_t>& pass_of,
                                            const CheckRequest& request, WallTime started,
                                            const FarEnds& far_ends, const Clock& clock,
                                            Attendant& attendant) {
  auto book = AnswerBook::open(state_folder());
  if (!book) attendant.remark({RemarkCode::answers_unreadable, {}, book.error()});
  AnswerBook blank;
  std::vector<Circumstances> all;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const Spec& spec = specs[i];
    Circumstances own;
    own.far_end = far_ends.used(spec.far_end_url, pass_of[i]);
    own.parts = request.parts;
    own.guided = request.guided;
    own.reference = request.reference;
    own.role = request.role;
    own.started = started;
    own.today = format_time(clock.now()).substr(0, 10);
    ask_person(spec, request, clock, attendant, book ? *book : blank, own);
    all.push_back(std::move(own));
  }
  const bool asked =
      std::any_of(specs.begin(), specs.end(), [](const Spec& spec) { return !spec.questions.empty(); });
  if (!asked || !book || !attendant.may_ask()) return all;
  if (const auto saved = book->save(); !saved)
    attendant.remark({RemarkCode::answers_not_kept, {}, saved.error()});
  return all;
}

}  // namespace deskready

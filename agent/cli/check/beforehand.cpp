#include "agent/cli/check/beforehand.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/check/measurement.h"
#include "agent/cli/check/terminal_attendant.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/wrap.h"
#include "config/base/outward/outward.h"
#include "config/facts/catalogue.h"
#include "config/spec/questions.h"
#include "reports/assess/assess.h"
#include "reports/words/finding_words.h"

namespace deskready {
namespace {

/// No update makes another of it.
bool is_about_system(const Rule& rule) {
  const FactInfo* const info = find_fact(rule.key.name);
  return !rule.over && info != nullptr && info->operating_system && info->kind == Kind::text;
}

std::string name_of(const Spec& spec) {
  return for_terminal(who_asks(spec));
}

/// What the system is, without a far end, a budget or sound.
Facts read_system(const CheckOptions& options, const Spec& spec, const std::stop_token& stop) {
  CheckOptions own = options;
  own.parts = {"system"};
  own.guided = own.welcome = false;
  TerminalAttendant attendant(own, stop);
  const FarEndChoice none;
  Measurement measurement(own, {&none, 1}, 0, attendant, stop);
  return measurement.run(measurement.plan(questions_of({&spec, 1})));
}

void say_of_system(const CheckOptions& options, const Spec& spec, const std::stop_token& stop) {
  const Spec own = about_system(spec);
  if (own.rules.empty() && own.choices.empty()) return;
  Circumstances circumstances;
  circumstances.role = options.role;
  circumstances.reference = options.reference;
  circumstances.started = SystemClock().now();
  circumstances.today = format_time(circumstances.started).substr(0, 10);
  const Assessment judged = assess(own, {read_system(options, own, stop)}, circumstances);
  for (const Finding& finding : judged.findings) {
    if (finding.outcome != Outcome::not_met || finding.level != Level::require) continue;
    talk(in_lines(fmt::format(
        "{} asks for another operating system than this computer has. {} No other figure changes that; "
        "the rest is checked all the same.\n",
        name_of(spec), unmarked(finding_sentence(options.language, finding)))));
    return;
  }
}

}  // namespace

bool asks_for_sound(const Spec& spec) {
  const auto keys = keys_of(spec);
  return std::any_of(keys.begin(), keys.end(),
                     [](const FactKey& key) { return part_of(key.name) == "audio"; });
}

Spec about_system(const Spec& spec) {
  Spec own = spec;
  const auto about_else = [](const Rule& rule) { return !is_about_system(rule); };
  std::erase_if(own.rules, about_else);
  for (OneOf& choice : own.choices) {
    for (Alternative& alternative : choice.alternatives) std::erase_if(alternative.rules, about_else);
  }
  // An alternative that says nothing of it can be met by any system.
  std::erase_if(own.choices, [](const OneOf& choice) {
    return std::any_of(choice.alternatives.begin(), choice.alternatives.end(),
                       [](const Alternative& one) { return one.rules.empty(); });
  });
  own.conditions.clear();
  own.questions.clear();
  return own;
}

void say_beforehand(CheckOptions& options, const std::vector<Spec>& specs, const std::stop_token& stop) {
  for (const Spec& spec : specs) say_of_system(options, spec, stop);
  const bool sound = std::any_of(specs.begin(), specs.end(), asks_for_sound);
  if (sound || !options.parts.contains("audio") || !options.heard_file.empty()) return;
  std::string names;
  for (const Spec& spec : specs) names += (names.empty() ? "" : ", ") + name_of(spec);
  talk(in_lines(fmt::format("Nothing about sound is asked for by {}, so no headset is needed.\n", names)));
  options.parts.erase("audio");
}

}  // namespace deskready

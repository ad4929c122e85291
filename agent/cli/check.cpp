// deskready check: from specs to reports.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "agent/answers.h"
#include "agent/cli/measurement.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/welcome.h"
#include "agent/identity.h"
#include "agent/run_lock.h"
#include "config/paths.h"
#include "reports/formats/sentences.h"
#include "reports/history.h"
#include "reports/over_time.h"

namespace deskready {
namespace {

bool is_for(const Spec& spec, const PersonQuestion& question, const std::string& role) {
  const auto when = spec.whens.find(question.when);
  if (when == spec.whens.end() || when->second.roles.empty()) return true;
  const auto& roles = when->second.roles;
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

/// Asks what was never answered, was answered too long ago, or was asked in other words, and keeps what is
/// said.
void ask_person(const Spec& spec, const CheckOptions& options, Measurement& measurement, AnswerBook& book,
                Circumstances& own) {
  own.answers = book.valid(spec, own.started);
  for (const PersonQuestion& question : spec.questions) {
    if (own.answers.contains(question.name) || !is_for(spec, question, options.role)) continue;
    if (!measurement.conversation().may_ask()) continue;
    const std::string language = question.text.contains(options.language) ? options.language
                                 : question.text.contains("en")           ? "en"
                                                                          : question.text.begin()->first;
    const std::string& text = question.text.at(language);
    if (auto said = measurement.conversation().ask(clean(text), question.answers)) {
      const Answer answer{*said, measurement.clock().now(), text, language};
      own.answers[question.name] = answer;
      book.keep(spec, question.name, answer);
    } else {
      own.refused.insert(question.name);
    }
  }
}

std::vector<Circumstances> circumstances_of(const std::vector<Spec>& specs, const CheckOptions& options,
                                            WallTime started, Measurement& measurement) {
  auto book = AnswerBook::open(state_folder());
  if (!book) complain(book.error());
  AnswerBook blank;
  std::vector<Circumstances> all;
  for (const Spec& spec : specs) {
    Circumstances own;
    own.far_end = measurement.far_end_used(spec.far_end_url);
    own.parts = options.parts;
    own.reference = options.reference;
    own.role = options.role;
    own.started = started;
    own.today = format_time(measurement.clock().now()).substr(0, 10);
    ask_person(spec, options, measurement, book ? *book : blank, own);
    all.push_back(std::move(own));
  }
  const bool asked =
      std::any_of(specs.begin(), specs.end(), [](const Spec& spec) { return !spec.questions.empty(); });
  if (!asked || !book || !measurement.conversation().may_ask()) return all;
  if (const auto saved = book->save(); !saved) complain("your answers are not kept: " + saved.error());
  return all;
}

/// Required network rules that failed are measured once more at the end; one failure alone decides nothing.
void look_again(const std::vector<Spec>& specs, const std::vector<Circumstances>& circumstances,
                const std::vector<Question>& questions, Measurement& measurement,
                std::vector<Facts>& attempts) {
  std::set<FactKey> failing;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    for (FactKey& key : second_look(specs[i], attempts.front(), circumstances[i]))
      failing.insert(std::move(key));
  }
  if (failing.empty() || measurement.stop().stop_requested()) return;
  std::vector<Question> again;
  std::copy_if(questions.begin(), questions.end(), std::back_inserter(again),
               [&](const Question& question) { return failing.contains(question.key); });
  // What paces them is measured along, and is no second attempt of its own.
  const Facts all = measurement.run(with_companions(again));
  Facts second;
  for (const FactKey& key : failing) {
    if (const Fact* fact = all.find(to_string(key))) second.add(to_string(key), *fact);
    if (const Unmeasured* why = all.why_not(to_string(key))) second.cannot(to_string(key), *why);
  }
  attempts.push_back(std::move(second));
}

/// What stood beside the figures of the line, for the head of the document.
nlohmann::json conditions_of(const std::vector<Facts>& attempts) {
  nlohmann::json conditions = nlohmann::json::object();
  for (const Facts& facts : attempts) {
    if (const Fact* fault = facts.find("network.fault")) {
      conditions["fault"] = std::get<std::string>(fault->value);
      for (const char* name : {"trouble", "whole", "home"}) {
        if (fault->detail.contains(name)) conditions[std::string("fault_") + name] = fault->detail[name];
      }
    }
    for (const auto& [key, fact] : facts.known) {
      for (const char* name : {"other_traffic", "waited_for_processor"}) {
        if (!fact.detail.contains(name)) continue;
        const double most = conditions.value(name, 0.0);
        conditions[name] = std::max(most, fact.detail[name].get<double>());
      }
    }
  }
  return conditions;
}

/// The plan, with the most that a second look at the line may add to its cost.
Plan with_second_look(Plan plan, const std::vector<Spec>& specs, const std::vector<Question>& questions,
                      const Measurement& measurement) {
  std::set<FactKey> twice;
  for (const Spec& spec : specs) {
    for (const Rule* rule : all_rules(spec)) {
      if (needs_two_failures(*rule)) twice.insert(rule->key);
    }
  }
  std::vector<Question> again;
  std::copy_if(questions.begin(), questions.end(), std::back_inserter(again),
               [&](const Question& question) { return twice.contains(question.key); });
  plan.worst += measurement.plan(again).worst;
  return plan;
}

/// What a light run leaves out, from the last day's reports.
void carry(std::vector<Facts>& attempts, const std::vector<Spec>& specs, const CheckOptions& options,
           const Settings& settings, WallTime now) {
  if (!options.light) return;
  const auto history = History::open(state_folder());
  if (!history)
    return complain(fmt::format("nothing is carried forward from earlier checks: {}", history.error()));
  std::vector<std::string> names;
  for (const Spec& spec : specs) names.push_back(spec.name);
  const auto oldest =
      now - std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(settings.carry_seconds));
  for (Facts& facts : attempts) {
    carry_forward(facts, {cause_from(options.held).value_or(Cause::postponed), Cause::postponed}, names,
                  *history, oldest);
  }
}

/// How old an attended figure of sound may be that is taken over: as old as a report that proves something,
/// and older where every rule about it says so. Whether it is too old for a rule's own `valid` is judged
/// there, with its date.
double attended_seconds(const std::vector<Spec>& specs, std::string_view key) {
  constexpr double unless_said = 90.0 * 86400;
  std::optional<double> of_reports;
  double longest = unless_said;
  for (const Spec& spec : specs) {
    const double proof = spec.proof_every_seconds > 0 ? spec.proof_every_seconds : unless_said;
    for (const Rule* rule : all_rules(spec)) {
      if (to_string(rule->key) != key) continue;
      longest = std::max(longest, rule->valid_seconds);
      if (rule->valid_seconds == 0) of_reports = std::min(of_reports.value_or(proof), proof);
    }
  }
  return of_reports.value_or(longest);
}

/// What the background service may not do with sound, from the last run that a person started.
void carry_attended_sound(std::vector<Facts>& attempts, const std::vector<Spec>& specs,
                          const CheckOptions& options, WallTime now) {
  if (!options.unattended) return;
  const auto history = History::open(state_folder());
  if (!history) return;  // told when the report is to be kept
  std::vector<std::string> names;
  for (const Spec& spec : specs) names.push_back(spec.name);
  for (Facts& facts : attempts) {
    std::map<double, Facts> by_age;
    for (const auto& [key, why] : facts.unknown) by_age[attended_seconds(specs, key)].cannot(key, why);
    for (auto& [seconds, some] : by_age) {
      const auto age = std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(seconds));
      carry_sound(some, names, *history, now - age);
      facts.merge(std::move(some));
    }
  }
}

/// What only many runs can tell; the same in each attempt.
void add_from_history(std::vector<Facts>& attempts, WallTime now) {
  const auto history = History::open(state_folder());
  if (!history) return;  // told when the report is to be kept
  for (Facts& facts : attempts) add_over_time(facts, *history, now);
}

/// The run's allowance; what is left of the day's and the month's where nobody has agreed to more.
std::uint64_t allowance(const CheckOptions& options, const Settings& settings) {
  if (!options.unattended) return settings.run_bytes;
  const auto history = History::open(state_folder());
  const auto used =
      history ? data_used(*history, SystemClock().now()) : tl::expected<DataUsed, std::string>(DataUsed{});
  return allowance_left(settings, used.value_or(DataUsed{}));
}

void keep(const std::vector<Report>& reports, bool unattended) {
  auto history = History::open(state_folder());
  if (!history) return complain(fmt::format("this check is not kept in the history: {}", history.error()));
  for (const Report& report : reports) {
    if (const auto saved = history->save(report, unattended); !saved) {
      complain(fmt::format("this check is not kept in the history: {}", saved.error()));
    }
  }
}

std::vector<Report> documents(const std::vector<Spec>& specs, const std::vector<Facts>& attempts,
                              const std::vector<Circumstances>& circumstances, const CheckOptions& options,
                              ReportHead head) {
  head.reference = options.reference;
  head.role = options.role;
  head.depth = options.depth == Depth::full ? "full" : "quick";
  head.agent_version = DESKREADY_VERSION;
  head.conditions = conditions_of(attempts);
  std::vector<Report> reports;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    head.id = random_id();
    head.machine = machine_hash(options.root, specs[i].employer.empty() ? specs[i].name : specs[i].employer);
    head.conditions["far_end"] = to_string(circumstances[i].far_end);
    reports.push_back(make_report(specs[i], attempts, circumstances[i], head));
  }
  return reports;
}

/// What can be known to be wrong before anything is measured; false after complaining.
bool prepare(CheckOptions& options, std::vector<Spec>& specs) {
  if (options.specs.empty()) options.specs = {"voice-baseline"};
  const std::string named = options.format;
  options.format = chosen_format(named, options.output);
  if (options.format.empty()) {
    complain(fmt::format("there is no format \"{}\"; use text, json or html", named));
    return false;
  }
  if (options.format == "html" && options.specs.size() > 1) {
    complain("an HTML report is about one spec; give one --spec, or use --format json");
    return false;
  }
  if (!load_specs(options.specs, specs)) return false;
  if (!options.heard_file.empty() && !options.guided) {
    complain("--save-voice writes what you hear of your own voice, and that takes --guided");
    return false;
  }
  if (clean(options.heard_file) != options.heard_file) {
    complain("--save-voice: the file's name holds what is no text; choose another name");
    return false;
  }
  for (const std::string& file : {options.output, options.heard_file}) {
    const std::string why = why_not_writable(file);
    if (!why.empty()) return complain(why), false;
  }
  return true;
}

}  // namespace

int check_command(const CheckOptions& given) {
  CheckOptions options = given;
  std::vector<Spec> specs;
  const auto settings = load_settings(std::nullopt);
  if (!settings) {
    complain(settings.error());
    return exit_unable;
  }
  if (options.welcome) {
    TerminalConversation person(true, {});
    ask_for_employer(person, *settings, options);
  }
  if (!prepare(options, specs)) return exit_unable;

  Measurement measurement(options, choose_far_end(options, specs, *settings), allowance(options, *settings));
  const auto lock = RunLock::acquire(measurement.stop(), [](std::string_view what) { complain(what); });
  if (!lock) {
    complain(lock.error());
    return exit_unable;
  }
  const auto questions = with_companions(questions_of(specs));
  if (!measurement.agreed(with_second_look(measurement.plan(questions), specs, questions, measurement))) {
    complain("nothing was measured, as you chose");
    return exit_unable;
  }
  if (options.welcome) ask_for_headset(measurement.conversation());
  ReportHead head;
  head.started = measurement.clock().now();
  std::vector<Facts> attempts{measurement.run(questions)};
  if (options.guided && options.parts.contains("audio"))
    attempts.front().merge(measurement.guided(attempts.front()));
  const auto circumstances = circumstances_of(specs, options, head.started, measurement);
  carry(attempts, specs, options, *settings, head.started);
  carry_attended_sound(attempts, specs, options, head.started);
  add_from_history(attempts, head.started);
  look_again(specs, circumstances, questions, measurement, attempts);
  carry(attempts, specs, options, *settings, head.started);
  carry_attended_sound(attempts, specs, options, head.started);
  add_from_history(attempts, head.started);
  head.finished = measurement.clock().now();
  head.interrupted = measurement.stop().stop_requested();
  head.cost = {measurement.bytes(), std::chrono::duration<double>(head.finished - head.started).count()};

  const auto reports = documents(specs, attempts, circumstances, options, head);
  keep(reports, options.unattended);
  const bool to_terminal = options.output.empty() && isatty(STDOUT_FILENO) == 1;
  const bool delivered =
      deliver(options.output, render_all(reports, options.format, options.language, to_terminal));
  if (head.interrupted) complain("the check was stopped before its end; the report says what is missing");

  Verdict worst = head.interrupted ? Verdict::incomplete : Verdict::ready;
  for (const Report& report : reports) worst = std::max(worst, report.verdict);
  return delivered ? exit_code(worst) : exit_unable;
}

}  // namespace deskready

#include "agent/cli/check.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "agent/check/answers.h"
#include "agent/check/identity.h"
#include "agent/check/measuring/passes.h"
#include "agent/check/measuring/run_lock.h"
#include "agent/check/own_view.h"
#include "agent/check/past/allowance.h"
#include "agent/check/past/look_back.h"
#include "agent/cli/from_history.h"
#include "agent/cli/measurement.h"
#include "agent/cli/output.h"
#include "agent/cli/own_history.h"
#include "agent/cli/welcome.h"
#include "agent/terminal/talk.h"
#include "config/base/folders.h"
#include "config/facts/catalogue.h"
#include "config/spec/chain/needs.h"
#include "reports/desk/employers.h"
#include "reports/history/history.h"
#include "reports/over_time/rule_standing.h"
#include "reports/words/language.h"

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

/// In the specs' order.
std::vector<std::size_t> pass_of_specs(const std::vector<Spec>& specs, const std::vector<Pass>& passes) {
  std::vector<std::size_t> pass_of(specs.size());
  for (std::size_t i = 0; i < passes.size(); ++i) {
    for (const std::size_t spec : passes[i].specs) pass_of[spec] = i;
  }
  return pass_of;
}

std::vector<Circumstances> circumstances_of(const std::vector<Spec>& specs, const std::vector<Pass>& passes,
                                            const CheckOptions& options, WallTime started,
                                            Measurement& measurement) {
  auto book = AnswerBook::open(state_folder());
  if (!book) complain(book.error());
  AnswerBook blank;
  const auto pass_of = pass_of_specs(specs, passes);
  std::vector<Circumstances> all;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const Spec& spec = specs[i];
    Circumstances own;
    own.far_end = measurement.far_end_used(spec.far_end_url, pass_of[i]);
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
                const Pass& pass, std::size_t index, Measurement& measurement, Attempts& attempts) {
  std::set<FactKey> failing;
  for (const std::size_t i : pass.specs) {
    for (FactKey& key : second_look(specs[i], attempts.front(), circumstances[i]))
      failing.insert(std::move(key));
  }
  if (failing.empty() || measurement.stop().stop_requested()) return;
  std::vector<Question> again;
  std::copy_if(pass.questions.begin(), pass.questions.end(), std::back_inserter(again),
               [&](const Question& question) { return failing.contains(question.key); });
  // What paces them is measured along, and is no second attempt of its own.
  const Facts all = measurement.run(with_companions(again), index);
  Facts second;
  for (const FactKey& key : failing) {
    if (const Fact* fact = all.find(to_string(key))) second.add(to_string(key), *fact);
    if (const Unmeasured* why = all.why_not(to_string(key))) second.cannot(to_string(key), *why);
  }
  attempts.push_back(std::move(second));
}

/// The fact's value under its name among the conditions, and its details below that name.
void note_condition(const FactInfo& info, const Fact& fact, nlohmann::json& conditions) {
  const std::string name(info.condition);
  std::visit([&](const auto& value) { conditions[name] = value; }, fact.value);
  for (const auto& [part, value] : fact.detail.items()) conditions[name + "_" + part] = value;
}

/// What stood beside the figures of the line, for the head of the document.
nlohmann::json conditions_of(const Attempts& attempts) {
  nlohmann::json conditions = nlohmann::json::object();
  for (const Facts& facts : attempts) {
    for (const auto& [key, fact] : facts.known) {
      const FactInfo* info = find_fact(std::string_view(key));
      if (info != nullptr && !info->condition.empty()) note_condition(*info, fact, conditions);
      for (const char* name : {"other_traffic", "waited_for_processor"}) {
        // A figure may be an earlier check's, out of the history.
        if (!fact.detail.contains(name) || !fact.detail[name].is_number()) continue;
        const double most = conditions.value(name, 0.0);
        conditions[name] = std::max(most, fact.detail[name].get<double>());
      }
    }
  }
  return conditions;
}

/// The most that all passes cost, with what a second look at the line may add.
Cost worst_of(const std::vector<Spec>& specs, const std::vector<Pass>& passes,
              const Measurement& measurement) {
  Cost worst;
  for (const Pass& pass : passes) {
    std::set<FactKey> twice;
    for (const std::size_t i : pass.specs) {
      for (const Rule* rule : all_rules(specs[i])) {
        if (needs_two_failures(*rule)) twice.insert(rule->key);
      }
    }
    std::vector<Question> again;
    std::copy_if(pass.questions.begin(), pass.questions.end(), std::back_inserter(again),
                 [&](const Question& question) { return twice.contains(question.key); });
    worst += measurement.plan(pass.questions).worst;
    worst += measurement.plan(again).worst;
  }
  return worst;
}

/// One attempt for each pass.
std::vector<Attempts> first_look(const std::vector<Pass>& passes, const CheckOptions& options,
                                 Measurement& measurement) {
  Facts first = measurement.run(passes.front().questions);
  if (options.guided && options.parts.contains("audio")) first.merge(measurement.guided(first));
  std::vector<Attempts> attempts{{first}};
  for (std::size_t i = 1; i < passes.size(); ++i)
    attempts.push_back({facts_of_pass(first, measurement.run(passes[i].questions, i))});
  return attempts;
}

/// The run's allowance; what is left of the day's and the month's where nobody has agreed to more.
std::uint64_t allowance(const CheckOptions& options, const Settings& settings) {
  if (!options.unattended) return settings.run_bytes;
  const WallTime now = SystemClock().now();
  const auto history = own_history();
  const auto spent =
      history ? spent_lately(*history, now).value_or(std::vector<Spent>()) : std::vector<Spent>();
  return allowance_left(settings, data_used(spent, now));
}

/// Says in each report what the history knows of its findings, then keeps it there.
void keep(std::vector<Report>& reports, bool unattended) {
  auto history = own_history();
  if (!history) return complain(fmt::format("this check is not kept in the history: {}", history.error()));
  const std::string told = history->set_aside();
  for (Report& report : reports) {
    if (const auto standing = history->rules({report.spec_name, report.role, report.reference}))
      add_standing(report, *standing);
    if (const auto saved = history->save(report, unattended); !saved) {
      complain(fmt::format("this check is not kept in the history: {}", saved.error()));
    }
  }
  // A page in the middle shows only then that it is broken.
  if (history->set_aside() != told) complain(history->set_aside());
}

std::string machine_of(const Spec& spec, const CheckOptions& options) {
  return machine_hash(options.root, spec.employer.empty() ? spec.name : spec.employer);
}

/// Rules over time are judged from the earlier checks of the same spec and work on this computer.
OwnChecks whose_checks(const Spec& spec, std::size_t place, const CheckOptions& options,
                       const Settings& settings) {
  OwnChecks whose{{spec.name, options.role, machine_of(spec, options)}, nullptr};
  for (const Job& job : settings.jobs) {
    if (job.spec == options.specs[place] && (job.role.empty() || job.role == options.role))
      whose.hours = &job.hours;
  }
  return whose;
}

std::vector<Report> documents(const std::vector<Spec>& specs, const std::vector<Pass>& passes,
                              const std::vector<Attempts>& attempts,
                              const std::vector<Circumstances>& circumstances, const CheckOptions& options,
                              ReportHead head) {
  head.reference = options.reference;
  head.role = options.role;
  head.depth = options.depth == Depth::full ? "full" : "quick";
  head.agent_version = DESKREADY_VERSION;
  const auto pass_of = pass_of_specs(specs, passes);
  std::vector<Report> reports;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    Attempts own = attempts[pass_of[i]];
    if (specs.size() > 1) {
      if (options.depth == Depth::quick) {
        for (Facts& facts : own) facts = own_view(std::move(facts), specs[i]);
      }
      head.cost.bytes = own_bytes(specs[i], own);
    }
    head.id = random_id();
    head.machine = machine_of(specs[i], options);
    head.conditions = conditions_of(own);
    head.conditions["far_end"] = to_string(circumstances[i].far_end);
    reports.push_back(make_report(specs[i], own, circumstances[i], head));
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

  const auto passes =
      make_passes(specs, choose_far_ends(options.far_end, options.specs, specs, *settings), options.depth);
  std::vector<FarEndChoice> far_ends;
  for (const Pass& pass : passes) far_ends.push_back(pass.far_end);
  Measurement measurement(options, far_ends, allowance(options, *settings));
  const auto lock = RunLock::acquire(measurement.stop(), [](std::string_view what) { complain(what); });
  if (!lock) {
    complain(lock.error());
    return exit_unable;
  }
  if (!measurement.agreed(worst_of(specs, passes, measurement))) {
    complain("nothing was measured, as you chose");
    return exit_unable;
  }
  if (options.welcome) ask_for_headset(measurement.conversation());
  ReportHead head;
  head.started = measurement.clock().now();
  const auto begin = measurement.clock().monotonic();  // the time of day may be set meanwhile
  auto attempts = first_look(passes, options, measurement);
  auto circumstances = circumstances_of(specs, passes, options, head.started, measurement);
  const auto fill_all = [&] {
    for (std::size_t i = 0; i < passes.size(); ++i)
      fill_from_history(attempts[i], passes[i], specs, options, *settings, head.started);
  };
  fill_all();
  measurement.greet_again();
  for (std::size_t i = 0; i < passes.size(); ++i)
    look_again(specs, circumstances, passes[i], i, measurement, attempts[i]);
  fill_all();
  head.finished = measurement.clock().now();
  const auto pass_of = pass_of_specs(specs, passes);
  for (std::size_t i = 0; i < specs.size(); ++i)
    look_back(specs[i], attempts[pass_of[i]], whose_checks(specs[i], i, options, *settings), own_history,
              head.finished, circumstances[i]);
  head.interrupted = measurement.stop().stop_requested();
  head.cost = {measurement.bytes(),
               std::chrono::duration<double>(measurement.clock().monotonic() - begin).count()};

  auto reports = documents(specs, passes, attempts, circumstances, options, head);
  keep(reports, options.unattended);
  const bool to_terminal = options.output.empty() && isatty(STDOUT_FILENO) == 1;
  const bool delivered =
      deliver(options.output, render_all(reports, options.format, options.language, to_terminal));
  if (const auto all = needs_together(specs))
    talk(together_words(make_report(*all, attempts.front(), circumstances.front(), head)));
  if (head.interrupted) complain("the check was stopped before its end; the report says what is missing");

  Verdict worst = head.interrupted ? Verdict::incomplete : Verdict::ready;
  for (const Report& report : reports) worst = std::max(worst, report.verdict);
  return delivered ? exit_code(worst) : exit_unable;
}

}  // namespace deskready

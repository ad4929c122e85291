#include "agent/check/past/earlier.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/facts/key_subject.h"
#include "config/spec/questions.h"
#include "config/spec/rule_key.h"
#include "reports/assess/assess.h"
#include "reports/assess/judge.h"
#include "reports/assess/left_for_a_person.h"
#include "reports/document/validity.h"
#include "reports/words/refusals/recheck_words.h"

namespace deskready {
namespace {

/// What a report says of a key, the worst first.
enum class Told : std::uint8_t { failed, undecided, unknown, holds, nothing };

Told told_by(const Finding& finding, bool guided) {
  switch (finding.outcome) {
    case Outcome::not_met:
      return Told::failed;
    case Outcome::not_measured:
      return finding.cause == Cause::undecided ? Told::undecided : Told::unknown;
    case Outcome::not_applicable:
      return guided && finding.code == left_for_a_person ? Told::unknown : Told::nothing;
    case Outcome::met:
    case Outcome::borderline:
    case Outcome::waived:
      break;
  }
  return Told::holds;
}

/// By key, for rules about one check; an alternative's rules share what its choice came to.
std::map<std::string, Told> all_told(const Spec& spec, const Report& report, bool guided) {
  std::map<std::string, Told> told;
  const auto add = [&](const std::string& key, Told one) {
    const auto [place, is_new] = told.emplace(key, one);
    if (!is_new) place->second = std::min(place->second, one);
  };
  for (const Finding& finding : report.findings) {
    add(finding.key, told_by(finding, guided));
    for (const OneOf& choice : spec.choices) {
      if (finding.rule != "one_of." + choice.name) continue;
      for (const Alternative& alternative : choice.alternatives) {
        for (const Rule& rule : alternative.rules) add(to_string(rule.key), told_by(finding, guided));
      }
    }
  }
  return told;
}

/// How old a figure may be, in seconds, for each rule about it.
double holds_for(const Spec& spec, const std::string& key) {
  const double proof =
      std::chrono::duration<double>(valid_until(spec, WallTime{}).time_since_epoch()).count();
  std::optional<double> least;
  for (const Rule* rule : all_rules(spec)) {
    if (to_string(rule->key) != key) continue;
    const double own = rule->valid_seconds > 0 ? rule->valid_seconds : proof;
    least = std::min(least.value_or(own), own);
  }
  return least.value_or(proof);
}

class Gathering {
 public:
  Gathering(const Spec& spec, bool guided, WallTime now) : spec_(spec), guided_(guided), now_(now) {
    for (const Rule* rule : all_rules(spec)) {
      const FactInfo* const info = find_fact(rule->key.name);
      if (!rule->over && info != nullptr && !info->from_history()) open_.insert(rule->key);
    }
  }

  /// The next older one.
  void take(const Report& report) {
    const auto told = all_told(spec_, report, guided_);
    std::erase_if(open_, [&](const FactKey& key) {
      const auto own = told.find(to_string(key));
      return decides(key, own == told.end() ? Told::unknown : own->second, report);
    });
  }

  bool complete() const { return open_.empty(); }

  void write(Earlier& earlier) {
    earlier.again = again_;
    renew_headset(earlier);
    renew_line(earlier);
    renew_conditions(earlier);
    for (const auto& [key, figures] : held_) {
      earlier.held.insert(to_string(key));
      add(earlier, key, figures);
    }
    for (const auto& [key, figures] : failures_) add(earlier, key, figures);
    for (const auto& [key, why] : aside_) earlier.attempts.front().cannot(to_string(key), why);
  }

 private:
  using Figures = std::vector<Fact>;

  /// Whether nothing older matters for the key.
  bool decides(const FactKey& key, Told told, const Report& report) {
    const Figures figures = figures_of(to_string(key), report);
    const bool measured_again = again_.contains(key);
    if (told == Told::nothing && !measured_again) {
      if (figures.empty() && report.facts.why_not(to_string(key)) != nullptr)
        aside_[key] = *report.facts.why_not(to_string(key));
      if (!figures.empty()) held_[key] = figures;
      return true;
    }
    if (told == Told::holds && !measured_again && !figures.empty()) {
      held_[key] = figures;
      return true;
    }
    again_.insert(key);
    if (told != Told::unknown) remember_failures(key, figures);
    return (told == Told::failed || told == Told::holds) && !figures.empty();
  }

  /// Those that are not too old by now.
  Figures figures_of(const std::string& key, const Report& report) const {
    Figures figures;
    if (const auto tried = report.attempts.find(key); tried != report.attempts.end())
      figures = tried->second;
    else if (const Fact* fact = report.facts.find(key))
      figures = {*fact};
    const std::chrono::duration<double> longest(holds_for(spec_, key));
    std::erase_if(figures, [&](const Fact& fact) { return fact.at > now_ || now_ - fact.at > longest; });
    return figures;
  }

  /// Before those of newer reports.
  void remember_failures(const FactKey& key, const Figures& figures) {
    const auto fails = [&](const Fact& fact) {
      const auto rules = all_rules(spec_);
      return std::any_of(rules.begin(), rules.end(), [&](const Rule* rule) {
        return rule->key == key && needs_two_failures(*rule) &&
               judge(*rule, *find_fact(key.name), fact).outcome == Outcome::not_met;
      });
    };
    Figures failures;
    std::copy_if(figures.begin(), figures.end(), std::back_inserter(failures), fails);
    if (!failures.empty()) failures_[key].insert(failures_[key].begin(), failures.begin(), failures.end());
  }

  template <class Which>
  void renew(Earlier& earlier, Which&& which) {
    for (const auto& [key, figures] : held_) {
      if (!which(key)) continue;
      earlier.again.insert(key);
      remember_failures(key, figures);
    }
    std::erase_if(held_, [&](const auto& one) { return which(one.first); });
  }

  bool any_again(const Earlier& earlier, const std::function<bool(const FactKey&)>& which) const {
    return std::any_of(earlier.again.begin(), earlier.again.end(), which);
  }

  void renew_headset(Earlier& earlier) {
    const auto of_sound = [](const FactKey& key) { return part_of(key.name) == "audio"; };
    if (!any_again(earlier, of_sound)) return;
    for (const auto& [key, figures] : held_) {
      if (of_sound(key)) earlier.attended.add(to_string(key), figures.back());
    }
    renew(earlier, of_sound);
  }

  void renew_line(Earlier& earlier) {
    const auto of_line = [](const FactKey& key) { return part_of(key.name) == "network"; };
    const auto is_read = [&](const FactKey& key) {
      return of_line(key) && find_fact(key.name)->known != Known::measured;
    };
    if (any_again(earlier, is_read)) renew(earlier, of_line);
  }

  /// What must hold while something is measured is looked at whenever something is.
  void renew_conditions(Earlier& earlier) {
    if (earlier.nothing_to_do()) return;
    std::set<FactKey> conditions;
    for (const Condition& condition : spec_.conditions) conditions.insert(condition.key);
    for (const auto& [id, when] : spec_.whens) {
      for (const Condition& machine : when.machines) conditions.insert(machine.key);
    }
    earlier.again.insert(conditions.begin(), conditions.end());
    renew(earlier, [&](const FactKey& key) { return conditions.contains(key); });
  }

  static void add(Earlier& earlier, const FactKey& key, const Figures& figures) {
    if (earlier.attempts.size() < figures.size()) earlier.attempts.resize(figures.size());
    for (std::size_t i = 0; i < figures.size(); ++i) earlier.attempts[i].add(to_string(key), figures[i]);
  }

  const Spec& spec_;
  const bool guided_;
  const WallTime now_;
  std::set<FactKey> open_;   ///< of which older reports may know more
  std::set<FactKey> again_;  ///< to be measured
  std::map<FactKey, Figures> held_, failures_;
  std::map<FactKey, Unmeasured> aside_;  ///< neither known nor missed
};

}  // namespace

Earlier earlier_from(const Spec& spec, const std::vector<Report>& newest_first, bool guided, WallTime now) {
  Earlier earlier;
  earlier.newest = newest_first.front();
  earlier.guided = truth_of(earlier.newest.conditions, "guided").value_or(false);
  for (const Finding& finding : earlier.newest.findings) {
    constexpr std::string_view ask = "ask.";
    const bool open = finding.outcome == Outcome::not_met || finding.outcome == Outcome::not_measured;
    if (open && finding.rule.starts_with(ask)) earlier.questions.insert(finding.rule.substr(ask.size()));
  }
  Gathering gathering(spec, guided, now);
  for (const Report& report : newest_first) {
    if (gathering.complete()) break;
    gathering.take(report);
  }
  gathering.write(earlier);
  return earlier;
}

tl::expected<Earlier, std::string> earlier_checks(const Spec& spec, const CheckRequest& request,
                                                  const std::string& machine, const History& history,
                                                  WallTime now) {
  constexpr std::size_t most = 50;  // of which the oldest would have to be asked for one failure
  const JobKey job{spec.name, request.role, request.reference};
  const auto entries = history.entries(spec.name, WallTime{}, WallTime::max());
  if (!entries) return tl::unexpected(entries.error());
  std::vector<Report> reports;
  bool other_list = false, other_computer = false;
  for (auto entry = entries->rbegin(); entry != entries->rend() && reports.size() < most; ++entry) {
    if (entry->job != job || entry->finished > now) continue;
    auto report = history.find(entry->id);
    if (!report) continue;
    other_list = report->spec_sha256 != spec.resolved_sha256;
    other_computer = report->machine != machine;
    if (other_list || other_computer || report->valid_until <= now) break;
    reports.push_back(std::move(*report));
  }
  if (reports.empty()) {
    const auto why = other_list       ? NothingEarlier::other_list
                     : other_computer ? NothingEarlier::other_computer
                                      : NothingEarlier::none_holds;
    return tl::unexpected(nothing_earlier_words(request.language, why, who_asks(spec)));
  }
  return earlier_from(spec, reports, request.guided, now);
}

bool stands_of_line(const Earlier& earlier) {
  const auto is_of_line = [](const auto& entry) {
    const auto key = parse_fact_key(entry.first);
    return key && about_far_end(*key);
  };
  return std::any_of(earlier.attempts.begin(), earlier.attempts.end(), [&](const Facts& attempt) {
    return std::any_of(attempt.known.begin(), attempt.known.end(), is_of_line);
  });
}

namespace {

/// Beside figures to a far end of before nobody can be told that there was none.
Unmeasured why_now(const Earlier& earlier, const std::string& key, const Unmeasured& own) {
  const Unmeasured* const before = earlier.newest.facts.why_not(key);
  return own.cause == Cause::no_far_end && before != nullptr && stands_of_line(earlier) ? *before : own;
}

}  // namespace

Attempts with_earlier(const Earlier& earlier, const Attempts& own) {
  Attempts all = earlier.attempts;
  for (const Facts& look : own) {
    for (const auto& [key, fact] : look.known) {
      if (earlier.held.contains(key)) continue;
      auto place = std::find_if(all.begin(), all.end(), [&name = key](const Facts& attempt) {
        return attempt.find(name) == nullptr;
      });
      if (place == all.end()) place = all.insert(all.end(), Facts());
      place->add(key, fact);
    }
  }
  for (const auto& [key, why] : own.front().unknown) {
    if (all.front().find(key) != nullptr) continue;
    const bool left_out = why.cause == Cause::not_asked || why.cause == Cause::refused;
    const Fact* const before = left_out ? earlier.attended.find(key) : nullptr;
    if (before != nullptr)
      all.front().add(key, *before);
    else
      all.front().cannot(key, why_now(earlier, key, why));
  }
  return all;
}

}  // namespace deskready

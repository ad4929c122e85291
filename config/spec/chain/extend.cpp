#include "config/spec/chain/extend.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/base/nearest.h"
#include "config/base/text.h"
#include "config/spec/changes.h"
#include "config/spec/rule_key.h"
#include "config/toml/reader.h"

namespace deskready {
namespace {

using Errors = std::vector<SpecError>;

/// Every rule, those of the alternatives too.
template <class Function>
void each_rule(Spec& spec, Function&& function) {
  for (Rule& rule : spec.rules) function(rule);
  for (OneOf& choice : spec.choices) {
    for (Alternative& alternative : choice.alternatives) {
      for (Rule& rule : alternative.rules) function(rule);
    }
  }
}

template <class Item>
bool has_fix(const Item& item) {
  return !item.fix.empty() || item.effort;
}

/// What replaces an item keeps its fix, unless it brings one.
template <class Item>
void keep_fix(const Item& from, Item& to) {
  if (has_fix(to)) return;
  to.fix = from.fix;
  to.effort = from.effort;
}

/// Takes out of the extended spec what [remove] names; every name must be there.
void remove_rules(Spec& base, const ParsedSpec& own, Spec& resolved, Errors& errors) {
  if (own.removals.empty()) return;
  const auto ids = ids_of(base);
  const std::set<std::string_view> known(ids.begin(), ids.end());
  std::map<std::string_view, std::string> demands;
  for (const Rule& rule : base.rules) demands.emplace(rule.id, demand_text(rule, rule));
  std::set<std::string> gone;
  for (const Removal& removal : own.removals) {
    if (errors.size() >= max_toml_faults) break;
    if (!known.contains(removal.id) || gone.contains(removal.id)) {
      const auto near = nearest(removal.id, std::vector<std::string_view>(ids.begin(), ids.end()));
      errors.push_back({removal.where, removal.id,
                        fmt::format("{} has no rule called {}", base.name, removal.id),
                        near.empty() ? "" : "did you mean " + near.front() + "?"});
      continue;
    }
    const auto demand = demands.find(removal.id);
    resolved.changes.push_back({removal.id,
                                base.name,
                                Change::removed,
                                demand == demands.end() ? std::string() : demand->second,
                                {},
                                removal.where});
    gone.insert(removal.id);
  }
  std::erase_if(base.waivers, [&](const Waiver& waiver) { return gone.contains(waiver.rule); });
  std::erase_if(base.rules, [&](const Rule& rule) { return gone.contains(rule.id); });
  std::erase_if(base.choices, [&](const OneOf& choice) { return gone.contains("one_of." + choice.name); });
  std::erase_if(base.questions,
                [&](const PersonQuestion& question) { return gone.contains("ask." + question.name); });
}

void note_change(Spec& resolved, const Spec& base, const Rule& from, const Rule& to) {
  if (const auto change = change_of(from, to))
    resolved.changes.push_back(
        {to.id, base.name, *change, demand_text(from, to), demand_text(to, from), to.where});
}

/// Puts `own` over `base`: of the same name own replaces, others come behind.
template <class Item, class Name, class Replaced>
std::vector<Item> laid_over(std::vector<Item> base, std::vector<Item> own, Name&& name, Replaced&& replaced) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < base.size(); ++i) places.emplace(name(base[i]), i);
  for (Item& item : own) {
    const auto same = places.find(name(item));
    if (same == places.end()) {
      base.push_back(std::move(item));
      continue;
    }
    replaced(base[same->second], item);
    base[same->second] = std::move(item);
  }
  return base;
}

/// Reports may get as old as the file says, visibly; but no spec is good for longer than what it stands on.
void take_proof_and_date(Spec& own, const Spec& base) {
  if (base.expires && (!own.expires || *base.expires < *own.expires)) own.expires = base.expires;
  if (own.proof_every_seconds == 0) own.proof_every_seconds = base.proof_every_seconds;
  if (base.proof_every_seconds == 0 || own.proof_every_seconds == base.proof_every_seconds) return;
  own.changes.push_back(
      {"proof.every",
       base.name,
       own.proof_every_seconds < base.proof_every_seconds ? Change::tightened : Change::loosened,
       format_quantity(base.proof_every_seconds, Unit::second),
       format_quantity(own.proof_every_seconds, Unit::second),
       {}});
}

/// "media.example, stun:stun.example".
std::string place_of(const Target& target) {
  std::string place;
  for (const std::string& part : {joined(target.hosts), target.stun, target.turn}) {
    if (part.empty()) continue;
    if (!place.empty()) place += ", ";
    place += part;
  }
  return place;
}

/// Whens and targets, which have names of their own.
void lay_over_names(Spec& own, Spec& base, Errors& errors) {
  for (const auto& [id, when] : base.whens) {
    const auto [place, is_new] = own.whens.emplace(id, when);
    if (is_new) continue;
    errors.push_back({place->second.where, id, fmt::format("{} has a [[when]] called {} too", base.name, id),
                      "give this one another id = \"…\""});
  }
  for (const auto& [name, target] : base.targets) {
    if (own.targets.contains(name))
      own.changes.push_back(
          {"targets." + name, base.name, Change::changed, place_of(target), place_of(own.targets[name]), {}});
  }
  own.targets.merge(base.targets);
}

}  // namespace

void take_fixes(Spec& spec, const Fixes& fixes, bool replace) {
  if (fixes.empty()) return;
  each_rule(spec, [&](Rule& rule) {
    const auto fix = fixes.find(rule.key.name);
    if (fix == fixes.end() || (!replace && has_fix(rule))) return;
    rule.fix = fix->second.text;
    rule.effort = fix->second.effort;
  });
}

void take_far_end(Spec& own, const Spec& base) {
  const bool said = own.public_test != PublicTest::unsaid;
  if (own.far_end_url.empty())
    own.far_end_url = base.far_end_url;
  else if (!base.far_end_url.empty())
    own.changes.push_back({"far_end.url", base.name, Change::changed, base.far_end_url, own.far_end_url, {}});
  if (!said) own.public_test = base.public_test;
  const bool before = judges_public_tests(base), after = judges_public_tests(own);
  if (said && before != after)
    own.changes.push_back({"far_end.public",
                           base.name,
                           after ? Change::loosened : Change::tightened,
                           std::string(to_string(base.public_test)),
                           std::string(to_string(own.public_test)),
                           {}});
}

Resolved extended(Resolved below, ParsedSpec parsed, Errors& errors) {
  Spec base = std::move(below.spec);
  Spec own = std::move(parsed.spec);
  own.changes = base.changes;
  own.files.insert(own.files.end(), base.files.begin(), base.files.end());
  remove_rules(base, parsed, own, errors);
  take_fixes(base, parsed.fixes, true);
  own.rules = laid_over(
      std::move(base.rules), std::move(own.rules), [](const Rule& rule) { return rule.id; },
      [&](const Rule& from, Rule& to) {
        note_change(own, base, from, to);
        keep_fix(from, to);
      });
  own.choices = laid_over(
      std::move(base.choices), std::move(own.choices), [](const OneOf& choice) { return choice.name; },
      [&](const OneOf& from, OneOf& to) {
        keep_fix(from, to);
        own.changes.push_back({"one_of." + from.name, base.name, Change::changed, {}, {}, to.where});
      });
  own.questions = laid_over(
      std::move(base.questions), std::move(own.questions),
      [](const PersonQuestion& question) { return question.name; },
      [&](const PersonQuestion& from, PersonQuestion& to) {
        keep_fix(from, to);
        own.changes.push_back({"ask." + from.name, base.name, Change::changed,
                               fmt::format("{}", fmt::join(from.accept, ", ")),
                               fmt::format("{}", fmt::join(to.accept, ", ")), to.where});
      });
  own.needs = laid_over(
      std::move(base.needs), std::move(own.needs), [](const Need& need) { return need.name; },
      [&](const Need& from, const Need& to) {
        own.changes.push_back({"needs." + from.name, base.name, Change::changed, {}, {}, to.where});
      });
  own.conditions = laid_over(
      std::move(base.conditions), std::move(own.conditions),
      [](const Condition& condition) { return to_string(condition.key); },
      [&](const Condition& from, const Condition& to) {
        const FactInfo& info = *find_fact(to.key.name);
        own.changes.push_back({"test." + to_string(from.key), base.name, Change::changed,
                               to_string(from.comparison, info), to_string(to.comparison, info), to.where});
      });
  lay_over_names(own, base, errors);
  own.waivers.insert(own.waivers.begin(), base.waivers.begin(), base.waivers.end());
  take_far_end(own, base);
  take_proof_and_date(own, base);
  if (own.roles.empty()) own.roles = base.roles;
  take_fixes(own, below.fixes, false);
  parsed.fixes.merge(below.fixes);
  return {std::move(own), std::move(parsed.fixes)};
}

}  // namespace deskready

#include "config/spec/spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "config/base/digest.h"
#include "config/base/files.h"
#include "config/base/nearest.h"
#include "config/spec/changes.h"
#include "config/spec/parser.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using Errors = std::vector<SpecError>;

struct Source {
  std::string text;
  std::string name;  ///< as people know it
  fs::path folder;
  bool shipped = false;
};

std::optional<Source> shipped_source(std::string_view name) {
  for (const ShippedSpec& shipped : shipped_specs()) {
    if (shipped.name == name) return Source{std::string(shipped.text), std::string(name), {}, true};
  }
  return std::nullopt;
}

tl::expected<Source, SpecError> open_source(const std::string& name, const fs::path& folder,
                                            const Location& where) {
  const bool looks_like_file = name.find('/') != std::string::npos || name.ends_with(".toml");
  if (!looks_like_file) {
    if (auto shipped = shipped_source(name)) return *shipped;
  }
  const fs::path file = fs::path(name).is_absolute() ? fs::path(name) : folder / name;
  auto text = read_regular_file(file, max_spec_bytes);
  if (text) return Source{std::move(*text), name, file.parent_path(), false};
  std::string hint = "check the name";
  if (!looks_like_file) {
    const auto shipped = shipped_specs();
    std::vector<std::string_view> names;
    for (const ShippedSpec& spec : shipped) names.push_back(spec.name);
    const auto near = nearest(name, names);
    hint = near.empty() ? fmt::format("shipped specs are {}", fmt::join(names, ", "))
                        : fmt::format("did you mean {}?", near.front());
  }
  return tl::unexpected(
      SpecError{where, name, fmt::format("the spec {} cannot be read: {}", name, text.error()), hint});
}

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

using Fixes = std::map<std::string, Texts>;  ///< by fact name

/// A spec and the [fix] of its chain, which is for the rules of whoever extends it too.
struct Resolved {
  Spec spec;
  Fixes fixes;
};

void take_fixes(Spec& spec, const Fixes& fixes, bool replace) {
  if (fixes.empty()) return;
  each_rule(spec, [&](Rule& rule) {
    const auto fix = fixes.find(rule.key.name);
    if (fix != fixes.end() && (replace || rule.fix.empty())) rule.fix = fix->second;
  });
}

/// Takes out of the extended spec what [remove] names; every name must be there.
void remove_rules(Spec& base, const ParsedSpec& own, Spec& resolved, Errors& errors) {
  for (const Removal& removal : own.removals) {
    const auto ids = ids_of(base);
    if (std::find(ids.begin(), ids.end(), removal.id) == ids.end()) {
      const auto near = nearest(removal.id, std::vector<std::string_view>(ids.begin(), ids.end()));
      errors.push_back({removal.where, removal.id,
                        fmt::format("{} has no rule called {}", base.name, removal.id),
                        near.empty() ? "" : "did you mean " + near.front() + "?"});
      continue;
    }
    Changed change{removal.id, base.name, Change::removed, {}, {}, removal.where};
    for (const Rule& rule : base.rules) {
      if (rule.id == removal.id) change.from = demand_text(rule, rule);
    }
    resolved.changes.push_back(std::move(change));
    std::erase_if(base.waivers, [&](const Waiver& waiver) { return waiver.rule == removal.id; });
    std::erase_if(base.rules, [&](const Rule& rule) { return rule.id == removal.id; });
    std::erase_if(base.choices, [&](const OneOf& choice) { return "one_of." + choice.name == removal.id; });
    std::erase_if(base.questions,
                  [&](const PersonQuestion& question) { return "ask." + question.name == removal.id; });
  }
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

/// What the file says, laid over what it extends.
Resolved over(Resolved below, ParsedSpec parsed, Errors& errors) {
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
        if (to.fix.empty()) to.fix = from.fix;
      });
  own.choices = laid_over(
      std::move(base.choices), std::move(own.choices), [](const OneOf& choice) { return choice.name; },
      [&](const OneOf& from, OneOf& to) {
        if (to.fix.empty()) to.fix = from.fix;
        own.changes.push_back({"one_of." + from.name, base.name, Change::changed, {}, {}, to.where});
      });
  own.questions = laid_over(
      std::move(base.questions), std::move(own.questions),
      [](const PersonQuestion& question) { return question.name; },
      [&](const PersonQuestion& from, PersonQuestion& to) {
        if (to.fix.empty()) to.fix = from.fix;
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
  for (const auto& [id, when] : base.whens) {
    const auto [place, is_new] = own.whens.emplace(id, when);
    if (is_new) continue;
    errors.push_back({place->second.where, id, fmt::format("{} has a [[when]] called {} too", base.name, id),
                      "give this one another id = \"…\""});
  }
  for (const auto& [name, target] : base.targets) {
    if (own.targets.contains(name))
      own.changes.push_back(
          {"targets." + name, base.name, Change::changed, target.host, own.targets[name].host, {}});
  }
  own.targets.merge(base.targets);
  own.waivers.insert(own.waivers.begin(), base.waivers.begin(), base.waivers.end());
  if (own.far_end_url.empty())
    own.far_end_url = base.far_end_url;
  else if (!base.far_end_url.empty())
    own.changes.push_back({"far_end.url", base.name, Change::changed, base.far_end_url, own.far_end_url, {}});
  take_proof_and_date(own, base);
  if (own.roles.empty()) own.roles = base.roles;
  take_fixes(own, below.fixes, false);
  parsed.fixes.merge(below.fixes);
  return {std::move(own), std::move(parsed.fixes)};
}

tl::expected<Resolved, Errors> resolve(const Source& source, std::vector<std::string> chain) {
  if (source.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return tl::unexpected(Errors{
        {{source.name, 0, 0}, "", "the spec is empty", "deskready spec show voice-baseline shows one"}});
  }
  if (source.text.size() > max_spec_bytes) {
    return tl::unexpected(Errors{
        {{source.name, 0, 0}, "", fmt::format("the spec is larger than {} bytes", max_spec_bytes), ""}});
  }
  ParsedSpec parsed = parse_spec_file(source.text, source.name);
  take_fixes(parsed.spec, parsed.fixes, false);
  parsed.spec.files = {{fs::path(source.name).filename().string(), sha256_hex(source.text)}};
  parsed.spec.shipped_baseline = source.shipped && parsed.spec.employer.empty();
  if (!parsed.errors.empty()) return tl::unexpected(std::move(parsed.errors));
  if (parsed.extends.empty()) return Resolved{std::move(parsed.spec), std::move(parsed.fixes)};

  const std::string identity =
      source.shipped ? source.name
                     : fs::weakly_canonical(source.folder / fs::path(source.name).filename()).string();
  if (std::find(chain.begin(), chain.end(), identity) != chain.end()) {
    return tl::unexpected(Errors{{parsed.extends_where, parsed.extends,
                                  "the specs extend each other in a circle", "remove one extends"}});
  }
  chain.push_back(identity);
  if (chain.size() > max_extends) {
    return tl::unexpected(Errors{{parsed.extends_where, parsed.extends,
                                  fmt::format("more than {} specs extend each other", max_extends), ""}});
  }
  const auto below = open_source(parsed.extends, source.folder, parsed.extends_where);
  if (!below) return tl::unexpected(Errors{below.error()});
  auto base = resolve(*below, std::move(chain));
  if (!base) return base;
  Errors errors;
  Resolved both = over(std::move(*base), std::move(parsed), errors);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return both;
}

/// What only the whole can show: names that lead nowhere.
Errors dangling_names(const Spec& spec) {
  Errors errors;
  const auto ids = ids_of(spec);
  const std::vector<std::string_view> known(ids.begin(), ids.end());
  for (const Waiver& waiver : spec.waivers) {
    if (std::find(known.begin(), known.end(), waiver.rule) != known.end()) continue;
    const auto near = nearest(waiver.rule, known);
    errors.push_back({waiver.where, waiver.rule, fmt::format("no rule is called {}", waiver.rule),
                      near.empty() ? "" : "did you mean " + near.front() + "?"});
  }
  for (const Rule* rule : all_rules(spec)) {
    const std::string& target = rule->key.target;
    if (target.empty() || spec.targets.contains(target)) continue;
    std::vector<std::string_view> names;
    for (const auto& [name, own] : spec.targets) names.push_back(name);
    const auto near = nearest(target, names);
    errors.push_back({rule->where, target, fmt::format("there is no [targets.{}]", target),
                      near.empty() ? "add it" : "did you mean " + near.front() + "?"});
  }
  for (const auto& [id, when] : spec.whens) {
    for (const std::string& role : when.roles) {
      if (spec.roles.empty() || std::find(spec.roles.begin(), spec.roles.end(), role) != spec.roles.end())
        continue;
      const auto near = nearest(role, std::vector<std::string_view>(spec.roles.begin(), spec.roles.end()));
      errors.push_back({when.where, role, fmt::format("{} is none of the roles of [spec]", role),
                        near.empty() ? "" : "did you mean " + near.front() + "?"});
    }
  }
  return errors;
}

/// Rules that hold each sum of [needs] against what the computer and the line have left.
void add_up_needs(Spec& spec) {
  struct Sum {
    double Need::*amount;
    const char* id;
    const char* fact;
  };
  constexpr Sum sums[] = {{&Need::memory, "needs.memory", "system.memory.available"},
                          {&Need::disk, "needs.disk", "system.disk.free"},
                          {&Need::download, "needs.download", "network.download"},
                          {&Need::upload, "needs.upload", "network.upload"}};
  for (const Sum& sum : sums) {
    Rule rule;
    rule.id = sum.id;
    rule.key.name = sum.fact;
    rule.comparison.op = Operator::at_least;
    const Unit unit = find_fact(sum.fact)->unit;
    for (const Need& need : spec.needs) {
      const double amount = need.*sum.amount;
      if (amount == 0) continue;
      if (rule.source.empty()) rule.where = need.where;
      rule.comparison.low += amount;
      rule.source +=
          fmt::format("{}{} {}", rule.source.empty() ? "" : " + ", need.name, format_quantity(amount, unit));
    }
    rule.comparison.high = rule.comparison.low;
    if (rule.comparison.low > 0) spec.rules.push_back(std::move(rule));
  }
}

tl::expected<Spec, Errors> finished(const Source& source) {
  auto resolved = resolve(source, {});
  if (!resolved) return tl::unexpected(std::move(resolved.error()));
  Spec spec = std::move(resolved->spec);
  add_up_needs(spec);
  if (auto errors = dangling_names(spec); !errors.empty()) return tl::unexpected(std::move(errors));
  spec.resolved_sha256 = sha256_hex(show_spec(spec));
  return spec;
}

}  // namespace

tl::expected<Spec, Errors> load_spec(std::string_view path_or_name) {
  const auto source = open_source(std::string(path_or_name), {}, {std::string(path_or_name), 0, 0});
  if (!source) return tl::unexpected(Errors{source.error()});
  return finished(*source);
}

tl::expected<Spec, Errors> parse_spec(std::string_view text, std::string_view name, const fs::path& folder) {
  return finished({std::string(text), std::string(name), folder, false});
}

std::optional<Spec> needs_together(std::span<const Spec> specs) {
  Spec all;
  all.name = "programs of all at once";
  std::size_t needy = 0;
  for (const Spec& spec : specs) {
    if (!spec.needs.empty()) ++needy;
    for (Need need : spec.needs) {
      need.name = spec.name + ": " + need.name;
      all.needs.push_back(std::move(need));
    }
  }
  if (needy < 2) return std::nullopt;
  add_up_needs(all);
  all.resolved_sha256 = sha256_hex(show_spec(all));
  return all;
}

std::vector<const Rule*> all_rules(const Spec& spec) {
  std::vector<const Rule*> rules;
  for (const Rule& rule : spec.rules) rules.push_back(&rule);
  for (const OneOf& choice : spec.choices) {
    for (const Alternative& alternative : choice.alternatives) {
      for (const Rule& rule : alternative.rules) rules.push_back(&rule);
    }
  }
  return rules;
}

std::vector<FactKey> keys_of(const Spec& spec) {
  std::vector<FactKey> keys;
  std::set<FactKey> seen;
  const auto add = [&](const FactKey& key) {
    if (seen.insert(key).second) keys.push_back(key);
  };
  for (const Rule* rule : all_rules(spec)) {
    add(rule->key);
    // What outages are known from.
    if (find_fact(rule->key.name)->from_history) add({"network.latency", {}, {}, {}});
  }
  for (const Condition& condition : spec.conditions) add(condition.key);
  for (const auto& [id, when] : spec.whens) {
    for (const Condition& machine : when.machines) add(machine.key);
  }
  return keys;
}

std::map<FactKey, std::vector<double>> limits_of(const Spec& spec) {
  std::map<FactKey, std::vector<double>> all;
  for (const FactKey& key : keys_of(spec)) all[key];
  const auto add = [&](const FactKey& key, const Comparison& comparison) {
    for (const double limit : limits(comparison)) all[key].push_back(limit);
    // A number that must be met exactly is a limit on both sides: "network.calls = 8" wants eight calls made.
    const FactInfo* info = find_fact(key.name);
    if (comparison.op == Operator::equals && info != nullptr && info->kind == Kind::number)
      all[key].push_back(comparison.low);
  };
  for (const Rule* rule : all_rules(spec)) add(rule->key, rule->comparison);
  for (const Condition& condition : spec.conditions) add(condition.key, condition.comparison);
  for (auto& [key, own] : all) {
    std::sort(own.begin(), own.end());
    own.erase(std::unique(own.begin(), own.end()), own.end());
  }
  return all;
}

std::vector<std::string> ids_of(const Spec& spec) {
  std::vector<std::string> ids;
  for (const Rule& rule : spec.rules) ids.push_back(rule.id);
  for (const OneOf& choice : spec.choices) ids.push_back("one_of." + choice.name);
  for (const PersonQuestion& question : spec.questions) ids.push_back("ask." + question.name);
  return ids;
}

std::string over_time_window(const OverTime& over) {
  const auto hours = static_cast<long long>(over.seconds / 3600);
  return (hours % 24 == 0 ? fmt::format("{}d", hours / 24) : fmt::format("{}h", hours)) +
         (over.shifts ? ",shifts" : "");
}

namespace {

/// What the share is of, in base units and without '/', which ends a statistic: ">=25000000",
/// "=ethernet,usb".
std::string share_of(const Comparison& comparison, Kind kind) {
  const auto value = [&](double number) {
    return kind == Kind::version ? comparison.version : fmt::format("{}", number);
  };
  std::string text;
  switch (comparison.op) {
    case Operator::at_least:
      text = ">=" + (comparison.texts.empty() ? value(comparison.low) : comparison.texts.front());
      break;
    case Operator::above:
      text = ">" + value(comparison.low);
      break;
    case Operator::at_most:
      text = "<=" + value(comparison.high);
      break;
    case Operator::below:
      text = "<" + value(comparison.high);
      break;
    case Operator::between:
      text = "=" + value(comparison.low) + ".." + value(comparison.high);
      break;
    case Operator::any:
      break;
    default:
      text = comparison.op == Operator::not_in ? "!=" : "=";
      if (kind == Kind::truth)
        text += comparison.truth ? "true" : "false";
      else if (kind == Kind::text)
        text += fmt::format("{}", fmt::join(comparison.texts, ","));
      else
        text += value(comparison.low);
  }
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

}  // namespace

std::string key_of(const Rule& rule) {
  FactKey key = rule.key;
  if (rule.over) {
    key.statistic = rule.over->share ? "share" + share_of(rule.comparison, find_fact(rule.key.name)->kind)
                                     : rule.over->statistic;
    key.window = over_time_window(*rule.over);
  }
  return to_string(key);
}

bool is_share(const FactKey& key) {
  return key.statistic.starts_with("share");
}

const FactInfo* find_fact(const FactKey& key) {
  const FactInfo* info = find_fact(key.name);
  return info != nullptr && is_share(key) ? &share_info() : info;
}

const FactInfo& share_info() {
  static constexpr FactInfo info{.name = "share",
                                 .kind = Kind::number,
                                 .unit = Unit::ratio,
                                 .better = Better::higher,
                                 .near_absolute = 0.01};
  return info;
}

std::string_view to_string(Evidence evidence) {
  constexpr std::string_view names[] = {"any", "challenged", "witnessed"};
  return names[static_cast<std::size_t>(evidence)];
}

std::string_view to_string(Change change) {
  constexpr std::string_view names[] = {"tightened", "loosened", "changed", "removed"};
  return names[static_cast<std::size_t>(change)];
}

std::string_view text_in(const Texts& texts, std::string_view language) {
  for (const std::string& wanted : {std::string(language), std::string("en")}) {
    if (const auto found = texts.find(wanted); found != texts.end()) return found->second;
  }
  return texts.empty() ? std::string_view() : std::string_view(texts.begin()->second);
}

}  // namespace deskready

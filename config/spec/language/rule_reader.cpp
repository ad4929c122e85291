#include "config/spec/language/rule_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/spec/language/comparison_parser.h"
#include "config/spec/named.h"
#include "config/spec/rule_key.h"
#include "config/units/signs.h"

namespace deskready {
namespace {

constexpr std::string_view levels[] = {"require", "recommend"};
constexpr std::string_view paths[] = {"round_trip", "one_way"};
constexpr std::string_view evidences[] = {"any", "challenged", "witnessed"};
constexpr std::string_view short_keys[] = {"limit",    "in",     "not_in",    "tolerance", "fix",
                                           "source",   "target", "statistic", "window",    "path",
                                           "evidence", "valid",  "during",    "share",     "guided"};
constexpr std::string_view long_keys[] = {"id",        "fact",     "level",  "limit",  "in",        "not_in",
                                          "tolerance", "fix",      "source", "target", "statistic", "window",
                                          "path",      "evidence", "valid",  "during", "share",     "guided"};
constexpr std::string_view window_statistics = " mean median p95 p99 max min ";
constexpr std::string_view durings[] = {"always", "shifts"};
constexpr double hour = 3600;
constexpr double longest_window = 366 * 24 * hour;

/// A table that holds a comparison is meant for a fact, known or not.
bool is_demand(const toml::node& node) {
  const toml::table* table = node.as_table();
  return table != nullptr && (table->contains("limit") || table->contains("in") || table->contains("not_in"));
}

std::string joined(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

/// "200 ms" as keys have it: "200ms", "15s". Empty when it is no whole number of milliseconds.
std::string canonical_window(double seconds) {
  const double ms = std::round(seconds * 1000);
  if (ms < 1 || ms >= 1000 * hour || std::fabs(ms - seconds * 1000) > 1e-6) return {};
  const auto whole = static_cast<long long>(ms);
  return whole % 1000 == 0 ? fmt::format("{}s", whole / 1000) : fmt::format("{}ms", whole);
}

/// A limit that moves with time, like "one of the last 2 releases" of a version, is one on another fact: on
/// how many releases came after it.
const FactInfo* counted(const toml::node* limit, const FactInfo* info, FactKey& key) {
  const auto* text = limit != nullptr ? limit->as_string() : nullptr;
  if (info->newer_releases.empty() || text == nullptr || !last_releases(text->get())) return info;
  key.name = info->newer_releases;
  return find_fact(key.name);
}

}  // namespace

Fix RuleReader::fix(const Node& node) {
  const Table* table = node.as_table();
  if (table == nullptr || (!table->contains("text") && !table->contains("effort")))
    return {texts_by_language(node, "fix")};
  constexpr std::string_view known[] = {"text", "effort"};
  only(*table, known, "a fix");
  std::vector<std::string_view> words;
  for (const Effort effort : efforts) words.push_back(to_string(effort));
  return {texts_by_language(*table, "text"), effort_from(word(*table, "effort", words))};
}

void RuleReader::no_such_fact(Location where, std::string_view name) {
  if (full()) return;
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const FactInfo& fact : catalogue()) all.push_back(fact.name);
    return all;
  }();
  const auto strange = strange_sign(name);
  fault(std::move(where), name, fmt::format("no fact is called {}", name),
        strange ? *strange : meant(name, names));
}

void RuleReader::short_rules(const Node& node, const RulePlace& at, std::vector<Rule>& into) {
  short_rules(node, at, "", into);
}

void RuleReader::short_rules(const Node& node, const RulePlace& at, const std::string& path,
                             std::vector<Rule>& into) {
  const Table* table = table_of(node, path.empty() ? at.prefix.substr(0, at.prefix.size() - 1) : path);
  if (table == nullptr) return;
  for (auto&& [key, entry] : *table) {
    const std::string full = joined(path, key.str());
    const auto fact_key = parse_fact_key(full);
    const FactInfo* info = fact_key ? find_fact(fact_key->name) : nullptr;
    if (info == nullptr) {
      if (entry.is_table() && !is_demand(entry))
        short_rules(entry, at, full, into);
      else
        no_such_fact(place(key.source()), full);
      continue;
    }
    Rule rule;
    rule.id = at.prefix + full;
    rule.key = *fact_key;
    rule.level = at.level;
    rule.when = at.when;
    rule.where = place(key.source());
    const Table* own = entry.as_table();
    info = counted(own != nullptr ? own->get("limit") : &entry, info, rule.key);
    if (own != nullptr) only(*own, short_keys, "a rule");
    const bool good = own != nullptr ? body(*own, entry, *info, rule) : limit(entry, *info, rule.comparison);
    if (good && known_key(rule.key, *info, rule.where)) add(std::move(rule), into);
  }
}

void RuleReader::long_rule(const Table& table, const RulePlace& at, std::vector<Rule>& into) {
  only(table, long_keys, "[[rule]]");
  Rule rule;
  rule.where = place(table);
  rule.when = at.when;
  rule.id = text(table, "id");
  rule.level = word(table, "level", levels) == "recommend" ? Level::recommend : Level::require;
  const std::string fact = text(table, "fact");
  if (rule.id.empty()) fault(table, fact, "the rule has no id", "add id = \"…\"");
  for (const std::string_view own : {"ask.", "one_of.", "needs."}) {
    if (rule.id.starts_with(own)) {
      fault(*table.get("id"), rule.id, fmt::format("an id may not begin with \"{}\"", own), "choose another");
    }
  }
  const FactInfo* info = find_fact(fact);
  if (info == nullptr) {
    const Node* node = table.get("fact");
    if (fact.empty()) return fault(table, fact, "the rule names no fact", "add fact = \"…\"");
    return no_such_fact(node != nullptr ? place(*node) : place(table), fact);
  }
  rule.key.name = fact;
  info = counted(table.get("limit"), info, rule.key);
  if (body(table, table, *info, rule) && known_key(rule.key, *info, rule.where)) add(std::move(rule), into);
}

void RuleReader::conditions(const Node& node, const std::string& path, std::vector<Condition>& into,
                            std::span<const std::string_view> apart) {
  const Table* table = table_of(node, path.empty() ? "test" : path);
  if (table == nullptr) return;
  for (auto&& [key, entry] : *table) {
    if (path.empty() && std::find(apart.begin(), apart.end(), key.str()) != apart.end()) continue;
    const std::string full = joined(path, key.str());
    const auto fact_key = parse_fact_key(full);
    const FactInfo* info = fact_key ? find_fact(fact_key->name) : nullptr;
    const Table* own = entry.as_table();
    if (info == nullptr) {
      if (own != nullptr && !is_demand(entry))
        conditions(entry, full, into, apart);
      else
        no_such_fact(place(key.source()), full);
      continue;
    }
    Condition condition{*fact_key, {}, place(key.source())};
    constexpr std::string_view known[] = {"limit", "in", "not_in"};
    info = counted(own != nullptr ? own->get("limit") : &entry, info, condition.key);
    if (own != nullptr) only(*own, known, "a condition");
    const bool good = own != nullptr ? demand(*own, entry, *info, condition.comparison)
                                     : limit(entry, *info, condition.comparison);
    if (good && known_key(condition.key, *info, condition.where)) into.push_back(std::move(condition));
  }
}

bool RuleReader::body(const Table& table, const Node& node, const FactInfo& info, Rule& rule) {
  rule.source = text(table, "source");
  fix_into(table, rule);
  rule.valid_seconds = duration(table, "valid");
  if (const Node* guided = table.get("guided")) {
    if (!guided->is_boolean()) fault(*guided, "guided", "guided is true or false");
    rule.guided = guided->value_or(false);
    if (rule.guided && (info.known != Known::measured || part_of(info.name) != "audio"))
      fault(*guided, "guided", fmt::format("{} is known without anybody who speaks or listens", info.name),
            "leave guided out");
  }
  const std::string evidence = word(table, "evidence", evidences);
  rule.evidence = evidence == "witnessed"    ? Evidence::witnessed
                  : evidence == "challenged" ? Evidence::challenged
                                             : Evidence::any;
  if (rule.evidence != Evidence::any && !info.needs_far_end) {
    fault(*table.get("evidence"), evidence,
          fmt::format("nobody else can vouch for {}: it is read on this computer", info.name),
          "leave the evidence out, or ask the person with [ask.…]");
    return false;
  }
  if (table.contains("target")) rule.key.target = text(table, "target");
  if (table.contains("statistic")) rule.key.statistic = text(table, "statistic");
  if (table.contains("window")) rule.key.window = text(table, "window");
  bool good = demand(table, node, info, rule.comparison);
  good = path_of(table, info, rule) && good;
  good = over_time(table, info, rule) && good;
  return tolerance(table, info, rule) && good;
}

bool RuleReader::demand(const Table& table, const Node& node, const FactInfo& info, Comparison& comparison) {
  const int ways =
      (table.contains("limit") ? 1 : 0) + (table.contains("in") ? 1 : 0) + (table.contains("not_in") ? 1 : 0);
  if (ways != 1) {
    fault(node, info.name, "a rule needs exactly one of limit, in and not_in");
    return false;
  }
  if (const Node* own = table.get("limit")) return limit(*own, info, comparison);
  return list(table, table.contains("in") ? "in" : "not_in", info, comparison);
}

bool RuleReader::list(const Table& table, std::string_view which, const FactInfo& info,
                      Comparison& comparison) {
  comparison.op = which == "in" ? Operator::in : Operator::not_in;
  comparison.texts = texts(table, which);
  if (info.kind == Kind::text) {
    for (const std::string& text : comparison.texts) {
      if (full()) break;
      if (auto why = never_named(text, info)) fault(*table.get(which), text, std::move(*why));
    }
    return !comparison.texts.empty();
  }
  fault(*table.get(which), info.name, fmt::format("{} is no text, so it cannot be in a list", info.name),
        "use limit instead");
  return false;
}

bool RuleReader::limit(const Node& node, const FactInfo& info, Comparison& comparison) {
  std::string written;
  if (const auto* value = node.as_string())
    written = value->get();
  else if (const auto* truth = node.as_boolean())
    written = truth->get() ? "true" : "false";
  else if (const auto* whole = node.as_integer())
    written = fmt::format("{}", whole->get());
  else if (const auto* number = node.as_floating_point())
    written = fmt::format("{}", number->get());
  else {
    fault(node, info.name, fmt::format("{} cannot be compared with a list or a date", info.name),
          "write { in = [\"…\"] } for a list");
    return false;
  }
  auto read = parse_comparison(written, info);
  if (!read) {
    fault(node, written, read.error());
    return false;
  }
  comparison = std::move(*read);
  return true;
}

bool RuleReader::tolerance(const Table& table, const FactInfo& info, Rule& rule) {
  const Node* node = table.get("tolerance");
  if (node == nullptr) return true;
  const std::string written = text(table, "tolerance");
  const auto ratio = parse_quantity_in(written, Unit::ratio);
  if (info.kind != Kind::number || limits(rule.comparison).empty()) {
    fault(*node, written, "a tolerance needs a limit that is a number");
    return false;
  }
  if (!ratio || *ratio < 0 || *ratio > 0.5) {
    fault(*node, written, "a tolerance is a share of the limit, from 0 % to 50 %", "write it like \"5 %\"");
    return false;
  }
  rule.tolerance = *ratio;
  return true;
}

/// One way cannot be measured without a common clock; it is judged as half of there and back, and said so.
bool RuleReader::path_of(const Table& table, const FactInfo& info, Rule& rule) {
  if (word(table, "path", paths) != "one_way") return true;
  if (!info.round_trip) {
    fault(*table.get("path"), "one_way", fmt::format("{} has no path", info.name), "only delays have one");
    return false;
  }
  rule.one_way = true;
  rule.comparison.low *= 2;
  rule.comparison.high *= 2;
  return true;
}

bool RuleReader::read_share(const Node& node, const FactInfo& info, const Rule& rule, OverTime& over) {
  const std::string written = node.value_or(std::string());
  const auto read = parse_comparison(written, share_info());
  const bool floor = read && (read->op == Operator::at_least || read->op == Operator::above);
  if (!floor || read->low <= 0 || read->low > 1) {
    fault(node, written, "a share is the part of the time that must meet the limit",
          "write it like \">= 95 %\"");
    return false;
  }
  if (rule.comparison.op == Operator::any) {
    fault(node, info.name, "a share needs a limit that can be met",
          "write the limit, or leave the share out");
    return false;
  }
  if (info.from_history()) {
    fault(node, info.name, fmt::format("{} is about many checks already and has no share", info.name),
          "leave the share out");
    return false;
  }
  over.share = *read;
  return true;
}

bool RuleReader::statistic_over_time(const Location& where, const FactInfo& info, OverTime& over) {
  const bool plain_number = info.kind == Kind::number && !info.from_history() && !over.share;
  if (!over.statistic.empty() && !plain_number) {
    fault(where, over.statistic,
          fmt::format("{} over time has no statistic", over.share ? "a share" : info.name),
          "leave the statistic out");
    return false;
  }
  if (!plain_number && !info.from_history() && !over.share) {
    fault(where, info.name,
          fmt::format("{} is no number, so over time only its share can be asked", info.name),
          "add share = \">= 95 %\"");
    return false;
  }
  if (!plain_number) return true;
  if (over.statistic.empty()) over.statistic = info.better == Better::higher ? "min" : "max";
  if (window_statistics.find(" " + over.statistic + " ") != std::string_view::npos) return true;
  fault(where, over.statistic, fmt::format("over time there is no statistic \"{}\"", over.statistic),
        fmt::format("there are{}", window_statistics.substr(0, window_statistics.size() - 1)));
  return false;
}

bool RuleReader::over_time(const Table& table, const FactInfo& info, Rule& rule) {
  const auto seconds = parse_quantity_in(rule.key.window, Unit::second);
  const bool shifts = word(table, "during", durings) == "shifts";
  const Node* share = table.get("share");
  if (!seconds || *seconds < hour) {
    for (const char* field : {"during", "share"}) {
      if (!table.contains(field)) continue;
      fault(*table.get(field), field, fmt::format("{} needs a window of an hour or more", field),
            "add window = \"14 d\"");
      return false;
    }
    return true;
  }
  const Location where = table.contains("window") ? place(*table.get("window")) : rule.where;
  if (std::fmod(*seconds, hour) != 0 || *seconds > longest_window) {
    fault(where, rule.key.window, "a window over earlier checks is in whole hours or days, at most 366 d",
          "write it like \"14 d\"");
    return false;
  }
  OverTime over{.seconds = *seconds, .shifts = shifts, .statistic = rule.key.statistic};
  if (share != nullptr && !read_share(*share, info, rule, over)) return false;
  const bool fixed = info.fixed_window > 0;
  if (fixed && (*seconds != info.fixed_window || shifts || share != nullptr)) {
    fault(where, rule.key.window,
          fmt::format("{} is always about the last {:g} days", info.name, info.fixed_window / (24 * hour)),
          "leave the window out");
    return false;
  }
  if (!statistic_over_time(where, info, over)) return false;
  rule.key.window.clear();
  rule.key.statistic.clear();
  if (!fixed) rule.over = std::move(over);
  return true;
}

bool RuleReader::known_key(FactKey& key, const FactInfo& info, const Location& where) {
  if (info.targeted && key.target.empty()) {
    fault(where, info.name, fmt::format("{} needs a target", info.name), "write \"reachable@NAME\"");
    return false;
  }
  if (!key.target.empty() && !info.targeted && !info.needs_far_end) {
    fault(where, key.target, fmt::format("{} is about this computer and has no target", info.name));
    return false;
  }
  if (!key.window.empty()) {
    const auto seconds = parse_quantity_in(key.window, Unit::second);
    const std::string window = seconds ? canonical_window(*seconds) : std::string();
    if (!info.windowed || window.empty()) {
      fault(where, key.window,
            info.windowed ? fmt::format("\"{}\" is no window", key.window)
                          : fmt::format("{} has no windows", info.name),
            info.windowed ? "write it like \"200 ms\"" : "leave the window out");
      return false;
    }
    key.window = window;
    if (key.statistic.empty()) key.statistic = info.better == Better::higher ? "min" : "max";
  } else if (key.statistic == info.statistic) {
    key.statistic.clear();
  }
  if (key.statistic.empty()) return true;
  const std::string known =
      key.window.empty() ? fmt::format(" {} ", info.statistics) : std::string(window_statistics);
  if (known.find(" " + key.statistic + " ") != std::string::npos) return true;
  fault(where, key.statistic, fmt::format("{} has no statistic \"{}\"", info.name, key.statistic),
        known.find_first_not_of(' ') == std::string::npos
            ? std::string()
            : fmt::format("it has {}{}", key.window.empty() ? std::string(info.statistic) : "",
                          known.substr(0, known.size() - 1)));
  return false;
}

void RuleReader::add(Rule rule, std::vector<Rule>& into) {
  if (!ids_.insert(rule.id).second) {
    return fault(rule.where, rule.id, fmt::format("two rules are called {}", rule.id),
                 "give each its own id");
  }
  into.push_back(std::move(rule));
}

}  // namespace deskready

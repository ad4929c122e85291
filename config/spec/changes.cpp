#include "config/spec/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "config/spec/demand.h"
#include "config/spec/rule_key.h"
#include "config/units/version.h"

namespace deskready {
namespace {

/// Adds up what the fields of a rule do.
class Sum {
 public:
  void tighter(bool is) { tighter_ = tighter_ || is; }
  void looser(bool is) { looser_ = looser_ || is; }
  /// Neither more nor less, but something else.
  void other(bool is) { other_ = other_ || is; }

  /// A number of which more is harder to meet.
  template <class Number>
  void harder_up(Number from, Number to) {
    tighter(to > from);
    looser(to < from);
  }

  void add(const Sum& more) {
    tighter(more.tighter_);
    looser(more.looser_);
    other(more.other_);
  }

  std::optional<Change> result() const {
    if (other_ || (tighter_ && looser_)) return Change::changed;
    if (tighter_) return Change::tightened;
    if (looser_) return Change::loosened;
    return std::nullopt;
  }

 private:
  bool tighter_ = false;
  bool looser_ = false;
  bool other_ = false;
};

void add_spans(Sum& sum, const Span& from, const Span& to) {
  sum.tighter(to.low > from.low || to.high < from.high);
  sum.looser(to.low < from.low || to.high > from.high);
}

void add_texts(Sum& sum, const Comparison& from, const Comparison& to) {
  if (is_floor(from.op) || is_floor(to.op)) return sum.other(true);
  const bool bans = from.op == Operator::not_in;
  if (bans != (to.op == Operator::not_in)) return sum.other(true);
  const auto a = folded(from.texts), b = folded(to.texts);
  const bool more = !std::includes(a.begin(), a.end(), b.begin(), b.end());
  const bool fewer = !std::includes(b.begin(), b.end(), a.begin(), a.end());
  sum.tighter(bans ? more : fewer);
  sum.looser(bans ? fewer : more);
}

void add_versions(Sum& sum, const Comparison& from, const Comparison& to) {
  if (from.op != to.op || (!is_floor(from.op) && !is_ceiling(from.op))) return sum.other(true);
  const int order = compare_versions(to.version, from.version);
  sum.harder_up(0, is_floor(from.op) ? order : -order);
}

/// Adds what two different limits on one fact do.
void add_limits(Sum& sum, const Rule& from, const Rule& to, Kind kind) {
  const Comparison &a = from.comparison, &b = to.comparison;
  if (a.op == Operator::any || b.op == Operator::any) {
    sum.tighter(b.op != Operator::any);
    return sum.looser(a.op != Operator::any);
  }
  if (kind == Kind::truth) return sum.other(true);
  if (kind == Kind::text) return add_texts(sum, a, b);
  if (kind == Kind::version) return add_versions(sum, a, b);
  // A figure within the tolerance is borderline, so the limit counts with and without it.
  const Span bare = span_of({a}), bare_then = span_of({b});
  add_spans(sum, bare, bare_then);
  add_spans(sum, span_of(demand_of(from)), span_of(demand_of(to)));
}

void add_over_time(Sum& sum, const std::optional<OverTime>& from, const std::optional<OverTime>& to) {
  if (!from || !to) return sum.other(from.has_value() != to.has_value());
  sum.other(from->seconds != to->seconds || from->shifts != to->shifts || from->statistic != to->statistic ||
            from->share.has_value() != to->share.has_value());
  if (!from->share || !to->share || *from->share == *to->share) return;
  sum.harder_up(from->share->low, to->share->low);
  sum.other(from->share->low == to->share->low);
}

std::string over_time_text(const OverTime& over) {
  std::string what = over.share ? to_string(*over.share, share_info()) : over.statistic;
  if (!what.empty()) what += " ";
  return what + "of " + over_time_window(over);
}

}  // namespace

std::optional<Change> change_of(const Rule& from, const Rule& to) {
  Sum sum;
  sum.other(from.key != to.key);
  sum.harder_up(from.level == Level::require, to.level == Level::require);
  if (from.key.name == to.key.name && (from.comparison != to.comparison || from.tolerance != to.tolerance)) {
    Sum limits;
    add_limits(limits, from, to, find_fact(to.key.name)->kind);
    limits.other(!limits.result());  // "> 5" and ">= 5" span the same numbers
    sum.add(limits);
  }
  add_over_time(sum, from.over, to.over);
  if (from.when != to.when) {
    sum.other(!from.when.empty() && !to.when.empty());
    sum.harder_up(from.when.empty(), to.when.empty());
  }
  sum.harder_up(from.evidence, to.evidence);
  // 0 s: however old.
  const auto oldest = [](const Rule& rule) {
    return rule.valid_seconds > 0 ? rule.valid_seconds : std::numeric_limits<double>::infinity();
  };
  sum.harder_up(-oldest(from), -oldest(to));
  sum.harder_up(!from.guided, !to.guided);
  // A limit that moved says more than in which of two ways it was written.
  sum.other(from.one_way != to.one_way && !sum.result());
  return sum.result();
}

std::string demand_text(const Rule& rule, const Rule& other) {
  std::string text = to_string(rule.comparison, *find_fact(rule.key.name));
  const auto add = [&](bool said, const std::string& what) {
    if (said) text += ", " + what;
  };
  add(rule.key != other.key, to_string(rule.key));
  add(rule.over.has_value(), rule.over ? over_time_text(*rule.over) : std::string());
  add(rule.tolerance > 0, fmt::format("tolerance {:g} %", rule.tolerance * 100));
  add(rule.one_way, "written one way");
  add(rule.evidence != Evidence::any, fmt::format("evidence {}", to_string(rule.evidence)));
  add(rule.valid_seconds > 0, fmt::format("valid {}", format_quantity(rule.valid_seconds, Unit::second)));
  add(rule.guided, "in a guided check");
  add(rule.level != other.level, rule.level == Level::require ? "required" : "recommended");
  add(rule.when != other.when, rule.when.empty() ? "for everybody" : "for " + rule.when);
  return text;
}

}  // namespace deskready

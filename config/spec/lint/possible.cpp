#include "config/spec/lint/possible.h"

#include <algorithm>
#include <limits>

#include "config/spec/named.h"

namespace deskready {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The limit itself does not do.
bool is_open(const Comparison& comparison) {
  return comparison.op == Operator::above || comparison.op == Operator::below;
}

bool is_figure(const Comparison& comparison, const FactInfo& info) {
  return info.kind == Kind::number && comparison.op != Operator::any;
}

bool texts_collide(const Comparison& a, const Comparison& b, const FactInfo& info) {
  if (a.op == Operator::not_in && b.op == Operator::not_in) return false;
  if (a.op == Operator::not_in) return texts_collide(b, a, info);
  if (is_floor(a.op) || is_ceiling(a.op) || is_floor(b.op) || is_ceiling(b.op)) return false;
  const bool ban = b.op == Operator::not_in;
  return std::none_of(a.texts.begin(), a.texts.end(), [&](const std::string& text) {
    const bool named = std::any_of(b.texts.begin(), b.texts.end(), [&](const std::string& other) {
      return is_named(other, text, {}, info) || (!ban && is_named(text, other, {}, info));
    });
    return named != ban;
  });
}

/// Whether a version could stand above the lower end of `floor` and below the upper end of `ceiling`.
bool versions_meet(const Comparison& floor, const Comparison& ceiling) {
  if (is_ceiling(floor.op) || is_floor(ceiling.op)) return true;
  const std::string& least = floor.version;
  const std::string& most = ceiling.op == Operator::between ? ceiling.version_high : ceiling.version;
  Comparison side;
  if (floor.op == Operator::above) {
    side.op = Operator::above;
    side.version = least;
    return meets_version(side, most);
  }
  side.op = ceiling.op == Operator::below ? Operator::below : Operator::at_most;
  side.version = most;
  return meets_version(side, least);
}

}  // namespace

Span possible(const FactInfo& info) {
  if (info.range) return {info.range->low, info.range->high};
  switch (info.unit) {
    case Unit::decibel:
    case Unit::dbm:
      return {};
    case Unit::dbfs:
    case Unit::dbov:
      return {-infinity, 0};
    case Unit::ratio:
      return {info.below_zero ? -1. : 0., 1};
    case Unit::score:
      return {0, infinity};
    default:
      return {info.below_zero ? -infinity : 0, infinity};
  }
}

bool nothing_meets(const Comparison& comparison, const FactInfo& info) {
  if (!is_figure(comparison, info)) return false;
  const Span can = possible(info), asked = span_of({comparison, 0});
  return asked.low > can.high || asked.high < can.low ||
         (is_open(comparison) && (asked.low == can.high || asked.high == can.low));
}

bool everything_meets(const Comparison& comparison, const FactInfo& info) {
  if (!is_figure(comparison, info) || is_open(comparison)) return false;
  const Span can = possible(info), asked = span_of({comparison, 0});
  return asked.low <= can.low && asked.high >= can.high;
}

bool collide(const Demand& a, const Demand& b, const FactInfo& info) {
  if (a.comparison.op == Operator::any || b.comparison.op == Operator::any) return false;
  switch (info.kind) {
    case Kind::truth:
      return a.comparison.truth != b.comparison.truth;
    case Kind::text:
      return texts_collide(a.comparison, b.comparison, info);
    case Kind::version:
      return !versions_meet(a.comparison, b.comparison) || !versions_meet(b.comparison, a.comparison);
    case Kind::number:
      break;
  }
  const Span one = span_of(a), other = span_of(b);
  return one.low > other.high || other.low > one.high;
}

}  // namespace deskready

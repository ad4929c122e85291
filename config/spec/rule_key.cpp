#include "config/spec/rule_key.h"

#include <fmt/format.h>

#include <algorithm>

namespace deskready {
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

std::string over_time_window(const OverTime& over) {
  const auto hours = static_cast<long long>(over.seconds / 3600);
  return (hours % 24 == 0 ? fmt::format("{}d", hours / 24) : fmt::format("{}h", hours)) +
         (over.shifts ? ",shifts" : "");
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

}  // namespace deskready

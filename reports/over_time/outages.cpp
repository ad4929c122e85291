#include "reports/over_time/outages.h"

namespace deskready {
namespace {

double seconds(std::chrono::microseconds time) {
  return std::chrono::duration<double>(time).count();
}

/// The far end, or the line to it, did not carry the check.
bool is_down(const CheckedFact& check) {
  return !check.fact && (check.cause == Cause::far_end_failed || check.cause == Cause::too_few_samples);
}

bool together(const CheckedFact& a, const CheckedFact& b, const WorkHours* hours) {
  if (hours == nullptr) return true;
  const auto begin = [&](const CheckedFact& one) {
    const auto shift = shift_at(*hours, std::chrono::floor<std::chrono::seconds>(one.at));
    return shift ? std::optional(shift->begin) : std::nullopt;
  };
  return begin(a) == begin(b);
}

}  // namespace

bool tells_of_line(const CheckedFact& check) {
  return check.fact || is_down(check);
}

Outages outages_of(const FactSeries& line, const WorkHours* hours) {
  Outages outages;
  for (std::size_t first = 0; first < line.size(); ++first) {
    if (!is_down(line[first])) continue;
    std::size_t last = first;
    const auto joins = [&](std::size_t next) {
      return next < line.size() && together(line[last], line[next], hours);
    };
    while (joins(last + 1) && is_down(line[last + 1])) ++last;
    const bool has_before = first > 0 && together(line[first - 1], line[first], hours);
    const WallTime before = has_before ? line[first - 1].at : line[first].at;
    const WallTime after = joins(last + 1) ? line[last + 1].at : line[last].at;
    const OutageLength one{seconds(after - line[first].at), seconds(line[last].at - line[first].at),
                           seconds(after - before)};
    ++outages.count;
    outages.checks_down += static_cast<int>(last - first + 1);
    if (outages.count == 1 || one.length > outages.longest.length) outages.longest = one;
    outages.all.length += one.length;
    outages.all.shortest += one.shortest;
    outages.all.longest += one.longest;
    first = last;
  }
  return outages;
}

}  // namespace deskready

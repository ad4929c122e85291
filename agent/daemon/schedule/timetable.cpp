#include "agent/daemon/schedule/timetable.h"

#include <algorithm>
#include <set>

namespace deskready {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;
using std::chrono::nanoseconds;
using std::chrono::sys_seconds;

/// Load ends this long before the shift begins, so a full check begins no later.
constexpr auto before_shift = 5min;
/// What a full check lasts at most, under load.
constexpr auto full_lasts = 60s;
constexpr auto farthest = 400 * 24h;

nanoseconds positive_modulo(nanoseconds value, nanoseconds divisor) {
  const nanoseconds rest = value % divisor;
  return rest < nanoseconds::zero() ? rest + divisor : rest;
}

sys_seconds whole(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

nanoseconds of_seconds(double seconds) {
  return std::chrono::duration_cast<nanoseconds>(std::chrono::duration<double>(seconds));
}

}  // namespace

std::string_view to_string(Weight weight) {
  return weight == Weight::full ? "full" : "light";
}

Timetable::Timetable(Settings settings, nanoseconds phase)
    : settings_(std::move(settings)),
      every_(std::max<nanoseconds>(of_seconds(std::min(settings_.every_seconds, 366.0 * 86400)), 1s)),
      phase_(phase) {
  if (settings_.jobs.empty()) settings_.jobs.emplace_back();
}

/// A few bits of the slot and the phase, well mixed (splitmix64), as a time of up to a minute or a tenth of
/// the interval.
microseconds Timetable::own_spread(WallTime slot) const {
  std::uint64_t mixed = static_cast<std::uint64_t>(slot.time_since_epoch().count()) ^
                        static_cast<std::uint64_t>(phase_.count());
  mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
  mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
  const nanoseconds most = std::min<nanoseconds>(60s, every_ / 10);
  return std::chrono::floor<microseconds>(
      positive_modulo(nanoseconds(static_cast<std::int64_t>(mixed >> 2)), most));
}

void Timetable::add_full(std::vector<PlannedCheck>& found, std::size_t job, WallTime from,
                         WallTime to) const {
  const Job& asked = settings_.jobs[job];
  const nanoseconds spread = std::max<nanoseconds>(of_seconds(settings_.spread_seconds), 1s);
  const auto earlier =
      std::chrono::floor<microseconds>(of_seconds(asked.lead_seconds) + positive_modulo(phase_, spread));
  const auto around = earlier + 1min;
  for (const ShiftTime& shift : shifts_beginning(asked.hours, whole(from), whole(to + around) + 1s)) {
    const WallTime at = WallTime(shift.begin) - earlier - own_spread(shift.begin);
    if (at <= from || at > to) continue;
    found.push_back({job, Weight::full, at,
                     std::max<WallTime>(at, WallTime(shift.begin) - before_shift - full_lasts),
                     WallTime(shift.begin)});
  }
}

void Timetable::slots(std::vector<WallTime>& found, WallTime from, WallTime to) const {
  if (settings_.calendars.empty()) {
    const nanoseconds into = positive_modulo(nanoseconds(from.time_since_epoch()) - phase_, every_);
    for (WallTime slot = from - std::chrono::floor<microseconds>(into); slot <= to;
         slot += std::chrono::floor<microseconds>(every_)) {
      found.push_back(slot);
    }
    return;
  }
  const auto shift = std::chrono::floor<microseconds>(
      positive_modulo(phase_, std::max<nanoseconds>(of_seconds(settings_.spread_seconds), 1s)));
  for (const Calendar& calendar : settings_.calendars) {
    auto next = calendar.next_after(whole(from - shift) - 61s);
    for (; next && WallTime(*next) <= to; next = calendar.next_after(*next))
      found.push_back(WallTime(*next) + shift);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

void Timetable::add_light(std::vector<PlannedCheck>& found, std::size_t job, WallTime from,
                          WallTime to) const {
  const Job& asked = settings_.jobs[job];
  const bool daily_full = asked.hours.shifts.empty() && asked.hours.exceptions.empty();
  const cctz::time_zone zone = asked.hours.zone.rules();
  const auto day_of = [&](WallTime time) { return cctz::civil_day(cctz::convert(whole(time), zone)); };
  std::vector<WallTime> all;
  slots(all, daily_full ? from - 24h : from, to);
  std::optional<cctz::civil_day> day;
  for (const WallTime slot : all) {
    const bool first_of_day = daily_full && day_of(slot) != day && !quiet(job, slot);
    if (first_of_day) day = day_of(slot);
    const WallTime at = slot + own_spread(slot);
    if (at <= from || at > to) continue;
    if (first_of_day) {
      const WallTime begin = zone.lookup(cctz::civil_second(*day)).pre;
      found.push_back({job, Weight::full, at, at + 23h, begin});
    } else {
      found.push_back({job, Weight::light, at, at, WallTime{}});
    }
  }
}

std::vector<PlannedCheck> Timetable::between(WallTime from, WallTime to) const {
  std::vector<PlannedCheck> found;
  for (std::size_t job = 0; job < settings_.jobs.size(); ++job) {
    add_full(found, job, from, to);
    add_light(found, job, from, to);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return found;
}

std::vector<PlannedCheck> Timetable::after(WallTime time, std::size_t count) const {
  std::vector<PlannedCheck> found;
  for (auto span = std::max<microseconds>(1h, std::chrono::floor<microseconds>(every_) + 1min);
       found.size() < count && span <= 2 * farthest; span *= 4) {
    found = between(time, time + std::min<microseconds>(span, farthest));
  }
  if (found.size() > count) found.resize(count);
  return found;
}

bool Timetable::quiet(std::size_t job, WallTime time) const {
  const WorkHours& hours = settings_.jobs[job].hours;
  if (shift_at(hours, whole(time))) return false;
  return std::any_of(settings_.quiet.begin(), settings_.quiet.end(),
                     [&](const HourSpan& span) { return lies_in(span, hours.zone.rules(), whole(time)); });
}

}  // namespace deskready

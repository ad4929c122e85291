#include "agent/schedule.h"

#include <algorithm>

namespace deskready {
namespace {

using std::chrono::nanoseconds;

constexpr nanoseconds longest_settling = std::chrono::seconds(60);
/// Slewing by NTP stays far below this; a step or a sleep that matters does not.
constexpr nanoseconds jump = std::chrono::seconds(5);

nanoseconds positive_modulo(nanoseconds value, nanoseconds divisor) {
  const nanoseconds rest = value % divisor;
  return rest < nanoseconds::zero() ? rest + divisor : rest;
}

}  // namespace

Schedule::Schedule(nanoseconds every, nanoseconds phase, Moment now, WallTime last_check)
    : every_(std::max<nanoseconds>(every, std::chrono::seconds(1))),
      phase_(positive_modulo(phase, every_)),
      settle_(std::min(longest_settling, every_ / 10)),
      seen_(now),
      earliest_(now.monotonic) {
  // A report from the future was written under a wrong clock and says nothing about how long ago it was.
  const bool fresh = last_check <= now.wall && now.wall - last_check < every_;
  if (fresh) {
    earliest_ =
        now.monotonic + std::max(nanoseconds::zero(), every_ / 2 - nanoseconds(now.wall - last_check));
    plan_after(now);
  } else {
    next_ = now.wall + std::chrono::round<WallTime::duration>(settle_);
  }
}

bool Schedule::due(Moment now) {
  const nanoseconds unseen = nanoseconds(now.wall - seen_.wall) - (now.monotonic - seen_.monotonic);
  seen_ = now;
  if (unseen > jump && next_ <= now.wall) {
    next_ = now.wall + std::chrono::round<WallTime::duration>(settle_);
    return false;
  }
  if (unseen < -jump) plan_after(now);
  if (now.wall < next_) return false;
  began(now);
  return true;
}

void Schedule::began(Moment now) {
  seen_ = now;
  earliest_ = now.monotonic + every_ / 2;
  plan_after(now);
}

WallTime Schedule::slot_after(WallTime time) const {
  const nanoseconds into = positive_modulo(nanoseconds(time.time_since_epoch()) - phase_, every_);
  return time + std::chrono::ceil<WallTime::duration>(every_ - into);
}

void Schedule::plan_after(Moment now) {
  const nanoseconds wait = std::max(nanoseconds::zero(), earliest_ - now.monotonic);
  next_ = slot_after(now.wall + std::chrono::ceil<WallTime::duration>(wait));
}

}  // namespace deskready

#include "agent/daemon/check_queue.h"

#include <algorithm>
#include <iterator>

namespace deskready {
namespace {

using namespace std::chrono_literals;

/// How often it is looked whether what gives no sign of its own (the power supply, the allowance) still holds
/// a check.
constexpr auto look_again = 60s;
/// No timer tells that the computer's time zone was set anew, and shifts move with it.
constexpr auto zone_look = 15min;
/// So that a step of the clock cannot make a busy loop.
constexpr auto soonest = 100ms;

}  // namespace

CheckQueue::CheckQueue(Timetable timetable, std::vector<std::string> names, const ScheduleMemory& memory,
                       Moment now, HeavyParts heavy, PromisedChecks promised)
    : names_(std::move(names)),
      heavy_(std::move(heavy)),
      schedule_(std::move(timetable), now, memory),
      running_(std::move(promised.running)) {
  if (running_) running_->job = place_of(running_->name);
  for (CheckOrder& order : promised.orders) {
    order.job = place_of(order.name);
    if (order.job < names_.size()) orders_.push_back(std::move(order));
  }
}

PromisedChecks CheckQueue::promised() const {
  PromisedChecks promised{running_, {}};
  std::copy_if(orders_.begin(), orders_.end(), std::back_inserter(promised.orders),
               [](const CheckOrder& order) { return order.asked || order.retest; });
  return promised;
}

/// names_.size() where it is none of them.
std::size_t CheckQueue::place_of(const std::string& name) const {
  return static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
}

void CheckQueue::take_up(Moment now) {
  if (hold_ && !heavy_.why_not(now.wall)) {
    hold_.reset();
    schedule_.release(now);
  }
  queue_due(now);
  if (!a_full_check_waits()) hold_.reset();  // it was given up, or has been
}

void CheckQueue::queue_due(Moment now) {
  for (const DueCheck& due : schedule_.due(now)) {
    if (!is_queued(due)) orders_.push_back({due.job, names_[due.job], due.weight, false, false, {}});
  }
}

bool CheckQueue::is_queued(const DueCheck& due) const {
  const auto is_it = [&](const CheckOrder& order) {
    return order.job == due.job && order.weight == due.weight && !order.retest;
  };
  return std::any_of(orders_.begin(), orders_.end(), is_it) || (running_ && is_it(*running_));
}

/// A full check whose time has not come after all steps back; its order is void then.
bool CheckQueue::must_step_back(CheckOrder& order, Moment now) {
  if (order.asked || order.retest) return false;
  if (order.weight == Weight::light) {
    order.hold = schedule_.holds(order.job) ? hold_ : std::nullopt;
    return false;
  }
  auto hold = heavy_.why_not(now.wall);
  if (!hold) return false;
  hold_ = hold;
  schedule_.hold(order.job, hold->reason, now);
  order.hold = std::move(hold);
  queue_due(now);
  return true;
}

CheckQueue::Next CheckQueue::next(Moment now) {
  Next next;
  while (!paused_ && !running_ && !orders_.empty()) {
    CheckOrder& first = orders_.front();
    if (first.weight == Weight::full && !first.asked && !heavy_.line_known(now.wall)) {
      next.step = Next::Step::look_at_line;
      return next;
    }
    CheckOrder order = std::move(first);
    orders_.pop_front();
    if (must_step_back(order, now)) {
      next.held.push_back(std::move(order));
      continue;
    }
    if (!order.retest) schedule_.began(order.job, order.weight, now);
    running_ = order;
    next.step = Next::Step::begin;
    next.order = std::move(order);
  }
  return next;
}

void CheckQueue::confirm(const CheckOrder& order) {
  const std::size_t job = place_of(order.name);
  if (job < names_.size()) orders_.push_front({job, order.name, Weight::light, true, false, order.hold});
}

CheckQueue::Wish CheckQueue::wish(Weight weight, Moment now) {
  if (running_ || !orders_.empty()) return {true, {}};
  Wish wish;
  if (weight == Weight::full) wish.hold = heavy_.why_not(now.wall);
  const Weight given = wish.hold ? Weight::light : weight;
  for (std::size_t job = 0; job < names_.size(); ++job)
    orders_.push_back({job, names_[job], given, false, true, wish.hold});
  return wish;
}

void CheckQueue::pause(Moment now) {
  paused_ = true;
  orders_.clear();
  schedule_.pause(now);
}

void CheckQueue::resume(Moment now) {
  paused_ = false;
  schedule_.resume(now);
}

WallTime CheckQueue::wake(Moment now) const {
  WallTime when = schedule_.next();
  // What is due waits for the running check, not for the clock.
  if (running_) when = std::max<WallTime>(when, now.wall + look_again);
  if (hold_) when = std::min<WallTime>(when, now.wall + look_again);
  when = std::min<WallTime>(when, now.wall + zone_look);
  return std::max<WallTime>(when, now.wall + soonest);
}

bool CheckQueue::a_full_check_waits() const {
  for (std::size_t job = 0; job < names_.size(); ++job) {
    if (schedule_.holds(job)) return true;
  }
  return false;
}

}  // namespace deskready

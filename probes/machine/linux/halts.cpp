#include "probes/machine/halts.h"

#include <atomic>
#include <csignal>
#include <ctime>

namespace deskready {
namespace {

std::atomic<std::uint64_t> went_on{0};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "a signal handler counts in it");

/// SIGCONT reaches a process that goes on after a stop, whoever stopped it.
void count_going_on() {
  struct sigaction counting {};
  counting.sa_handler = [](int) { went_on.fetch_add(1, std::memory_order_relaxed); };
  counting.sa_flags = SA_RESTART;
  ::sigaction(SIGCONT, &counting, nullptr);
}

double seconds_of(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

Halts halts() {
  static const bool counting = (count_going_on(), true);
  static_cast<void>(counting);
  return {went_on.load(std::memory_order_relaxed), seconds_of(CLOCK_BOOTTIME) - seconds_of(CLOCK_MONOTONIC)};
}

}  // namespace deskready

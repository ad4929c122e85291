// Preloaded into a program it sets that program's wall clock, and no other's, by CLOCK_STEP_BY seconds once
// CLOCK_STEP_AFTER seconds have passed since the first look at it. The kernel's own stamps stay as they are,
// so that the program sees what it sees in the moment of a real step.
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>

namespace {

long from_environment(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
}

timespec ask(clockid_t clock) {
  timespec now{};
  syscall(SYS_clock_gettime, clock, &now);
  return now;
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  static const time_t begin = ask(CLOCK_MONOTONIC).tv_sec;
  static const long after = from_environment("CLOCK_STEP_AFTER"), by = from_environment("CLOCK_STEP_BY");
  const auto result = syscall(SYS_clock_gettime, clock, now);
  if (clock == CLOCK_REALTIME && ask(CLOCK_MONOTONIC).tv_sec - begin >= after) now->tv_sec += by;
  return static_cast<int>(result);
}

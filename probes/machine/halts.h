// Times in which this process did not run, although it did not wait: what was measured then is no figure of
// the line.
#pragma once

#include <cstdint>

namespace deskready {

struct Halts {
  std::uint64_t stops = 0;  ///< times that it was stopped (Ctrl-Z, SIGSTOP) and went on
  double asleep = 0;        ///< seconds for which the whole computer slept, since it was started
};

/// Up to now; only differences mean something. Stops are counted from the first call on. Any thread.
Halts halts();

/// Whether the process was stopped or the computer slept between two of them.
inline bool stopped_between(const Halts& before, const Halts& after) {
  return before.stops != after.stops;
}
inline bool slept_between(const Halts& before, const Halts& after) {
  constexpr double least = 0.5;  // seconds; two clocks are not read at the same moment
  return after.asleep - before.asleep > least;
}

}  // namespace deskready

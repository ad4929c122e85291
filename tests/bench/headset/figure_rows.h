// Sound as people's devices make it, of which the figures are known: whether a fault turns one of them good.
#pragma once

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/bench/headset/voices.h"

namespace deskready::audio::bench {

/// How the figures of one variant came out, each counted once.
struct FigureTally {
  int right = 0;     ///< within its tolerance of the truth
  int withheld = 0;  ///< could not check
  int worse = 0;     ///< on the bad side of the truth
  int too_good = 0;  ///< on the good side, and shown as a figure or a bound
  std::string said;  ///< what was too good
};

struct FigureRow {
  std::string name;
  std::function<FigureTally(const std::vector<Voice>&, std::mt19937&)> run;
};
std::vector<FigureRow> figure_rows();

}  // namespace deskready::audio::bench

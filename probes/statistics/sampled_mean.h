// The mean over a time of which only some stretches were seen, one in each part of it. Pure, thread-safe.
#pragma once

#include <span>
#include <vector>

#include "probes/statistics/statistics.h"

namespace deskready::statistics {

/// One stretch that was seen: seconds from any origin, and the means of its equal batches in order of time.
struct Stretch {
  double from = 0;
  double until = 0;
  std::vector<double> batches;  ///< at least one
};

struct SampledMean {
  Interval interval;
  double deviation = 0;  ///< from stretch to stretch, the square root of s^2 below; 0 of fewer than three
};

/// The mean from the first stretch's beginning to the last one's end, what was not seen included. Stretches
/// are in order and do not overlap; from three on, else the bounds are infinite. `samples` counts batches.
///
/// Value: each stretch's mean, weighted by the time that is nearer to it than to another.
/// Width: half of it is Student's t times the square root of s^2 sum w^2 (1 - f), with w the weights, f what
/// was seen of each one's time, and s^2 from successive differences, sum (y[i+1] - y[i])^2 / (2 (n - 1))
/// (Wolter, Introduction to Variance Estimation, 2nd edition 2007, chapter 8, for one sample in each stratum:
/// a trend within the time widens nothing). Its degrees of freedom are 2 (n - 1)^2 / (3 n - 4), those of a
/// chi-square with the variance that such an s^2 has for independent normal values (von Neumann, Kent,
/// Bellinson, Hart 1941). Never narrower than what the batches within the stretches leave open, Student's t
/// with as many degrees of freedom as there are batches beyond one in each.
///
/// Assumes that where the stretches lie does not depend on what is seen; one at random in each of equal parts
/// is such. Fixed, not for any time. Shown in docs/benchmarks-varying-lines.md: with three to six stretches
/// over 4 to 10 s of lines that vary 97 % of the intervals hold.
SampledMean sampled_mean(std::span<const Stretch> stretches, double alpha = alpha_95);

/// Whether a series changes from each batch to the next, by more than a tenth of its mean in the median; one
/// step up or down is no such change. Never of fewer than four batches.
bool varies(std::span<const double> batch_means);

}  // namespace deskready::statistics

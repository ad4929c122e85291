// What the metrics of a check are, one sentence each, for whoever reads a monitoring system.
#pragma once

#include <string>

#include "reports/words/language.h"

namespace deskready {

struct MetricWords {
  std::string verdict, rule, unmeasured, text, finished, data;
  std::string low, high;  ///< ends of the interval of the fact that is named before
};
MetricWords metric_words(std::string_view language);

}  // namespace deskready

#include "reports/words/metric_words.h"

namespace deskready {

MetricWords metric_words(std::string_view language) {
  const auto say = [&](std::string_view english) { return tr(language, english); };
  return {
      .verdict = say("How the check ended: 0 ready, 1 ready with warnings, 2 not ready, 3 incomplete."),
      .rule = say("Each rule of the spec with its outcome, always 1."),
      .unmeasured = say("What could not be measured and why, always 1."),
      .text = say("What is no figure, always 1."),
      .finished = say("When the check ended."),
      .data = say("How much data the check used."),
      .low = say("Lower end of the 95 % interval."),
      .high = say("Upper end of the 95 % interval."),
  };
}

}  // namespace deskready

// A page of figures for Prometheus and its kin.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskready {

/// OpenMetrics 1.0 text, gauges only, so that readers of Prometheus' older text format take it too. No time
/// stamps: the node exporter's textfile reader refuses them.
class MetricPage {
 public:
  /// Name and value; one without a value is left out.
  using Labels = std::vector<std::pair<std::string, std::string>>;

  /// A sample below its family's head. `name` is without its unit, which is a base unit in full ("seconds"),
  /// or empty. `help` counts at the family's first sample.
  void gauge(std::string name, std::string_view unit, const std::string& help, const Labels& labels,
             double value);

  std::string text() const;

 private:
  std::map<std::string, std::string> families_;  ///< by name, as text: samples of one stand together
};

/// As a page has them, without those that have no value; two samples of a family may not have the same.
std::string label_text(const MetricPage::Labels& labels);

}  // namespace deskready

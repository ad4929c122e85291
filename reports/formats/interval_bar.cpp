#include "reports/formats/interval_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace deskready {
namespace {

constexpr double picture_width = 200;

/// From figures to the picture's x. Figures that are all positive start at nothing, so that lengths compare.
class Scale {
 public:
  explicit Scale(const std::vector<double>& figures) {
    const auto [least, most] = std::minmax_element(figures.begin(), figures.end());
    const double span = *most > *least ? *most - *least : std::max(std::fabs(*most), 1e-9);
    from_ = *least >= 0 ? 0 : *least - span * 0.25;
    to_ = *most + (*least >= 0 ? *most * 0.15 : span * 0.25);
    if (!(to_ > from_)) to_ = from_ + 1;
  }
  double x(double figure) const {
    return std::clamp((figure - from_) / (to_ - from_) * picture_width, 0.0, picture_width);
  }

 private:
  double from_ = 0;
  double to_ = 1;
};

std::string box(double from, double to, int top, int height, std::string_view kind) {
  return fmt::format(R"(<rect class="{}" x="{:.1f}" y="{}" width="{:.1f}" height="{}"/>)", kind, from, top,
                     std::max(to - from, 0.0), height);
}

std::string allowed(const Comparison& comparison, const Scale& scale) {
  switch (comparison.op) {
    case Operator::at_least:
    case Operator::above:
      return box(scale.x(comparison.low), picture_width, 0, 24, "allowed");
    case Operator::at_most:
    case Operator::below:
      return box(0, scale.x(comparison.high), 0, 24, "allowed");
    default:
      return box(scale.x(comparison.low), scale.x(comparison.high), 0, 24, "allowed");
  }
}

std::string line(double x, int top, int height, std::string_view kind) {
  const double left = std::clamp(x - 1, 0.0, picture_width - 2);
  return box(left, left + 2, top, height, kind);
}

}  // namespace

std::string interval_bar(const Fact& fact, const Comparison& comparison) {
  const std::vector<double> turning = limits(comparison);
  const double* value = std::get_if<double>(&fact.value);
  if (turning.empty() || value == nullptr || !std::isfinite(*value)) return {};
  const double low = fact.low.value_or(*value), high = fact.high.value_or(*value);
  std::vector<double> figures = turning;
  figures.insert(figures.end(), {low, high, *value});
  const Scale scale(figures);
  const double from = fact.at_most ? 0 : scale.x(low), to = fact.at_least ? picture_width : scale.x(high);
  std::string svg = R"(<svg viewBox="0 0 200 24" preserveAspectRatio="none" aria-hidden="true">)";
  svg += box(0, picture_width, 11, 2, "axis") + allowed(comparison, scale);
  svg += box(from, to, 7, 10, "interval") + line(scale.x(*value), 4, 16, "value");
  for (const double limit : turning) svg += line(scale.x(limit), 0, 24, "limit");
  return svg + "</svg>";
}

}  // namespace deskready

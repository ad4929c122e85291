#include "reports/formats/metric_page.h"

#include <fmt/format.h>

#include "config/base/outward/outward.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : for_terminal(value)) {
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
  return text;
}

}  // namespace

std::string label_text(const MetricPage::Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    if (!value.empty()) text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", name, escaped(value));
  }
  return text.empty() ? text : "{" + text + "}";
}

void MetricPage::gauge(std::string name, std::string_view unit, const std::string& help, const Labels& labels,
                       double value) {
  if (!unit.empty() && !name.ends_with("_" + std::string(unit))) name += "_" + std::string(unit);
  std::string& family = families_[name];
  if (family.empty()) {
    family = fmt::format("# TYPE {} gauge\n", name);
    if (!unit.empty()) family += fmt::format("# UNIT {} {}\n", name, unit);
    family += fmt::format("# HELP {} {}\n", name, escaped(unmarked(help)));
  }
  family += fmt::format("{}{} {}\n", name, label_text(labels), value);
}

std::string MetricPage::text() const {
  std::string out;
  for (const auto& [name, family] : families_) out += family;
  return out + "# EOF\n";
}

}  // namespace deskready

// For monitoring: one line with performance data, as the Monitoring Plugins' development guidelines write it
// (monitoring-plugins.org/doc/guidelines.html, "Plugin Output" and "Performance data").
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "config/base/outward/outward.h"
#include "config/facts/catalogue.h"
#include "reports/formats/view.h"
#include "reports/words/language.h"
#include "reports/words/table_words.h"

namespace deskready {
namespace {

std::string_view status_word(Verdict verdict) {
  constexpr std::string_view words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
  return words[exit_code(verdict)];
}

/// Nothing on one line that would begin the performance data.
std::string in_line(std::string_view marked) {
  std::string text = for_terminal(unmarked(marked));
  std::replace(text.begin(), text.end(), '|', '/');
  return text;
}

/// In the guidelines' units: s, %, B, else none. Shares are told in per cent.
struct Plain {
  const FactInfo& info;

  /// Digits, a point and a sign only: the guidelines know no exponent.
  std::string number(double value) const {
    std::string text = fmt::format("{:.9f}", info.unit == Unit::ratio ? value * 100 : value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" ? "0" : text;
  }
  std::string_view unit() const {
    return info.unit == Unit::second  ? "s"
           : info.unit == Unit::byte  ? "B"
           : info.unit == Unit::ratio ? "%"
                                      : "";
  }
  /// Outside of it the guidelines alert; "@" turns it around.
  std::string range(const Comparison& asked) const {
    switch (asked.op) {
      case Operator::at_least:
        return number(asked.low) + ":";
      case Operator::above:
        return "@~:" + number(asked.low);
      case Operator::at_most:
        return "~:" + number(asked.high);
      case Operator::below:
        return "@" + number(asked.high) + ":";
      case Operator::between:
        return number(asked.low) + ":" + number(asked.high);
      case Operator::equals:
        return number(asked.low) + ":" + number(asked.low);
      default:
        return {};
    }
  }
};

/// One fact's figure with what is asked of it.
struct Figure {
  std::string label, value, warning, critical;
};

std::string label_of_figure(const std::string& text) {
  std::string label;
  for (const char c : for_terminal(text)) {
    if (c == '=' || c == '|') continue;  // have no place in a label
    label += c == '\'' ? "''" : std::string(1, c);
  }
  return label;
}

std::string limit_of(const Finding& finding, Level level, const Plain& plain) {
  return finding.level == level ? plain.range(finding.asked) : std::string();
}

/// One report's figures behind those of others, no label twice.
class Figures {
 public:
  void add(const Report& report, const std::string& prefix) {
    const std::size_t from = all_.size();
    for (const Finding& finding : report.findings) add(finding, prefix, from);
  }
  const std::vector<Figure>& all() const { return all_; }

 private:
  /// A fact's required and recommended limits stand in one figure; further rules on it in figures of their
  /// own.
  void add(const Finding& finding, const std::string& prefix, std::size_t from) {
    const FactInfo* info = info_of(finding);
    if (info == nullptr || info->kind != Kind::number) return;
    // What nobody asked for is no figure that could not be had.
    if (finding.outcome == Outcome::not_applicable && !finding.measured) return;
    const Plain plain{*info};
    const bool judged = finding.measured && finding.outcome != Outcome::not_measured;
    const double* value = judged ? std::get_if<double>(&finding.measured->value) : nullptr;
    Figure figure{label_of_figure(prefix + finding.key),
                  value != nullptr ? plain.number(*value) + std::string(plain.unit()) : "U",
                  limit_of(finding, Level::recommend, plain), limit_of(finding, Level::require, plain)};
    const auto same = places_.find(figure.label);
    if (same != places_.end() && same->second >= from) {
      Figure& other = all_[same->second];
      std::string& limit = finding.level == Level::require ? other.critical : other.warning;
      if (other.value == figure.value && limit.empty()) {
        limit = finding.level == Level::require ? figure.critical : figure.warning;
        return;
      }
    }
    const std::string label = figure.label;
    int& nth = numbers_.try_emplace(label, 1).first->second;
    while (places_.contains(figure.label)) figure.label = fmt::format("{} {}", label, ++nth);
    places_.emplace(figure.label, all_.size());
    all_.push_back(std::move(figure));
  }

  std::vector<Figure> all_;
  std::map<std::string, std::size_t> places_;  ///< in all_, by label
  std::map<std::string, int> numbers_;         ///< the last that was put behind a label
};

/// What the line says of one report.
std::string told(const Report& report, const RenderOptions& options) {
  std::vector<Finding> not_met, unknown;
  for (const Finding& finding : report.findings) {
    if (finding.level != Level::require) continue;
    if (finding.outcome == Outcome::not_met) not_met.push_back(finding);
    if (finding.outcome == Outcome::not_measured) unknown.push_back(finding);
  }
  const std::string more = shortcomings_words(options.language, not_met, unknown);
  return in_line(headline_of(report, options.language) + (more.empty() ? "" : " - ") + more);
}

std::string render_nagios(std::span<const Report> reports, const RenderOptions& options) {
  std::vector<const Report*> worst_first;
  for (const Report& report : reports) worst_first.push_back(&report);
  std::stable_sort(worst_first.begin(), worst_first.end(),
                   [](const Report* a, const Report* b) { return a->verdict > b->verdict; });
  std::string line, data;
  Figures figures;
  for (const Report* report : worst_first) {
    line += (line.empty() ? "" : "; ") + told(*report, options);
    const std::string prefix = reports.size() > 1 ? report->spec_name + "/" : "";
    figures.add(*report, prefix);
  }
  for (const Figure& figure : figures.all())
    data += fmt::format(" '{}'={};{};{}", figure.label, figure.value, figure.warning, figure.critical);
  return fmt::format("{} {} - {}{}{}\n", "DESKREADY", status_word(worst_first.front()->verdict), line,
                     data.empty() ? "" : " |", data);
}

}  // namespace

extern const Format nagios_format;
constinit const Format nagios_format = {.name = "nagios",
                                        .file_type = "nagios",
                                        .summary = "A monitoring plugin's line, with figures",
                                        .shows = Document::report | Document::reports,
                                        .render = render_nagios};

}  // namespace deskready

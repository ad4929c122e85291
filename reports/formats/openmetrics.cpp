// For Prometheus and its kin: OpenMetrics 1.0 text (RFC draft of the OpenMetrics project), gauges only, so
// that readers of the older text format take it too. No time stamps: the node exporter's textfile reader
// refuses them.
#include <fmt/format.h>

#include <cmath>
#include <map>

#include "config/facts/catalogue.h"
#include "reports/formats/view.h"
#include "reports/words/language.h"
#include "reports/words/metric_words.h"

namespace deskready {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

std::string label_text(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    if (value.empty()) continue;
    text += (text.empty() ? "" : ",") + name + "=\"";
    for (const char c : clean(value)) {
      if (c == '\\' || c == '"') text += '\\';
      text += c;
    }
    text += "\"";
  }
  return "{" + text + "}";
}

/// The base unit in full, as OpenMetrics wants it at the end of the name; empty for numbers without one.
std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::second:
      return "seconds";
    case Unit::bit_per_second:
      return "bytes_per_second";  // Prometheus counts no bits
    case Unit::byte:
      return "bytes";
    case Unit::ratio:
      return "ratio";
    case Unit::hertz:
      return "hertz";
    case Unit::decibel:
      return "decibels";
    case Unit::dbfs:
      return "dbfs";
    case Unit::dbov:
      return "dbov";
    case Unit::dbm:
      return "dbm";
    case Unit::metre:
      return "meters";
    case Unit::none:
    case Unit::count:
    case Unit::score:
      break;
  }
  return {};
}

/// "deskready_network_loss" for "network.loss"; what stands for a name in the catalogue's entry is left out.
std::string metric_name(const FactInfo& info) {
  std::string name = "deskready";
  bool inside = false;
  for (const char c : "." + std::string(info.name)) {
    inside = c == '<' || (inside && c != '>');
    if (inside || c == '>') continue;
    if (c != '.') name += c;
    if (c == '.' && !name.ends_with('_')) name += '_';
  }
  // Words by which readers tell histograms and counters from gauges.
  for (const std::string_view taken : {"_count", "_total", "_sum", "_bucket", "_info", "_created"}) {
    if (name.ends_with(taken)) name += "_value";
  }
  return name;
}

/// What the key asks beyond the fact's name.
void add_key(Labels& labels, const std::string& text, const FactInfo& info) {
  const auto key = parse_fact_key(text);
  if (!key) return;
  if (info.name.find('<') != std::string_view::npos) labels.emplace_back("name", key->name);
  labels.emplace_back("target", key->target);
  labels.emplace_back("statistic", key->statistic);
  labels.emplace_back("window", key->window);
}

class Page {
 public:
  explicit Page(std::string_view language) : language_(language), words_(metric_words(language)) {}

  void add(const Report& report) {
    Labels head = {{"employer", report.employer},
                   {"spec", report.spec_name},
                   {"role", report.role},
                   {"reference", report.reference}};
    // Several computers judged by one spec: else two samples would have the same labels.
    if (const int nth = ++seen_[label_text(head)]; nth > 1) head.emplace_back("number", std::to_string(nth));
    gauge("deskready_verdict", {}, words_.verdict, head, exit_code(report.verdict));
    const auto finished = std::chrono::duration<double>(report.finished.time_since_epoch()).count();
    gauge("deskready_finished_timestamp", "seconds", words_.finished, head, std::floor(finished));
    gauge("deskready_data_used", "bytes", words_.data, head, static_cast<double>(report.cost.bytes));
    for (const Finding& finding : report.findings) add(head, finding);
    for (const auto& [key, fact] : report.facts.known) add(head, key, fact);
    for (const auto& [key, why] : report.facts.unknown) {
      Labels labels = head;
      labels.insert(labels.end(), {{"fact", key}, {"cause", std::string(to_string(why.cause))}});
      gauge("deskready_unmeasured", {}, words_.unmeasured, labels, 1);
    }
  }

  std::string text() const {
    std::string out;
    for (const auto& [name, family] : families_) out += family;
    return out + "# EOF\n";
  }

 private:
  void add(Labels labels, const Finding& finding) {
    labels.insert(labels.end(), {{"rule", finding.rule},
                                 {"fact", finding.key},
                                 {"level", std::string(to_string(finding.level))},
                                 {"outcome", std::string(to_string(finding.outcome))},
                                 {"cause", finding.cause ? std::string(to_string(*finding.cause)) : ""}});
    gauge("deskready_rule", {}, words_.rule, labels, 1);
  }

  void add(Labels labels, const std::string& key, const Fact& fact) {
    const FactInfo* info = info_of_key(key);
    if (info == nullptr) return;
    if (const std::string* text = std::get_if<std::string>(&fact.value)) {
      labels.insert(labels.end(), {{"fact", key}, {"value", *text}});
      return gauge("deskready_text", {}, words_.text, labels, 1);
    }
    add_key(labels, key, *info);
    const std::string name = metric_name(*info), what = tr(language_, info->sentence);
    if (const bool* truth = std::get_if<bool>(&fact.value))
      return gauge(name, {}, what, labels, *truth ? 1 : 0);
    const std::string_view unit = unit_name(info->unit);
    const double scale = info->unit == Unit::bit_per_second ? 1.0 / 8 : 1;
    if (fact.low) gauge(name + "_low", unit, what + " " + words_.low, labels, *fact.low * scale);
    if (fact.high) gauge(name + "_high", unit, what + " " + words_.high, labels, *fact.high * scale);
    // A bound is not the value itself.
    labels.emplace_back("bound", fact.at_least ? "at_least" : fact.at_most ? "at_most" : "");
    gauge(name, unit, what, labels, std::get<double>(fact.value) * scale);
  }

  /// A sample, below its family's head. `name` is without its unit.
  void gauge(std::string name, std::string_view unit, const std::string& help, const Labels& labels,
             double value) {
    if (!unit.empty() && !name.ends_with("_" + std::string(unit))) name += "_" + std::string(unit);
    std::string& family = families_[name];
    if (family.empty()) {
      family = fmt::format("# TYPE {} gauge\n", name);
      if (!unit.empty()) family += fmt::format("# UNIT {} {}\n", name, unit);
      family += fmt::format("# HELP {} {}\n", name, help_text(help));
    }
    family += fmt::format("{}{} {}\n", name, label_text(labels), value);
  }

  static std::string help_text(const std::string& help) {
    std::string text;
    for (const char c : clean(unmarked(help))) {
      if (c == '\\' || c == '"') text += '\\';
      text += c;
    }
    return text;
  }

  std::string_view language_;
  MetricWords words_;
  std::map<std::string, int> seen_;
  std::map<std::string, std::string> families_;  ///< by name, as text: samples of one stand together
};

std::string render_openmetrics(std::span<const Report> reports, const RenderOptions& options) {
  Page page(options.language);
  for (const Report& report : reports) page.add(report);
  return page.text();
}

}  // namespace

extern const Format openmetrics_format;
constinit const Format openmetrics_format = {.name = "openmetrics",
                                             .file_type = "prom",
                                             .summary = "For Prometheus: OpenMetrics text",
                                             .shows = Document::report | Document::reports,
                                             .render = render_openmetrics};

}  // namespace deskready

// Reports for Prometheus and its kin. What a report says of itself begins with deskready_report_, for the
// service's own figures have plainer names; a measured fact is named after the fact.
#include <map>

#include "config/facts/catalogue.h"
#include "reports/formats/metric_page.h"
#include "reports/formats/view.h"
#include "reports/words/language.h"
#include "reports/words/metric_words.h"

namespace deskready {
namespace {

using Labels = MetricPage::Labels;

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

class ReportMetrics {
 public:
  explicit ReportMetrics(std::string_view language) : language_(language), words_(metric_words(language)) {}

  void add(const Report& report) {
    Labels head = {{"employer", report.employer},
                   {"spec", report.spec_name},
                   {"role", report.role},
                   {"reference", report.reference}};
    // Several computers judged by one spec: else two samples would have the same labels.
    if (const int nth = ++seen_[label_text(head)]; nth > 1) head.emplace_back("number", std::to_string(nth));
    page_.gauge("deskready_report_verdict", {}, words_.verdict, head, exit_code(report.verdict));
    page_.gauge("deskready_report_finished_timestamp", "seconds", words_.finished, head,
                static_cast<double>(unix_seconds(report.finished)));
    page_.gauge("deskready_report_data_used", "bytes", words_.data, head,
                static_cast<double>(report.cost.bytes));
    for (const Finding& finding : report.findings) add(head, finding);
    for (const auto& [key, fact] : report.facts.known) add(head, key, fact);
    for (const auto& [key, why] : report.facts.unknown) {
      Labels labels = head;
      labels.insert(labels.end(), {{"fact", key}, {"cause", std::string(to_string(why.cause))}});
      page_.gauge("deskready_report_unmeasured", {}, words_.unmeasured, labels, 1);
    }
  }

  std::string text() const { return page_.text(); }

 private:
  void add(Labels labels, const Finding& finding) {
    labels.insert(labels.end(), {{"rule", finding.rule},
                                 {"fact", finding.key},
                                 {"level", std::string(to_string(finding.level))},
                                 {"outcome", std::string(to_string(finding.outcome))},
                                 {"cause", finding.cause ? std::string(to_string(*finding.cause)) : ""}});
    page_.gauge("deskready_report_rule", {}, words_.rule, labels, 1);
  }

  void add(Labels labels, const std::string& key, const Fact& fact) {
    const FactInfo* info = info_of_key(key);
    if (info == nullptr) return;
    if (const std::string* text = std::get_if<std::string>(&fact.value)) {
      labels.insert(labels.end(), {{"fact", key}, {"value", *text}});
      return page_.gauge("deskready_report_text", {}, words_.text, labels, 1);
    }
    add_key(labels, key, *info);
    const std::string name = metric_name(*info), what = tr(language_, info->sentence);
    if (const bool* truth = std::get_if<bool>(&fact.value))
      return page_.gauge(name, {}, what, labels, *truth ? 1 : 0);
    const std::string_view unit = unit_name(info->unit);
    const double scale = info->unit == Unit::bit_per_second ? 1.0 / 8 : 1;
    if (fact.low) page_.gauge(name + "_low", unit, what + " " + words_.low, labels, *fact.low * scale);
    if (fact.high) page_.gauge(name + "_high", unit, what + " " + words_.high, labels, *fact.high * scale);
    // A bound is not the value itself.
    labels.emplace_back("bound", fact.at_least ? "at_least" : fact.at_most ? "at_most" : "");
    page_.gauge(name, unit, what, labels, std::get<double>(fact.value) * scale);
  }

  std::string_view language_;
  MetricWords words_;
  std::map<std::string, int> seen_;
  MetricPage page_;
};

std::string render_openmetrics(std::span<const Report> reports, const RenderOptions& options) {
  ReportMetrics page(options.language);
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

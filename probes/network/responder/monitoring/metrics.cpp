#include "probes/network/responder/monitoring/metrics.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace deskready::network {
namespace {

constexpr std::string_view prefix = "deskready_responder_";

class Page {
 public:
  explicit Page(Exposition exposition) : exposition_(exposition) {}
  void gauge(std::string_view name, std::string_view help, double value, std::string_view unit = {}) {
    head(name, "gauge", help, unit);
    text_ += fmt::format("{}{} {}\n", prefix, name, value);
  }
  void counter(std::string_view name, std::string_view help, std::uint64_t value,
               std::string_view unit = {}) {
    counter_head(name, help, unit);
    text_ += fmt::format("{}{}_total {}\n", prefix, name, value);
  }
  /// `by`: values of this label, which are our own words.
  void counters(std::string_view name, std::string_view help, std::string_view label,
                const std::map<std::string, std::uint64_t>& by, std::string_view unit = {}) {
    counter_head(name, help, unit);
    for (const auto& [value, count] : by)
      text_ += fmt::format("{}{}_total{{{}=\"{}\"}} {}\n", prefix, name, label, value, count);
  }
  std::string finished() && { return std::move(text_) + "# EOF\n"; }

 private:
  void counter_head(std::string_view name, std::string_view help, std::string_view unit) {
    if (exposition_ == Exposition::openmetrics)
      head(name, "counter", help, unit);
    else
      head(fmt::format("{}_total", name), "counter", help, {});
  }
  void head(std::string_view name, std::string_view type, std::string_view help, std::string_view unit) {
    text_ += fmt::format("# TYPE {}{} {}\n", prefix, name, type);
    if (!unit.empty()) text_ += fmt::format("# UNIT {}{} {}\n", prefix, name, unit);
    text_ += fmt::format("# HELP {}{} {}\n", prefix, name, help);
  }
  const Exposition exposition_;
  std::string text_;
};

constexpr std::array refusal_names = {
    "connections",         "proxy_header",        "no_token",    "draining", "full", "strained",
    "too_many_of_network", "session_connections", "address_rate"};
static_assert(refusal_names.size() == static_cast<std::size_t>(Refusal::address_rate) + 1);

}  // namespace

const char* to_string(Refusal refusal) {
  return refusal_names[static_cast<std::size_t>(refusal)];
}

std::map<std::string, std::uint64_t> nothing_refused() {
  std::map<std::string, std::uint64_t> refusals;
  for (const char* name : refusal_names) refusals.emplace(name, 0);
  return refusals;
}

Exposition exposition_for(std::string_view accept) {
  const bool named = accept.find("application/openmetrics-text") != std::string_view::npos;
  return named ? Exposition::openmetrics : Exposition::prometheus;
}

const char* content_type(Exposition exposition) {
  return exposition == Exposition::openmetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                               : "text/plain; version=0.0.4; charset=utf-8";
}

std::string metrics_page(const Figures& figures, Exposition exposition) {
  Page page(exposition);
  page.counter("sessions", "Sessions granted.", figures.sessions_granted);
  page.counters("refusals", "Sessions, transfers and connections refused, by reason.", "reason",
                figures.refusals);
  page.counters("payload_bytes", "Payload of transfers, as the agent sees the way.", "way",
                {{"down", figures.bytes_down}, {"up", figures.bytes_up}}, "bytes");
  page.counter("packets_answered", "Test packets answered.", figures.packets_answered);
  page.counters("packets_unanswered", "Test packets left unanswered, by reason.", "reason",
                figures.unanswered);
  page.gauge("sessions_loading", "Sessions that load the line at this moment.",
             static_cast<double>(figures.loading_now));
  page.gauge("sessions_granted", "Sessions that have not expired.", static_cast<double>(figures.granted_now));
  page.gauge("connections", "Connections open.", static_cast<double>(figures.connections_now));
  page.gauge("strained", "1 while it serves too late to measure, and so refuses.", figures.strained ? 1 : 0);
  page.gauge("draining", "1 while it takes no new sessions because it is to stop.", figures.draining ? 1 : 0);
  page.gauge("lateness_seconds", "How late the latest thing of the last 50 ms was served.",
             figures.lateness_seconds, "seconds");
  if (figures.certificate_expires) {
    page.gauge("certificate_expiry_timestamp_seconds", "When the certificate expires, Unix time.",
               static_cast<double>(*figures.certificate_expires), "seconds");
  }
  return std::move(page).finished();
}

}  // namespace deskready::network

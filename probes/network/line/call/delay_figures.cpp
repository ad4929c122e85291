#include "probes/network/line/call/delay_figures.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "probes/detail.h"

namespace deskready::network {
namespace {

namespace st = statistics;

std::vector<StreamPacket> of_one_size(const CallRecord& record) {
  if (record.call_every <= 1) return record.dense.packets;
  std::vector<StreamPacket> packets;
  for (std::size_t i = 0; i < record.dense.packets.size(); ++i) {
    if (!is_larger(i, record.call_every, record.calls)) packets.push_back(record.dense.packets[i]);
  }
  // Where none is small, all are as large.
  return packets.empty() ? record.dense.packets : packets;
}

}  // namespace

DelayFigures::DelayFigures(const CallRecord& record)
    : record_(record),
      make_(record),
      trips_(round_trips(record.call.packets)),
      same_size_(of_one_size(record)) {}

Answer DelayFigures::latency(const FactKey& key) const {
  if (!key.window.empty()) {
    return make_.of_windows(record_.call, key, [&](std::size_t length) {
      return sliding(record_.call.packets, length, [](std::span<const StreamPacket> window) {
        std::vector<double> trips = round_trips(window);
        std::sort(trips.begin(), trips.end());
        return trips.empty() ? std::optional<double>() : st::quantile(trips, 0.5);
      });
    });
  }
  if (key.statistic.empty() || key.statistic == "median") return make_.quantile(trips_, 0.5);
  if (key.statistic == "p95") return make_.quantile(trips_, 0.95);
  if (key.statistic == "p99") return make_.quantile(trips_, 0.99);
  if (key.statistic == "mean") return make_.mean(trips_, st::alpha_95);
  if (key.statistic != "max")
    return tl::unexpected(unmeasured(
        Cause::unsupported, {Detail::delay_statistic_unsupported, {{"statistic", Term(key.statistic)}}}));
  if (trips_.empty()) return too_few();
  return make_.base(record_.call, longest_trip(), trips_.size());
}

Answer DelayFigures::jitter(const FactKey& key, Direction direction, double alpha) const {
  const auto differences = transit_differences(record_.call.packets, direction);
  if (!key.window.empty()) {
    return make_.of_windows(record_.call, key, [&](std::size_t length) {
      return sliding(differences, length, [](std::span<const double> window) {
        return std::optional(std::accumulate(window.begin(), window.end(), 0.0) /
                             static_cast<double>(window.size()));
      });
    });
  }
  Answer fact = make_.mean(differences, alpha);
  if (fact) fact->detail["rfc3550_j"] = running_jitter(differences);
  return fact;
}

Answer DelayFigures::variation(Direction direction) const {
  Answer fact = make_.quantile(delay_variation(same_size_, direction), 0.99);
  if (fact) fact->how = make_.method_of(record_.dense).also(How::drift_removed);
  if (fact) make_.note_line_rate(*fact);
  return fact;
}

double DelayFigures::longest_trip() const {
  return *std::max_element(trips_.begin(), trips_.end());
}

}  // namespace deskready::network

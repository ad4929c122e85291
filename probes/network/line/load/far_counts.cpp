#include "probes/network/line/load/far_counts.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"

namespace deskready::network {

std::optional<std::vector<ByteCount>> far_counts(const std::string& answer) {
  constexpr double longest = 120;  // seconds
  const auto read = read_json(answer);
  const auto* samples = read ? member_of(*read, "samples") : nullptr;
  if (samples == nullptr || !samples->is_array() || samples->empty()) return std::nullopt;
  std::vector<ByteCount> counts = {{0, 0}};
  for (const auto& sample : *samples) {
    if (!sample.is_array() || sample.size() != 2 || !sample[0].is_number() || !sample[1].is_number_unsigned())
      return std::nullopt;
    const ByteCount count{sample[0].get<double>(), sample[1].get<std::uint64_t>()};
    if (!(count.at >= counts.back().at && count.at <= longest) || count.bytes < counts.back().bytes)
      return std::nullopt;
    counts.push_back(count);
  }
  return counts;
}

std::optional<std::vector<ByteCount>> far_counts_of_all(std::span<const std::string> answers) {
  std::vector<std::vector<ByteCount>> all;
  for (const std::string& answer : answers) {
    auto told = far_counts(answer);
    if (!told) return std::nullopt;
    all.push_back(std::move(*told));
  }
  return all.empty() ? std::nullopt : std::optional(sum_of(all));
}

bool taken_before_they_arrived(std::span<const ByteCount> ours, double began, std::span<const ByteCount> far,
                               double slack) {
  // What TLS and HTTP put around the payload is counted here, and not there; and where segments are counted,
  // so is each that was not full.
  constexpr double payload = 0.97;
  constexpr double header = 8000;
  if (ours.empty() || far.empty()) return false;
  const double bytes = payload * static_cast<double>(ours.back().bytes) - header;
  if (bytes <= 0) return false;
  const auto there = std::find_if(far.begin(), far.end(), [&](const ByteCount& count) {
    return static_cast<double>(count.bytes) >= bytes;
  });
  return there == far.end() || there->at > ours.back().at - began + slack;
}

}  // namespace deskready::network

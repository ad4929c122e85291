#include "probes/network/turn/filled_line.h"

#include <algorithm>
#include <array>
#include <vector>

#include "probes/statistics/statistics.h"

namespace deskready::network::turn {
namespace {

constexpr double looked_back = 2;                       // seconds of sending
constexpr double least_growth = 0.3, each_step = 0.05;  // seconds, of medians
constexpr std::size_t parts = 4, least_in_each = 5;

/// Those that came back of the last two seconds' packets up to the last one that did, in order of sending;
/// none where the row is not that long yet.
std::vector<StreamPacket> latest(std::span<const StreamPacket> packets) {
  std::vector<StreamPacket> came;
  std::copy_if(packets.begin(), packets.end(), std::back_inserter(came),
               [](const StreamPacket& packet) { return packet.answered; });
  if (came.empty() || came.back().sent - came.front().sent < looked_back) return {};
  const double from = came.back().sent - looked_back;
  std::erase_if(came, [from](const StreamPacket& packet) { return packet.sent < from; });
  return came;
}

}  // namespace

std::optional<double> filled_line(std::span<const StreamPacket> packets) {
  const std::vector<StreamPacket> came = latest(packets);
  if (came.empty()) return std::nullopt;
  std::array<std::vector<double>, parts> trips;
  for (const StreamPacket& packet : came) {
    const double share = (packet.sent - came.front().sent) / looked_back;
    trips[std::min(parts - 1, static_cast<std::size_t>(share * parts))].push_back(round_trip(packet));
  }
  std::array<double, parts> medians{};
  for (std::size_t i = 0; i < parts; ++i) {
    if (trips[i].size() < least_in_each) return std::nullopt;
    std::sort(trips[i].begin(), trips[i].end());
    medians[i] = statistics::quantile(trips[i], 0.5);
    if (i > 0 && medians[i] - medians[i - 1] < each_step) return std::nullopt;
  }
  if (medians.back() - medians.front() < least_growth) return std::nullopt;
  const auto [first, last] = std::minmax_element(
      came.begin(), came.end(), [](const auto& a, const auto& b) { return a.back < b.back; });
  return static_cast<double>(came.size() - 1) / (last->back - first->back);
}

}  // namespace deskready::network::turn

#include "probes/network/line/packets/packet_path.h"

#include <algorithm>
#include <cmath>

namespace deskready::network {
namespace {

struct Point {
  double time;   ///< of sending
  double delay;  ///< one way, on two clocks
};

double departure(const StreamPacket& packet, Direction direction) {
  return direction == Direction::up ? packet.sent : packet.left;
}

double arrival(const StreamPacket& packet, Direction direction) {
  return direction == Direction::up ? packet.reached : packet.back;
}

/// The reflector's clock less this computer's, wrong by half the difference of the two ways' delays.
double clock_offset(const StreamPacket& p) {
  return ((p.reached - p.sent) + (p.left - p.back)) / 2;
}

/// Seconds. Smaller steps are within what a clock that is being disciplined does.
constexpr double least_step = 0.005;

/// Answered packets in order of their arrival in that direction.
std::vector<const StreamPacket*> arrivals(std::span<const StreamPacket> packets, Direction direction) {
  std::vector<const StreamPacket*> order;
  for (const StreamPacket& packet : packets) {
    if (packet.answered) order.push_back(&packet);
  }
  std::stable_sort(order.begin(), order.end(), [&](const StreamPacket* a, const StreamPacket* b) {
    return arrival(*a, direction) < arrival(*b, direction);
  });
  return order;
}

double cross(const Point& o, const Point& a, const Point& b) {
  return (a.time - o.time) * (b.delay - o.delay) - (a.delay - o.delay) * (b.time - o.time);
}

/// Slope of the edge of the lower convex hull that spans the mean time: the clocks' drift.
double drift(std::vector<Point> points) {
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.time < b.time; });
  double mean = 0;
  std::vector<Point> hull;
  for (const Point& point : points) {
    mean += point.time / static_cast<double>(points.size());
    while (hull.size() >= 2 && cross(hull[hull.size() - 2], hull.back(), point) <= 0) hull.pop_back();
    hull.push_back(point);
  }
  for (std::size_t i = 1; i < hull.size(); ++i) {
    if (hull[i].time < mean || hull[i].time <= hull[i - 1].time) continue;
    const double slope = (hull[i].delay - hull[i - 1].delay) / (hull[i].time - hull[i - 1].time);
    // No clock is that bad: a steeper floor is the line's own.
    return std::abs(slope) <= 200e-6 ? slope : 0;
  }
  return 0;
}

/// The parts of the stream within each of which the reflector's clock was not set, in order; together they
/// hold every answered packet. A packet's two one-way delays can move against each other by its round trip
/// and no more.
std::vector<std::span<const StreamPacket>> between_clock_steps(std::span<const StreamPacket> packets) {
  std::vector<std::span<const StreamPacket>> parts;
  std::size_t begin = 0;
  const StreamPacket* before = nullptr;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const StreamPacket& now = packets[i];
    if (!now.answered) continue;
    const bool stepped = before != nullptr && std::abs(clock_offset(now) - clock_offset(*before)) >
                                                  (round_trip(now) + round_trip(*before)) / 2 + least_step;
    if (stepped) {
      parts.push_back(packets.subspan(begin, i - begin));
      begin = i;
    }
    before = &now;
  }
  if (before != nullptr) parts.push_back(packets.subspan(begin));
  return parts;
}

/// Of a part without clock steps.
std::vector<double> delays_above_least(std::span<const StreamPacket> packets, Direction direction) {
  std::vector<Point> points;
  for (const StreamPacket& packet : packets) {
    if (!packet.answered) continue;
    const double departed = departure(packet, direction);
    points.push_back({departed, arrival(packet, direction) - departed});
  }
  const double slope = drift(points);
  std::vector<double> delays;
  for (const Point& point : points) delays.push_back(point.delay - slope * point.time);
  if (delays.empty()) return delays;
  const double least = *std::min_element(delays.begin(), delays.end());
  for (double& delay : delays) delay -= least;
  return delays;
}

}  // namespace

std::vector<Fate> fates(std::span<const StreamPacket> packets, std::span<const std::uint32_t> extra) {
  std::vector<Fate> result(packets.size(), Fate::unknown);
  std::vector<std::uint32_t> counts(extra.begin(), extra.end());
  for (const StreamPacket& packet : packets) {
    if (packet.answered) counts.push_back(packet.reflected);
  }
  std::sort(counts.begin(), counts.end());
  counts.erase(std::unique(counts.begin(), counts.end()), counts.end());

  // Anchors are answers whose count grows with the sequence; those overtaken on the way only count as seen.
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (packets[i].refused) result[i] = Fate::not_sent;
  }
  std::size_t gap_start = 0;
  std::uint32_t next_count = 0;
  bool anchored = false;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (!packets[i].answered) continue;
    result[i] = Fate::arrived;
    if (!anchored) {
      // The reflector may have counted an earlier stream of the session, so its first count tells nothing.
      anchored = true;
      gap_start = i + 1;
      next_count = packets[i].reflected + 1;
    }
    if (packets[i].reflected < next_count) continue;
    const auto seen = std::lower_bound(counts.begin(), counts.end(), packets[i].reflected) -
                      std::lower_bound(counts.begin(), counts.end(), next_count);
    auto lost_down = static_cast<std::int64_t>(packets[i].reflected - next_count) - seen;
    for (std::size_t j = i; j-- > gap_start;) {
      if (packets[j].answered || packets[j].refused) continue;
      result[j] = lost_down-- > 0 ? Fate::lost_down : Fate::lost_up;
    }
    gap_start = i + 1;
    next_count = packets[i].reflected + 1;
  }
  return result;
}

double dwell(const StreamPacket& p) {
  const double held = p.left - p.reached;
  return held >= 0 && held <= p.back - p.sent ? held : 0;
}

double round_trip(const StreamPacket& p) {
  return std::max(0.0, (p.back - p.sent) - dwell(p));
}

std::vector<double> round_trips(std::span<const StreamPacket> packets) {
  std::vector<double> trips;
  for (const StreamPacket& p : packets) {
    if (p.answered) trips.push_back(round_trip(p));
  }
  return trips;
}

std::size_t reordered(std::span<const StreamPacket> packets, Direction direction) {
  std::vector<std::pair<double, double>> order;  // arrival, departure; both only need to be comparable
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const StreamPacket& p = packets[i];
    if (!p.answered) continue;
    order.emplace_back(direction == Direction::up ? p.reflected : p.back,
                       direction == Direction::up ? static_cast<double>(i) : p.reflected);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::size_t count = 0;
  double newest = -1;
  for (const auto& [arrived, departed] : order) {
    count += departed < newest ? 1 : 0;
    newest = std::max(newest, departed);
  }
  return count;
}

std::span<const StreamPacket> after_last_clock_step(std::span<const StreamPacket> packets) {
  const auto parts = between_clock_steps(packets);
  return parts.empty() ? packets : parts.back();
}

std::vector<double> delay_variation(std::span<const StreamPacket> packets, Direction direction) {
  std::vector<double> delays;
  for (const auto part : between_clock_steps(packets)) {
    const auto of_part = delays_above_least(part, direction);
    delays.insert(delays.end(), of_part.begin(), of_part.end());
  }
  return delays;
}

std::vector<double> transit_differences(std::span<const StreamPacket> packets, Direction direction) {
  std::vector<double> differences;
  for (const auto part : between_clock_steps(packets)) {
    const auto order = arrivals(part, direction);
    for (std::size_t i = 1; i < order.size(); ++i) {
      differences.push_back(
          std::abs((arrival(*order[i], direction) - arrival(*order[i - 1], direction)) -
                   (departure(*order[i], direction) - departure(*order[i - 1], direction))));
    }
  }
  return differences;
}

double running_jitter(std::span<const double> differences) {
  double jitter = 0;
  for (const double difference : differences) jitter += (difference - jitter) / 16;
  return jitter;
}

}  // namespace deskready::network

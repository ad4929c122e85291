#include "reports/over_time.h"

#include <algorithm>
#include <array>

namespace deskready {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 3> names = {"network.outages", "network.longest_outage",
                                                   "network.availability"};
constexpr std::string_view line_key = "network.latency";
constexpr auto window = 14 * 24h;
constexpr auto least_span = 7 * 24h;
constexpr std::size_t least_checks = 20;

/// Causes by which a check shows that the line, or the far end behind it, was down.
bool is_down(const Sample& sample) {
  return sample.text == to_string(Cause::far_end_failed) || sample.text == to_string(Cause::too_few_samples);
}

double seconds(std::chrono::microseconds time) {
  return std::chrono::duration<double>(time).count();
}

struct Outage {
  double length = 0, shortest = 0, longest = 0;  ///< s
};

/// Runs of checks that were down, each ended by one that was up or by the window's end.
std::vector<Outage> outages_of(const std::vector<Sample>& line) {
  std::vector<Outage> outages;
  for (std::size_t first = 0; first < line.size(); ++first) {
    if (!is_down(line[first])) continue;
    std::size_t next = first;
    while (next < line.size() && is_down(line[next])) ++next;
    const Sample& last = line[next - 1];
    const WallTime before = first > 0 ? line[first - 1].at : line[first].at;
    const WallTime after = next < line.size() ? line[next].at : last.at;
    outages.push_back(
        {seconds(after - line[first].at), seconds(last.at - line[first].at), seconds(after - before)});
    first = next;
  }
  return outages;
}

Fact fact(double value, std::size_t samples, WallTime now) {
  Fact made;
  made.value = value;
  made.samples = samples;
  made.method = "checks of the last 14 days";
  made.at = now;
  return made;
}

}  // namespace

std::span<const std::string_view> over_time_names() {
  return names;
}

Facts over_time(const std::vector<Sample>& series, WallTime now) {
  std::vector<Sample> line;
  std::copy_if(series.begin(), series.end(), std::back_inserter(line), [&](const Sample& sample) {
    return sample.at > now - window && sample.at <= now && (sample.value || is_down(sample));
  });
  Facts facts;
  if (line.size() < least_checks || line.back().at - line.front().at < least_span) {
    for (const std::string_view name : names) facts.cannot(name, unmeasured(Cause::too_little_history));
    return facts;
  }
  const auto outages = outages_of(line);
  const auto down = std::count_if(line.begin(), line.end(), is_down);
  facts.add(names[0], fact(static_cast<double>(outages.size()), line.size(), now));
  const auto longest = std::max_element(outages.begin(), outages.end(),
                                        [](const Outage& a, const Outage& b) { return a.length < b.length; });
  Fact length = fact(longest == outages.end() ? 0 : longest->length, line.size(), now);
  if (longest != outages.end()) {
    length.low = longest->shortest;
    length.high = longest->longest;
  }
  facts.add(names[1], std::move(length));
  facts.add(names[2],
            fact(1 - static_cast<double>(down) / static_cast<double>(line.size()), line.size(), now));
  return facts;
}

void add_over_time(Facts& facts, const History& history, WallTime now) {
  std::vector<std::string> asked;
  for (const std::string_view name : names) {
    if (facts.why_not(name) != nullptr) asked.emplace_back(name);
  }
  if (asked.empty()) return;
  const auto line = history.series(line_key, now - window, now + 1s);
  Facts found = line ? over_time(*line, now) : Facts{};
  for (const std::string& name : asked) {
    if (const Fact* known = found.find(name)) {
      facts.add(name, *known);
    } else {
      facts.cannot(name, line ? *found.why_not(name) : unmeasured(Cause::failed, line.error()));
    }
  }
}

}  // namespace deskready

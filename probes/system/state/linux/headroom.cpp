#include "probes/system/state/headroom.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "config/base/pause.h"
#include "config/facts/catalogue.h"
#include "probes/machine/files.h"
#include "probes/system/reading.h"
#include "probes/system/state/ticks.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view headroom_fact = "system.cpu.headroom";
constexpr std::string_view memory_fact = "system.memory.headroom";
constexpr std::string_view throttled_fact = "system.cpu.throttled";
constexpr std::chrono::milliseconds interval{500};
constexpr std::size_t window = 10;  ///< intervals: five seconds, in which a stall is heard
constexpr std::size_t fewest = 4;   ///< intervals; less says nothing about a call

struct Watched {
  std::vector<Ticks> ticks;
  double least_memory = 0;  ///< bytes; 0 when it was never told
};

std::optional<double> available_memory(const Context& context) {
  const auto meminfo = read_text(context.root, "/proc/meminfo");
  const auto text = meminfo ? value_of(*meminfo, "MemAvailable") : std::nullopt;
  if (!text) return std::nullopt;
  const double kilobytes = std::strtod(text->c_str(), nullptr);
  if (!(kilobytes > 0) || !std::isfinite(kilobytes)) return std::nullopt;
  return kilobytes * 1024;
}

/// How often the processors slowed down for heat since the start (Intel's counters); nothing where none
/// count.
std::optional<std::uint64_t> throttle_count(const Context& context) {
  constexpr std::string_view folder = "/sys/devices/system/cpu";
  std::optional<std::uint64_t> sum;
  for (const std::string& cpu : list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    if (!cpu.starts_with("cpu")) continue;
    for (const char* counter : {"core_throttle_count", "package_throttle_count"}) {
      const auto count =
          read_number(context.root, fmt::format("{}/{}/thermal_throttle/{}", folder, cpu, counter));
      if (count) sum = sum.value_or(0) + *count;
    }
  }
  return sum;
}

/// Whether the kernel is slowing processors down now; nothing where nothing could.
std::optional<bool> slowed_down(const Context& context) {
  constexpr std::string_view folder = "/sys/class/thermal";
  std::optional<bool> slowed;
  for (const std::string& device : list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    const auto type = read_line(context.root, fmt::format("{}/{}/type", folder, device));
    const bool processor = type && (*type == "Processor" || type->find("cpufreq") != std::string::npos);
    if (!device.starts_with("cooling_device") || !processor) continue;
    const auto state = read_number(context.root, fmt::format("{}/{}/cur_state", folder, device));
    if (state) slowed = slowed.value_or(false) || *state > 0;
  }
  return slowed;
}

/// Looks until the company has gone; `slowed` gathers what the cooling devices said.
Watched watch(const Context& context, std::optional<bool>& slowed) {
  Watched seen;
  while (!context.stop.stop_requested()) {
    if (const auto ticks = read_ticks(context.root)) seen.ticks.push_back(*ticks);
    if (const auto memory = available_memory(context)) {
      seen.least_memory = seen.least_memory == 0 ? *memory : std::min(seen.least_memory, *memory);
    }
    if (const auto now = slowed_down(context)) slowed = slowed.value_or(false) || *now;
    if (context.company.stop_requested()) break;
    pause(context.company, interval);
  }
  return seen;
}

void add_processor(Facts& facts, const Context& context, const Watched& seen) {
  const auto most = seen.ticks.size() > fewest ? busiest_share(seen.ticks, window) : std::nullopt;
  if (!most) return facts.cannot(headroom_fact, unmeasured(Cause::too_few_samples));
  Fact fact = inventory(context, 1 - *most, How::cpu_busiest);
  fact.samples = seen.ticks.size() - 1;
  if (const auto mean = busy_share(seen.ticks.front(), seen.ticks.back())) fact.detail["mean"] = 1 - *mean;
  facts.add(headroom_fact, std::move(fact));
}

Facts measure(Context& context) {
  Facts facts;
  if (context.root != "/") {
    return answered(std::move(facts), context, Detail::load_of_recorded);
  }
  if (!context.company.stop_possible()) {
    for (const auto name : names_of("system.headroom")) {
      facts.cannot(name, unmeasured(Cause::condition, Detail::no_load_meanwhile));
    }
    return answered(std::move(facts), context, {});
  }
  const auto before = throttle_count(context);
  std::optional<bool> slowed;
  const Watched seen = watch(context, slowed);
  const auto after = throttle_count(context);
  if (context.stop.stop_requested()) {
    for (const auto name : names_of("system.headroom")) facts.cannot(name, unmeasured(Cause::stopped));
    return answered(std::move(facts), context, {});
  }
  add_processor(facts, context, seen);
  if (seen.least_memory > 0) {
    Fact fact = inventory(context, seen.least_memory, How::memory_least);
    fact.samples = seen.ticks.size();
    facts.add(memory_fact, std::move(fact));
  } else {
    facts.cannot(memory_fact, unmeasured(Cause::unsupported, Detail::system_untold));
  }
  if (before && after) {
    facts.add(throttled_fact, inventory(context, *after > *before, How::cpu_counters));
  } else if (slowed) {
    facts.add(throttled_fact, inventory(context, *slowed, How::cooling_devices));
  } else {
    facts.cannot(throttled_fact, unmeasured(Cause::unsupported, Detail::system_untold));
  }
  return answered(std::move(facts), context, {});
}

}  // namespace

Probe headroom_probe() {
  return reading_probe("system.headroom", measure);
}

}  // namespace deskready::system_facts

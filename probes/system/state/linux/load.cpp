#include "probes/system/state/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "config/base/pause.h"
#include "probes/machine/files.h"
#include "probes/system/reading.h"
#include "probes/system/state/ticks.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view load = "system.cpu.load";
constexpr std::chrono::milliseconds watched{100};

/// Pressure stall information (Documentation/accounting/psi.rst): "some avg10=0.12 …", in percent.
void add_stalls(Facts& facts, const Context& context, std::string_view key, const char* resource) {
  const auto line = read_line(context.root, fmt::format("/proc/pressure/{}", resource));
  double percent = 0;
  if (!line || std::sscanf(line->c_str(), "some avg10=%lf", &percent) != 1 ||
      !(percent >= 0 && percent <= 100)) {
    return facts.cannot(key, unmeasured(Cause::unsupported, Detail::no_pressure_figures));
  }
  facts.add(key, inventory(context, percent / 100, How::pressure));
}

void add_load(Facts& facts, const Context& context) {
  if (!context.asked(load)) return;
  if (context.root != "/") {
    return facts.cannot(load, unmeasured(Cause::unsupported, Detail::load_of_recorded));
  }
  const auto before = read_ticks(context.root);
  pause(context.stop, watched);
  const auto after = read_ticks(context.root);
  if (context.stop.stop_requested()) return facts.cannot(load, unmeasured(Cause::stopped));
  if (!before || !after) return facts.cannot(load, unmeasured(Cause::failed, Detail::processor_time_untold));
  const auto busy = busy_share(*before, *after);
  if (!busy) return facts.cannot(load, unmeasured(Cause::too_few_samples));
  Fact fact = inventory(context, *busy, How::cpu_busy);
  fact.samples = after->busy + after->idle - before->busy - before->idle;
  fact.cost.seconds = std::chrono::duration<double>(watched).count();
  facts.add(load, std::move(fact));
}

Facts measure(Context& context) {
  Facts facts;
  add_stalls(facts, context, "system.cpu.stalls", "cpu");
  add_stalls(facts, context, "system.memory.stalls", "memory");
  add_stalls(facts, context, "system.disk.stalls", "io");
  add_load(facts, context);
  return answered(std::move(facts), context, Detail::system_untold);
}

}  // namespace

Probe load_probe() {
  Probe probe = reading_probe("system.load", measure);
  // Watching the load takes its time; all else is read at once.
  probe.worst_cost = [](std::span<const Question> questions, Depth) {
    const bool watches = std::any_of(questions.begin(), questions.end(),
                                     [](const Question& question) { return question.key.name == load; });
    return Cost{0, watches ? std::chrono::duration<double>(watched).count() : 0.0};
  };
  return probe;
}

}  // namespace deskready::system_facts

#include "probes/system/state/time.h"

#include "probes/machine/files.h"
#include "probes/system/reading.h"
#include "probes/system/state/kernel_clock.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view synchronized_fact = "system.clock.synchronized";

/// The link that localtime(5) prescribes, else Debian's older file.
std::optional<std::string> time_zone(const Context& context) {
  constexpr std::string_view database = "zoneinfo/";
  if (const auto link = read_link(context.root, "/etc/localtime")) {
    const auto at = link->find(database);
    if (at != std::string::npos) return link->substr(at + database.size());
  }
  return read_line(context.root, "/etc/timezone");
}

Facts measure(Context& context) {
  Facts facts;
  if (const auto zone = time_zone(context); zone && is_text(*zone)) {
    facts.add("system.time_zone", inventory(context, *zone, How::local_time));
  }
  if (context.root != "/") {
    facts.cannot(synchronized_fact, unmeasured(Cause::unsupported, Detail::recorded_has_no_clock));
  } else if (const auto clock = kernel_clock()) {
    facts.add(synchronized_fact, inventory(context, clock->synchronized, How::kernel_clock));
  }
  return answered(std::move(facts), context, Detail::system_untold);
}

}  // namespace

Probe time_probe() {
  return reading_probe("system.time", measure);
}

}  // namespace deskready::system_facts

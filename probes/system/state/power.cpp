#include "probes/system/state/power.h"

#include "probes/machine/guest.h"
#include "probes/machine/power.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view battery_fact = "system.power.battery";

Facts measure(Context& context) {
  Facts facts;
  const auto found = power_supplies(context.root);
  if (!found) return answered(std::move(facts), context, Detail::power_supplies_unlisted);
  facts.add("system.power.ups", inventory(context, found->ups, How::supplies_and_usb));
  if (found->charge) {
    facts.add(battery_fact, inventory(context, *found->charge, How::sysfs));
  } else if (!found->battery && !found->unclear) {
    facts.cannot(battery_fact, unmeasured(Cause::no_device));
  }
  // The host of a virtual machine may be a laptop on its battery.
  if (!found->battery && in_virtual_machine(context.root) == true) {
    return answered(std::move(facts), context, Detail::virtual_power);
  }
  if (found->source) {
    const char* name = *found->source == PowerSource::battery ? "battery" : "mains";
    facts.add("system.power.source", inventory(context, std::string(name), How::power_supplies));
  }
  return answered(std::move(facts), context, Detail::power_supplies_untold);
}

}  // namespace

Probe power_probe() {
  return reading_probe("system.power", measure);
}

}  // namespace deskready::system_facts

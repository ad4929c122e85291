#include "probes/system/hardware/virtual_machine.h"

#include "probes/machine/guest.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

Facts measure(Context& context) {
  Facts facts;
  if (const auto found = in_virtual_machine(context.root)) {
    facts.add("system.virtual_machine", inventory(context, *found, How::hypervisor_signs));
  }
  return answered(std::move(facts), context, Detail::hypervisor_unread);
}

}  // namespace

Probe virtual_machine_probe() {
  return reading_probe("system.virtual_machine", measure);
}

}  // namespace deskready::system_facts

#include "probes/machine/calls.h"

namespace deskready {

bool is_call(const SoundUse& use) {
  if (use.own || use.inside_server || use.paused || use.meter) return false;
  return use.records || use.role == "phone";
}

}  // namespace deskready

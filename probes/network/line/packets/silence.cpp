#include "probes/network/line/packets/silence.h"

#include "probes/detail.h"

namespace deskready::network {

Unmeasured why_silent(const Silence& silence) {
  switch (silence.tcp) {
    case OverTcp::silent:
      return unmeasured(Cause::far_end_failed, Detail::silent_by_tcp_too);
    case OverTcp::ended:
      return unmeasured(Cause::far_end_failed, Detail::session_ended);
    case OverTcp::busy:
      return unmeasured(Cause::far_end_busy, Detail::udp_silent_while_busy);
    case OverTcp::serves:
      break;
  }
  if (silence.refused) return unmeasured(Cause::far_end_failed, Detail::udp_refused);
  if (silence.other_place) return unmeasured(Cause::far_end_failed, Detail::udp_silent_at_both);
  return unmeasured(Cause::far_end_failed, Detail::udp_blocked);
}

}  // namespace deskready::network

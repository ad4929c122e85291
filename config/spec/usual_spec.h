// The shipped spec that is meant where none is named.
#pragma once

namespace deskready {

inline constexpr const char* usual_spec = "voice-baseline";

}  // namespace deskready

// What a screen says of itself: the first 128 bytes of its EDID (VESA E-EDID 1.4).
#pragma once

#include <optional>
#include <string_view>

namespace deskready::system_facts {

struct Screen {
  unsigned width = 0, height = 0;  ///< pixels of the preferred mode; 0 when it tells none
  double diagonal = 0;             ///< metres; 0 when it tells no size, as projectors do
};

/// Nothing for bytes that are no EDID, checksum included. Pure.
std::optional<Screen> parse_edid(std::string_view bytes);

}  // namespace deskready::system_facts

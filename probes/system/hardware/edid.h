// What a screen says of itself: its EDID (VESA E-EDID 1.4) and the tiles in its DisplayID extension.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready::system_facts {

/// One of several pictures that make up a screen with more than one cable.
struct Tile {
  std::string screen;              ///< the same for all tiles of a screen
  unsigned columns = 1, rows = 1;  ///< of tiles
  unsigned width = 0, height = 0;  ///< pixels of this one
};

struct Screen {
  unsigned width = 0, height = 0;  ///< pixels of the preferred mode; 0 when it tells none
  double diagonal = 0;             ///< metres; 0 when it tells no size that can be believed
  std::optional<Tile> tile;
};

/// Nothing for bytes that are no EDID, checksum included. Pure.
std::optional<Screen> parse_edid(std::string_view bytes);

}  // namespace deskready::system_facts

// Sizes of screens and pictures in pixels, as people write them.
#pragma once

#include <optional>
#include <string_view>

namespace deskready {

struct Pixels {
  unsigned wide = 0, high = 0;
};

/// "1280x1024", "1280 × 1024"; nothing for a text that is none, or without area.
std::optional<Pixels> pixels_of(std::string_view text);

}  // namespace deskready

#include "probes/system/hardware/edid.h"

#include <cmath>

namespace deskready::system_facts {
namespace {

/// Televisions put "16 by 9" where the size belongs, in whichever unit stands there.
bool is_shape(double wide, double high) {
  for (const double unit : {1.0, 10.0, 100.0}) {
    if (wide == 16 * unit && (high == 9 * unit || high == 10 * unit)) return true;
  }
  return false;
}

}  // namespace

std::optional<Screen> parse_edid(std::string_view bytes) {
  constexpr std::string_view header("\0\xff\xff\xff\xff\xff\xff\0", 8);
  constexpr std::size_t block = 128, first_timing = 54;
  if (bytes.size() < block || !bytes.starts_with(header)) return std::nullopt;
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes[i]));
  };
  unsigned sum = 0;
  for (std::size_t i = 0; i < block; ++i) sum += byte(i);
  if (sum % 256 != 0) return std::nullopt;

  Screen screen;
  double wide = byte(21) * 10.0, high = byte(22) * 10.0;  // centimetres to millimetres
  const auto timing = [&](std::size_t i) { return byte(first_timing + i); };
  // A pixel clock of zero marks a text instead of a timing.
  if (timing(0) != 0 || timing(1) != 0) {
    screen.width = timing(2) | (timing(4) & 0xF0) << 4;
    screen.height = timing(5) | (timing(7) & 0xF0) << 4;
    const unsigned fine_wide = timing(12) | (timing(14) & 0xF0) << 4;
    const unsigned fine_high = timing(13) | (timing(14) & 0x0F) << 8;
    if (fine_wide > 0 && fine_high > 0) wide = fine_wide, high = fine_high;
  }
  // One of the two alone is a shape.
  if (wide > 0 && high > 0 && !is_shape(wide, high)) screen.diagonal = std::hypot(wide, high) / 1000;
  return screen;
}

}  // namespace deskready::system_facts

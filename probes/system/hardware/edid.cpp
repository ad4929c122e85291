#include "probes/system/hardware/edid.h"

#include <algorithm>
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

/// A size in millimetres; zeros where none is told.
struct Picture {
  double wide = 0, high = 0;
  bool told() const { return wide > 0 && high > 0 && !is_shape(wide, high); }
};

bool agree(double a, double b) {
  // One of the two places counts in centimetres, rounded either way.
  return std::abs(a - b) <= std::max(10.0, 0.03 * std::max(a, b));
}

bool has_shape_of(const Picture& picture, const Screen& screen) {
  if (screen.width == 0 || screen.height == 0) return true;
  const double ratio = picture.wide / picture.high * screen.height / screen.width;
  return ratio > 0.85 && ratio < 1.18;
}

/// Two places tell the size. Televisions carry one firmware for many sizes, so what the two do not agree on
/// counts only where one has the shape of the pixels and the other has not.
double diagonal_of(const Picture& coarse, const Picture& fine, const Screen& screen) {
  const bool coarse_fits = coarse.told() && has_shape_of(coarse, screen);
  const bool fine_fits = fine.told() && has_shape_of(fine, screen);
  const bool both_tell = coarse.wide > 0 && coarse.high > 0 && fine.wide > 0 && fine.high > 0;
  const bool differ = both_tell && !(agree(coarse.wide, fine.wide) && agree(coarse.high, fine.high));
  if (differ && coarse_fits == fine_fits) return 0;
  // A shape in one place makes the other doubtful, too.
  if (differ && (!coarse.told() || !fine.told())) return 0;
  if (fine_fits) return std::hypot(fine.wide, fine.high) / 1000;
  return coarse_fits ? std::hypot(coarse.wide, coarse.high) / 1000 : 0;
}

/// The tiled display topology of a DisplayID extension: block 0x12 of version 1, 0x28 of version 2 (VESA
/// DisplayID 1.3, section 4.14, and 2.0, section 4.9).
std::optional<Tile> tile_in(std::string_view extension) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(extension[i]));
  };
  constexpr std::size_t first_block = 5, block_head = 3, topology = 22;
  const std::size_t end = std::min<std::size_t>(extension.size() - 1, first_block + byte(2));
  for (std::size_t at = first_block; at + block_head <= end;) {
    const std::size_t length = byte(at + 2);
    if (at + block_head + length > end) break;
    const unsigned tag = byte(at);
    if ((tag == 0x12 || tag == 0x28) && length >= topology) {
      const auto field = [&](std::size_t i) { return byte(at + block_head + i); };
      Tile tile;
      tile.columns = (field(1) >> 4 | (field(3) >> 2 & 0x30)) + 1;
      tile.rows = ((field(1) & 0x0F) | (field(3) & 0x30)) + 1;
      tile.width = (field(4) | field(5) << 8) + 1;
      tile.height = (field(6) | field(7) << 8) + 1;
      tile.screen = std::string(extension.substr(at + block_head + 13, 9));
      return tile;
    }
    at += block_head + length;
  }
  return std::nullopt;
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
  const Picture coarse{byte(21) * 10.0, byte(22) * 10.0};  // centimetres
  Picture fine;
  const auto timing = [&](std::size_t i) { return byte(first_timing + i); };
  // A pixel clock of zero marks a text instead of a timing.
  if (timing(0) != 0 || timing(1) != 0) {
    screen.width = timing(2) | (timing(4) & 0xF0) << 4;
    screen.height = timing(5) | (timing(7) & 0xF0) << 4;
    fine.wide = timing(12) | (timing(14) & 0xF0) << 4;
    fine.high = timing(13) | (timing(14) & 0x0F) << 8;
  }
  for (std::size_t at = block; at + block <= bytes.size() && !screen.tile; at += block) {
    constexpr unsigned display_id = 0x70;
    if (byte(at) == display_id) screen.tile = tile_in(bytes.substr(at, block));
  }
  // A tile is half of what the size is about.
  Screen whole = screen;
  if (screen.tile) {
    whole.width = screen.tile->width * screen.tile->columns;
    whole.height = screen.tile->height * screen.tile->rows;
  }
  screen.diagonal = diagonal_of(coarse, fine, whole);
  return screen;
}

}  // namespace deskready::system_facts

// Sound cards as the system lists them, below a root that a test can replace.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace deskready::audio {

/// One direction of a card.
struct CardDirection {
  bool present = false;
  std::vector<std::uint32_t> rates;  ///< Hz, those that the hardware offers; empty when not told
  bool continuous = false;           ///< every rate from the first to the last of `rates`
  std::uint32_t rate_in_use = 0;     ///< Hz while a stream runs; else 0
};

struct Card {
  int number = 0;
  std::string id;               ///< the system's short name: "PCH"
  std::string bus;              ///< usb, pci; empty when not told
  std::uint16_t vendor_id = 0;  ///< USB only; 0: not told
  std::uint16_t product_id = 0;
  std::string product;  ///< as the device says
  bool hdmi = false;    ///< an HDMI or DisplayPort output, and nothing else
  CardDirection capture;
  CardDirection playback;
};

/// All cards of the computer below `root`, by number. Empty when there is none, or when nothing lists them.
/// Thread-safe; reads small files only.
std::vector<Card> read_cards(const std::filesystem::path& root);

}  // namespace deskready::audio

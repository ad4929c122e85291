// Whether a USB sound device is the radio end of a wireless headset. A heuristic, and said so wherever shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace deskready::audio {

struct Wireless {
  bool wireless = false;
  std::string_view reason;  ///< "product id of a radio dongle", "its name says so", "Bluetooth", "a plug"
};

/// By product id (those that the public list usb.ids names as wireless headsets, dongles or DECT bases) and
/// by words in the product's name. Nothing when neither says anything: a dongle looks like a cable.
std::optional<Wireless> usb_wireless(std::uint16_t vendor_id, std::uint16_t product_id,
                                     std::string_view product);

}  // namespace deskready::audio

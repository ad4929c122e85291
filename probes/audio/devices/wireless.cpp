#include "probes/audio/devices/wireless.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "config/base/text.h"

namespace deskready::audio {
namespace {

using Ids = std::pair<std::uint16_t, std::uint16_t>;

constexpr std::array radio = {
    Ids{0x045e, 0x02b6},  // Xbox 360 Bluetooth headset
    Ids{0x046d, 0x0a1f},  // Logitech G930
    Ids{0x046d, 0x0a29},  // Logitech H600
    Ids{0x046d, 0x0a5b},  // Logitech G933
    Ids{0x046d, 0x0a66},  // Logitech G533
    Ids{0x046d, 0x0ac4},  // Logitech G535
    Ids{0x047f, 0x0411},  // Plantronics Savi Office
    Ids{0x047f, 0x4254},  // Plantronics BUA-100
    Ids{0x047f, 0xac01},  // Plantronics Savi 7xx
    Ids{0x0951, 0x16c4},  // HyperX Cloud Flight
    Ids{0x0b0e, 0x1022},  // Jabra PRO 9450
    Ids{0x0b0e, 0x245e},  // Jabra Link 370
    Ids{0x0b0e, 0xa50a},  // Alienware AW988
    Ids{0x1038, 0x1260},  // SteelSeries Arctis 7
    Ids{0x1532, 0x051e},  // Razer Nari Essential
};

constexpr std::array<std::string_view, 9> words = {"wireless", "dongle", "receiver", "dect", "bluetooth",
                                                   "link 3",   "savi",   "2.4g",     "btd "};

}  // namespace

std::optional<Wireless> usb_wireless(std::uint16_t vendor_id, std::uint16_t product_id,
                                     std::string_view product) {
  if (std::find(radio.begin(), radio.end(), Ids{vendor_id, product_id}) != radio.end()) {
    return Wireless{true, "product id of a radio dongle"};
  }
  const std::string name = lower(product);
  const auto says = [&](std::string_view word) { return name.find(word) != std::string::npos; };
  if (std::any_of(words.begin(), words.end(), says)) return Wireless{true, "its name says so"};
  return std::nullopt;
}

}  // namespace deskready::audio

#include "probes/audio/devices/cards.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "config/base/text.h"
#include "probes/machine/files.h"

namespace deskready::audio {
namespace {

std::optional<std::uint32_t> number(std::string_view text, int base = 10) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "8000, 16000" or "8000 - 48000 (continuous)".
void take_rates(std::string_view text, CardDirection& direction) {
  direction.continuous = direction.continuous || text.find("continuous") != std::string_view::npos;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto begin = text.find_first_of("0123456789", at);
    if (begin == std::string_view::npos) return;
    const auto end = std::min(text.find_first_not_of("0123456789", begin), text.size());
    const auto rate = number(text.substr(begin, end - begin));
    if (rate && *rate >= 1000 && *rate <= 10'000'000) direction.rates.push_back(*rate);
    at = end;
  }
}

/// A USB card's stream0 lists, for each direction, the formats with their rates.
void read_stream(std::string_view text, Card& card) {
  CardDirection* direction = nullptr;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trimmed(text.substr(at, end - at));
    at = end + 1;
    if (line.starts_with("Playback:")) direction = &card.playback;
    if (line.starts_with("Capture:")) direction = &card.capture;
    if (direction != nullptr && line.starts_with("Rates:")) take_rates(line.substr(6), *direction);
  }
  for (CardDirection* one : {&card.capture, &card.playback}) {
    std::sort(one->rates.begin(), one->rates.end());
    one->rates.erase(std::unique(one->rates.begin(), one->rates.end()), one->rates.end());
  }
}

void read_usb(const std::filesystem::path& root, const std::string& folder, Card& card) {
  const auto id = read_line(root, folder + "/usbid");
  if (!id || id->size() != 9 || (*id)[4] != ':') return;
  card.bus = "usb";
  card.vendor_id = static_cast<std::uint16_t>(number(id->substr(0, 4), 16).value_or(0));
  card.product_id = static_cast<std::uint16_t>(number(id->substr(5), 16).value_or(0));
  // The card hangs on an interface of the USB device, which is the folder above.
  const std::string device = fmt::format("/sys/class/sound/card{}/device/..", card.number);
  card.product = read_line(root, device + "/product").value_or("");
}

/// "rate: 48000 (48000/1)" while a stream runs, "closed" else.
std::uint32_t rate_in_use(const std::filesystem::path& root, const std::string& pcm) {
  const auto text = read_text(root, pcm + "/sub0/hw_params");
  if (!text) return 0;
  const auto rate = value_of(*text, "rate");
  if (!rate) return 0;
  return number(std::string_view(*rate).substr(0, rate->find(' '))).value_or(0);
}

Card read_card(const std::filesystem::path& root, const std::string& folder, int number_of) {
  Card card;
  card.number = number_of;
  card.id = read_line(root, folder + "/id").value_or("");
  bool monitor = false;
  bool analogue = false;
  for (const std::string& name : list_folder(root, folder).value_or(std::vector<std::string>{})) {
    if (name.starts_with("eld#")) monitor = true;
    if (name.starts_with("codec#")) card.bus = "pci";
    if (!name.starts_with("pcm") || name.size() < 5) continue;
    CardDirection& direction = name.back() == 'c' ? card.capture : card.playback;
    direction.present = true;
    analogue = analogue || name.back() == 'c';
    direction.rate_in_use = std::max(direction.rate_in_use, rate_in_use(root, folder + "/" + name));
  }
  card.hdmi = monitor && !analogue;
  read_usb(root, folder, card);
  if (const auto stream = read_text(root, folder + "/stream0")) read_stream(*stream, card);
  return card;
}

}  // namespace

std::vector<Card> read_cards(const std::filesystem::path& root) {
  std::vector<Card> cards;
  for (const std::string& name : list_folder(root, "/proc/asound").value_or(std::vector<std::string>{})) {
    if (!name.starts_with("card")) continue;
    const auto found = number(std::string_view(name).substr(4));
    if (found && *found < 256)
      cards.push_back(read_card(root, "/proc/asound/" + name, static_cast<int>(*found)));
  }
  std::sort(cards.begin(), cards.end(), [](const Card& a, const Card& b) { return a.number < b.number; });
  return cards;
}

}  // namespace deskready::audio

#include "probes/audio/devices/device_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "probes/audio/devices/filters.h"
#include "probes/audio/devices/thing.h"
#include "probes/audio/devices/unheard.h"
#include "probes/audio/devices/wireless.h"

namespace deskready::audio {
namespace {

std::string usb_id(std::uint16_t vendor, std::uint16_t product) {
  return vendor == 0 ? std::string() : fmt::format("{:04x}:{:04x}", vendor, product);
}

void add_card(ListedDevice& listed, const CardDirection& direction) {
  listed.rates = direction.rates;
  listed.continuous_rates = direction.continuous;
  if (direction.rate_in_use > 0) listed.rate_in_use = direction.rate_in_use;
}

ListedDevice from_server(const Device& device, bool input, const std::vector<Card>& cards) {
  ListedDevice listed;
  const Card* card = card_of(device, cards);
  listed.input = input;
  listed.name = device.description.empty() ? device.name : device.description;
  listed.id = device.name;
  listed.usb_id = usb_id(device.vendor_id, device.product_id);
  if (listed.usb_id.empty() && card != nullptr) listed.usb_id = usb_id(card->vendor_id, card->product_id);
  if (const auto kind = connection(device)) listed.connection = *kind;
  if (listed.connection.empty() && card != nullptr && card->bus == "usb") listed.connection = "usb";
  listed.wireless = wireless(device, card, listed.wireless_reason);
  listed.rate_in_use = device.rate;
  if (card != nullptr) add_card(listed, input ? card->capture : card->playback);
  listed.muted = device.muted;
  listed.volume = device.volume;
  listed.jack = device.unplugged ? "unplugged" : device.plugged ? "plugged" : "";
  listed.profile = device.profile;
  listed.codec = device.codec;
  return listed;
}

ListedDevice from_card(const Card& card, bool input) {
  ListedDevice listed;
  listed.input = input;
  listed.name = card.product.empty() ? card.id : card.product;
  listed.id = fmt::format("hw:{}", card.number);
  listed.usb_id = usb_id(card.vendor_id, card.product_id);
  listed.connection = card.bus == "usb" ? "usb" : card.hdmi ? "hdmi" : card.bus == "pci" ? "built_in" : "";
  if (card.bus == "usb") {
    const auto radio = usb_wireless(card.vendor_id, card.product_id, card.product);
    if (radio) listed.wireless = radio->wireless;
    listed.wireless_reason = radio ? radio->reason : "a radio dongle looks like a cable";
  }
  add_card(listed, input ? card.capture : card.playback);
  if (card.bus == "usb" && card.capture.present && card.playback.present) {
    const Thing thing = thing_named(card.product, card.vendor_id);
    listed.headset = thing.kind == ThingKind::headset;
    listed.perhaps_headset = thing.kind == ThingKind::unknown;
    listed.headset_reason = listed.perhaps_headset ? "microphone and speaker" : thing.reason;
    if (thing.kind == ThingKind::other) listed.headset_reason.clear();
  }
  return listed;
}

DeviceList of_cards(const std::vector<Card>& cards) {
  DeviceList list;
  for (const bool input : {true, false}) {
    for (const Card& card : cards) {
      const CardDirection& direction = input ? card.capture : card.playback;
      if (!direction.present) continue;
      list.devices.push_back(from_card(card, input));
      list.headset_found = list.headset_found || list.devices.back().headset;
    }
  }
  return list;
}

template <class Json, class T>
void put(Json& json, const char* name, const T& value) {
  if (value != T{}) json[name] = value;
}

}  // namespace

const Card* card_of(const Device& device, const std::vector<Card>& cards) {
  if (device.alsa_card.empty()) return nullptr;
  const auto found = std::find_if(cards.begin(), cards.end(), [&](const Card& card) {
    return std::to_string(card.number) == device.alsa_card;
  });
  return found == cards.end() ? nullptr : &*found;
}

std::optional<bool> wireless(const Device& device, const Card* card, std::string& reason) {
  if (const auto known = wireless(device)) {
    reason = *known ? "Bluetooth" : "a plug or a built-in device";
    return known;
  }
  const bool usb = device.bus == "usb" || (card != nullptr && card->bus == "usb");
  if (!usb) return std::nullopt;
  const std::uint16_t vendor = device.vendor_id != 0 || card == nullptr ? device.vendor_id : card->vendor_id;
  const std::uint16_t product =
      device.vendor_id != 0 || card == nullptr ? device.product_id : card->product_id;
  const std::string& name = device.product.empty() && card != nullptr ? card->product : device.product;
  const auto radio = usb_wireless(vendor, product, name);
  reason = radio ? radio->reason : "a radio dongle looks like a cable";
  if (!radio) return std::nullopt;
  return radio->wireless;
}

DeviceList list_devices(const ServerView* view, const std::vector<Card>& cards) {
  if (view == nullptr) return of_cards(cards);
  DeviceList list;
  list.by_server = true;
  const auto headset = find_headset(*view);
  list.headset_found = headset && headset->certain;
  const auto unheard = list.headset_found ? std::nullopt : find_unheard(*view);
  if (unheard) {
    list.headset_found = unheard->certain;
    list.trouble = unheard->why;
  } else if (headset && !headset->certain) {
    list.trouble = headset->doubt;
  }
  for (const bool input : {true, false}) {
    const std::string& preferred = input ? view->default_source : view->default_sink;
    const Device* used = behind_default(*view, input).device;
    for (const Device& device : input ? view->sources : view->sinks) {
      ListedDevice listed = from_server(device, input, cards);
      listed.is_default = device.name == preferred;
      const bool in_use = listed.is_default || (used != nullptr && used->name == device.name);
      if (!unheard && headset && device.name == (input ? headset->source.name : headset->sink.name)) {
        listed.headset = headset->certain;
        listed.perhaps_headset = !headset->certain;
        listed.headset_reason = headset->reason;
        if (headset->in_socket) listed.connection = "jack";
        if (listed.headset) (input ? list.headset_is_default_input : list.headset_is_default_output) = in_use;
      }
      if (unheard && !input && device.name == unheard->sink.name) {
        listed.headset = unheard->certain;
        listed.perhaps_headset = !unheard->certain;
        listed.headset_reason = "microphone unused";
        list.headset_is_default_output = in_use;
      }
      list.devices.push_back(std::move(listed));
    }
  }
  return list;
}

nlohmann::ordered_json to_json(const DeviceList& list) {
  nlohmann::ordered_json document;
  document["schema"] = "deskready.audio.devices/1";
  document["headset_found"] = list.headset_found;
  if (list.by_server) {
    document["headset_is_default_input"] = list.headset_is_default_input;
    document["headset_is_default_output"] = list.headset_is_default_output;
  }
  document["devices"] = nlohmann::ordered_json::array();
  for (const ListedDevice& device : list.devices) {
    nlohmann::ordered_json one;
    one["direction"] = device.input ? "input" : "output";
    one["name"] = device.name;
    one["id"] = device.id;
    one["default"] = device.is_default;
    one["headset"] = device.headset;
    put(one, "perhaps_headset", device.perhaps_headset);
    put(one, "headset_reason", device.headset_reason);
    put(one, "connection", device.connection);
    put(one, "usb_id", device.usb_id);
    if (device.wireless) one["wireless"] = *device.wireless;
    put(one, "wireless_reason", device.wireless_reason);
    put(one, "rates", device.rates);
    put(one, "continuous_rates", device.continuous_rates);
    put(one, "rate_in_use", device.rate_in_use);
    if (device.muted) one["muted"] = *device.muted;
    if (device.volume) one["volume_db"] = *device.volume;
    put(one, "jack", device.jack);
    put(one, "profile", device.profile);
    put(one, "codec", device.codec);
    document["devices"].push_back(std::move(one));
  }
  return document;
}

}  // namespace deskready::audio

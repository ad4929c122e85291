// Every microphone and speaker with all that is known of it, the sound server's view joined with the cards'.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "probes/audio/devices/cards.h"
#include "probes/audio/devices/headset.h"
#include "probes/audio/devices/server.h"

namespace deskready::audio {

/// Texts are empty and numbers 0 where nothing is known.
struct ListedDevice {
  bool input = false;
  bool is_default = false;
  std::string name;        ///< for people: the server's description, else the product
  std::string id;          ///< the server's own name, else ALSA's "hw:1"
  std::string usb_id;      ///< "046d:0a44"
  std::string connection;  ///< usb, bluetooth, jack, hdmi, built_in, virtual
  std::optional<bool> wireless;
  std::string wireless_reason;
  bool headset = false;
  bool perhaps_headset = false;  ///< nothing tells
  std::string headset_reason;
  std::vector<std::uint32_t> rates;  ///< Hz, of the hardware
  bool continuous_rates = false;
  std::uint32_t rate_in_use = 0;  ///< Hz
  std::optional<bool> muted;
  std::optional<double> volume;  ///< dB as set in software; absent at zero volume too
  std::string jack;              ///< plugged, unplugged
  std::string profile;
  std::string codec;
};

struct DeviceList {
  std::vector<ListedDevice> devices;  ///< inputs first
  bool by_server = false;  ///< false: from the cards alone, which know no default and may not be all
  bool headset_found = false;
  std::optional<Explanation> trouble;  ///< why none was found, or why its microphone is not in use
  bool headset_is_default_input = false;
  bool headset_is_default_output = false;
};

/// `view` is null when there is no sound server: then the cards alone are listed, and no default is known.
DeviceList list_devices(const ServerView* view, const std::vector<Card>& cards);

/// The card that a server's device is made of; null when there is none.
const Card* card_of(const Device& device, const std::vector<Card>& cards);

/// Whether there is no cable, from the connection, the product id and the name; with the reason.
std::optional<bool> wireless(const Device& device, const Card* card, std::string& reason);

nlohmann::ordered_json to_json(const DeviceList& list);

}  // namespace deskready::audio

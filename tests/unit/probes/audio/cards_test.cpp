// Sound cards from recorded trees of /proc/asound and /sys, and the list of devices that comes of them.
#include "probes/audio/devices/cards.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "probes/audio/devices/device_list.h"
#include "probes/audio/devices/wireless.h"

namespace deskready::audio {
namespace {

namespace fs = std::filesystem;

/// A machine's tree in a folder that is gone afterwards.
class Tree {
 public:
  Tree() {
    std::string name = (fs::temp_directory_path() / "cards.XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~Tree() { fs::remove_all(root_); }
  const fs::path& root() const { return root_; }
  void write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  void link(const std::string& path, const std::string& target) {
    fs::create_directories((root_ / path).parent_path());
    fs::create_symlink(target, root_ / path);
  }

 private:
  fs::path root_;
};

constexpr const char* stream0 =
    "Acme Talk 200 at usb-0000:00:14.0-2, full speed : USB Audio\n\nPlayback:\n  Status: Stop\n  Interface "
    "2\n"
    "    Altset 1\n    Format: S16_LE\n    Channels: 2\n    Endpoint: 0x01 (1 OUT) (ADAPTIVE)\n"
    "    Rates: 48000, 44100\n\nCapture:\n  Status: Stop\n  Interface 1\n    Altset 1\n    Format: S16_LE\n"
    "    Channels: 1\n    Endpoint: 0x82 (2 IN) (ASYNC)\n    Rates: 8000 - 48000 (continuous)\n";

void add_usb_headset(Tree& tree) {
  tree.write("proc/asound/card1/id", "Talk\n");
  tree.write("proc/asound/card1/usbid", "046d:0a66\n");
  tree.write("proc/asound/card1/stream0", stream0);
  tree.write("proc/asound/card1/pcm0p/sub0/hw_params", "closed\n");
  tree.write("proc/asound/card1/pcm0c/sub0/hw_params", "access: MMAP_INTERLEAVED\nrate: 16000 (16000/1)\n");
  tree.write("sys/devices/pci0/usb1/1-2/product", "Acme Talk 200\n");
  tree.write("sys/devices/pci0/usb1/1-2/1-2:1.0/sound/card1/id", "Talk\n");
  tree.link("sys/class/sound/card1", "../../devices/pci0/usb1/1-2/1-2:1.0/sound/card1");
  tree.link("sys/devices/pci0/usb1/1-2/1-2:1.0/sound/card1/device", "../../../1-2:1.0");
}

TEST(Cards, OfAUsbHeadset) {
  Tree tree;
  add_usb_headset(tree);
  const auto cards = read_cards(tree.root());
  ASSERT_EQ(cards.size(), 1U);
  const Card& card = cards[0];
  EXPECT_EQ(card.number, 1);
  EXPECT_EQ(card.bus, "usb");
  EXPECT_EQ(card.vendor_id, 0x046d);
  EXPECT_EQ(card.product_id, 0x0a66);
  EXPECT_EQ(card.product, "Acme Talk 200");
  EXPECT_EQ(card.playback.rates, (std::vector<std::uint32_t>{44100, 48000}));
  EXPECT_FALSE(card.playback.continuous);
  EXPECT_TRUE(card.capture.continuous);
  EXPECT_EQ(card.capture.rate_in_use, 16000U);
  EXPECT_EQ(card.playback.rate_in_use, 0U);
}

TEST(Cards, OfALaptopWithHdmi) {
  Tree tree;
  tree.write("proc/asound/card0/id", "HDMI\n");
  tree.write("proc/asound/card0/codec#0", "Codec: Intel HDMI\n");
  tree.write("proc/asound/card0/eld#0.0", "monitor_present 1\n");
  tree.write("proc/asound/card0/pcm3p/info", "");
  tree.write("proc/asound/card1/id", "PCH\n");
  tree.write("proc/asound/card1/codec#0", "Codec: Realtek ALC256\n");
  tree.write("proc/asound/card1/pcm0p/info", "");
  tree.write("proc/asound/card1/pcm0c/info", "");
  const auto list = list_devices(nullptr, read_cards(tree.root()));
  ASSERT_EQ(list.devices.size(), 3U);
  EXPECT_TRUE(list.devices[0].input);
  EXPECT_EQ(list.devices[0].connection, "built_in");
  EXPECT_EQ(list.devices[1].connection, "hdmi");
  EXPECT_FALSE(list.headset_found);
}

TEST(Cards, AreNoneWithoutAlsaAndSurviveRubbish) {
  Tree tree;
  EXPECT_TRUE(read_cards(tree.root()).empty());
  tree.write("proc/asound/cardX/id", "x");
  tree.write("proc/asound/card99999999999/id", "x");
  tree.write("proc/asound/card2/usbid", "zz:\xff\xfe");
  tree.write("proc/asound/card2/stream0", "Capture:\nRates: 99999999999999999999, -5, 44100 and \xff\n");
  tree.write("proc/asound/card2/pcm0c/sub0/hw_params", "rate: many\n");
  const auto cards = read_cards(tree.root());
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_EQ(cards[0].vendor_id, 0);
  EXPECT_EQ(cards[0].capture.rates, (std::vector<std::uint32_t>{44100}));
}

TEST(Wireless, IsToldByProductIdOrName) {
  EXPECT_TRUE(usb_wireless(0x0b0e, 0x245e, "").value().wireless);
  EXPECT_TRUE(usb_wireless(0x1234, 1, "Acme DECT Base").value().wireless);
  EXPECT_FALSE(usb_wireless(0x1234, 1, "Acme Talk 200"));
}

ServerView view_of_headset() {
  ServerView view;
  Device microphone;
  microphone.name = "alsa_input.usb";
  microphone.product = "Acme Talk 200 Headset";
  microphone.description = "Acme \xff\xfe \xd8\xb3\xd9\x85\xd8\xa7\xd8\xb9\xd8\xa9";
  microphone.bus = "usb";
  microphone.card = "7";
  microphone.alsa_card = "1";
  microphone.rate = 48000;
  microphone.volume = -6;
  Device speaker = microphone;
  speaker.name = "alsa_output.usb";
  Device other;
  other.name = "internal";
  other.bus = "pci";
  view.sources = {microphone, other};
  view.sinks = {speaker};
  view.default_source = "internal";
  view.default_sink = "alsa_output.usb";
  return view;
}

TEST(DeviceList, JoinsTheServersViewWithTheCards) {
  Tree tree;
  add_usb_headset(tree);
  const ServerView view = view_of_headset();
  const auto list = list_devices(&view, read_cards(tree.root()));
  ASSERT_EQ(list.devices.size(), 3U);
  const ListedDevice& microphone = list.devices[0];
  EXPECT_EQ(microphone.usb_id, "046d:0a66");
  EXPECT_EQ(microphone.wireless, true) << "by the card's product id";
  EXPECT_TRUE(microphone.headset);
  EXPECT_FALSE(microphone.is_default);
  EXPECT_EQ(microphone.rate_in_use, 16000U) << "what the hardware runs with, not what the server makes of it";
  EXPECT_TRUE(list.headset_found);
  EXPECT_FALSE(list.headset_is_default_input);
  EXPECT_TRUE(list.headset_is_default_output);
}

TEST(DeviceList, OfCardsAloneTellsHeadsetsByTheirNames) {
  Card card;
  card.bus = "usb";
  card.capture.present = card.playback.present = true;
  const auto listed = [&](const char* product) {
    card.product = product;
    return list_devices(nullptr, {card}).devices.front();
  };
  EXPECT_TRUE(listed("Plantronics Blackwire 3220 Series").headset);
  EXPECT_FALSE(listed("ThinkPad USB-C Dock Gen2 USB Audio").headset);
  EXPECT_FALSE(listed("ThinkPad USB-C Dock Gen2 USB Audio").perhaps_headset);
  EXPECT_TRUE(listed("USB Audio Device").perhaps_headset);
}

TEST(DeviceList, IsJsonWhateverTheNames) {
  const ServerView view = view_of_headset();
  const auto document = to_json(list_devices(&view, {}));
  const std::string text = document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  EXPECT_TRUE(nlohmann::json::accept(text));
  EXPECT_EQ(document["devices"][0]["volume_db"], -6);
}

TEST(DeviceList, ClaimsNoDefaultThatOnlyTheServerKnows) {
  const ServerView view = view_of_headset();
  EXPECT_TRUE(to_json(list_devices(&view, {})).contains("headset_is_default_input"));
  const auto of_cards = to_json(list_devices(nullptr, {}));
  EXPECT_FALSE(of_cards.contains("headset_is_default_input"));
  EXPECT_FALSE(of_cards.contains("headset_is_default_output"));
}

}  // namespace
}  // namespace deskready::audio

// Which device is the headset, on device lists as servers give them.
#include "probes/audio/devices/headset.h"

#include <gtest/gtest.h>

namespace deskready::audio {
namespace {

Device device(std::uint32_t index, std::string name, std::string bus, std::string card) {
  Device made;
  made.index = index;
  made.name = std::move(name);
  made.bus = std::move(bus);
  made.card = std::move(card);
  return made;
}

ServerView laptop() {
  ServerView view;
  view.sources = {device(1, "internal_mic", "pci", "0")};
  view.sinks = {device(2, "internal_speaker", "pci", "0")};
  view.default_source = "internal_mic";
  view.default_sink = "internal_speaker";
  return view;
}

ServerView with_usb(std::string form_factor) {
  ServerView view = laptop();
  view.sources.push_back(device(3, "usb_mic", "usb", "1"));
  view.sinks.push_back(device(4, "usb_speaker", "usb", "1"));
  view.sources.back().form_factor = view.sinks.back().form_factor = std::move(form_factor);
  return view;
}

TEST(Headset, IsNotTheLaptopItself) {
  EXPECT_FALSE(find_headset(laptop()));
}

TEST(Headset, IsAUsbThingWithBothDirectionsEvenWithoutAFormFactor) {
  const auto found = find_headset(with_usb(""));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->source.index, 3U);
  EXPECT_EQ(found->sink.index, 4U);
  EXPECT_TRUE(found->certain);
}

TEST(Headset, IsNoWebcamOrSpeakerphone) {
  EXPECT_FALSE(find_headset(with_usb("webcam")));
  EXPECT_FALSE(find_headset(with_usb("speaker")));
}

TEST(Headset, IsNotAMicrophoneOfOneThingWithTheSpeakerOfAnother) {
  ServerView view = with_usb("");
  view.sinks.back().card = "2";
  EXPECT_FALSE(find_headset(view));
}

TEST(Headset, IsNotInAnEmptySocket) {
  ServerView view = laptop();
  view.sources[0].port = "analog-input-headset-mic";
  view.sinks[0].port = "analog-output-headphones";
  EXPECT_TRUE(find_headset(view));
  view.sources[0].unplugged = true;
  EXPECT_FALSE(find_headset(view));
}

TEST(Headset, KnownByNameOnlyIsNotCertain) {
  ServerView view = laptop();
  view.sources[0].description = "Acme Headset";
  const auto found = find_headset(view);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->certain);
}

TEST(Headset, OfTwoIsTheOneInUse) {
  ServerView view = with_usb("headset");
  view.sources.push_back(device(5, "other_mic", "usb", "2"));
  view.sinks.push_back(device(6, "other_speaker", "usb", "2"));
  view.sources.back().form_factor = view.sinks.back().form_factor = "headset";
  view.default_source = "other_mic";
  EXPECT_EQ(find_headset(view).value().source.index, 5U);
}

TEST(Connection, IsWhatTheServerTells) {
  EXPECT_EQ(connection(device(1, "x", "usb", "1")), "usb");
  EXPECT_EQ(connection(device(1, "x", "bluetooth", "1")), "bluetooth");
  EXPECT_EQ(connection(device(1, "x", "pci", "1")), "built_in");
  EXPECT_EQ(connection(device(1, "null", "", "")), "virtual");
  EXPECT_EQ(connection(device(1, "x", "", "1")), std::nullopt);
}

TEST(Wireless, IsUnknownForUsb) {
  EXPECT_EQ(wireless(device(1, "x", "usb", "1")), std::nullopt);
  EXPECT_EQ(wireless(device(1, "x", "bluetooth", "1")), true);
  EXPECT_EQ(wireless(device(1, "x", "pci", "1")), false);
}

TEST(Call, IsAnotherProgramThatRecordsFromTheHeadset) {
  ServerView view = with_usb("headset");
  const Device& microphone = view.sources[1];
  const auto running = [&](std::uint32_t device, SoundUse use) {
    use.records = true;
    view.recordings = {{.device = device, .process = 7, .use = use}};
    return call_running(view, microphone);
  };
  EXPECT_TRUE(running(3, {}));
  EXPECT_FALSE(running(1, {})) << "another microphone";
  EXPECT_FALSE(running(3, {.own = true})) << "the probe itself";
  EXPECT_FALSE(running(3, {.inside_server = true}));
}

TEST(Call, IsAPlayingPhoneStream) {
  ServerView view = with_usb("headset");
  view.playbacks = {{.device = 2, .process = 7, .use = {.role = "music"}}};
  EXPECT_FALSE(call_running(view, view.sources[1]));
  view.playbacks = {{.device = 2, .process = 7, .use = {.role = "phone"}}};
  EXPECT_TRUE(call_running(view, view.sources[1]));
}

}  // namespace
}  // namespace deskready::audio

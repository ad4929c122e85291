// Which device is the headset, on device lists as servers give them.
#include "probes/audio/devices/headset.h"

#include <gtest/gtest.h>

#include "probes/audio/devices/filters.h"
#include "probes/audio/devices/unheard.h"

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

ServerView with_product(std::string product, std::uint16_t vendor = 0) {
  ServerView view = with_usb("");
  for (auto* devices : {&view.sources, &view.sinks}) {
    devices->back().product = product;
    devices->back().vendor_id = vendor;
  }
  return view;
}

TEST(Headset, IsAUsbThingOfAHeadsetsNameOrMakerEvenWithoutAFormFactor) {
  for (const ServerView& view : {with_product("EPOS GSA 70"), with_product("HyperX Cloud Alpha Wireless"),
                                 with_product("Acme", 0x047f)}) {
    const auto found = find_headset(view);
    ASSERT_TRUE(found) << view.sources.back().product;
    EXPECT_EQ(found->source.index, 3U);
    EXPECT_EQ(found->sink.index, 4U);
    EXPECT_TRUE(found->certain);
  }
}

TEST(Headset, MayBeAUsbThingOfWhichNothingTells) {
  for (const char* product : {"", "USB Audio Device", "Acme Dock with Headset"}) {
    const auto found = find_headset(with_product(product));
    ASSERT_TRUE(found) << product;
    EXPECT_FALSE(found->certain) << product;
    EXPECT_EQ(found->doubt, Detail::headset_or_not);
  }
}

TEST(Headset, IsNoDockSpeakerphoneOrInterfaceByItsName) {
  for (const char* product :
       {"ThinkPad USB-C Dock Gen2 USB Audio", "Anker PowerConf S3", "Scarlett Solo USB"})
    EXPECT_FALSE(find_headset(with_product(product))) << product;
  EXPECT_FALSE(find_headset(with_product("Jabra SPEAK 510 USB", 0x0b0e)))
      << "though its maker makes headsets";
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
  EXPECT_FALSE(find_headset(view).value().certain) << "the socket tells nothing";
  view.sinks[0].plugged = true;
  EXPECT_TRUE(find_headset(view).value().certain);
  EXPECT_TRUE(find_headset(view)->in_socket);
  view.sources[0].unplugged = true;
  EXPECT_FALSE(find_headset(view));
}

TEST(Headset, MayBeInASocketThatTellsNothing) {
  ServerView view = laptop();
  view.sinks[0].port = "analog-output-headphones";
  for (const char* socket : {"analog-input-front-mic", "analog-input-rear-mic", "analog-input-mic"}) {
    view.sources[0].port = socket;
    for (const bool plugged : {false, true}) {
      view.sinks[0].plugged = plugged;
      const auto found = find_headset(view);
      ASSERT_TRUE(found) << socket;
      EXPECT_FALSE(found->certain) << socket;
      EXPECT_EQ(found->doubt, Detail::socket_untold) << socket;
    }
    view.sinks[0].plugged = false;
    view.sinks[0].unplugged = true;
    EXPECT_FALSE(find_headset(view)) << "no headphones";
    view.sinks[0].unplugged = false;
    view.sources[0].unplugged = true;
    EXPECT_FALSE(find_headset(view)) << "no microphone";
    view.sources[0].unplugged = false;
  }
  for (const char* part : {"analog-input-internal-mic", "analog-input-linein"}) {
    view.sources[0].port = part;
    EXPECT_FALSE(find_headset(view)) << part;
  }
}

TEST(Headset, MayHaveItsTwoPlugsAtTheComputersBack) {
  ServerView view = laptop();
  view.sinks[0].port = "analog-output-lineout";
  view.sources[0].port = "analog-input-rear-mic";
  for (const bool plugged : {false, true}) {
    view.sinks[0].plugged = view.sources[0].plugged = plugged;
    const auto found = find_headset(view);
    ASSERT_TRUE(found) << "nobody knows whether those are speakers";
    EXPECT_FALSE(found->certain);
  }
  view.sources[0].port = "analog-input-internal-mic";
  EXPECT_FALSE(find_headset(view)) << "speakers, and a microphone that is built in";
  view.sources[0].port = "analog-input-rear-mic";
  view.sources[0].plugged = false;
  view.sources[0].unplugged = true;
  EXPECT_FALSE(find_headset(view)) << "speakers alone";
}

TEST(Headset, InASocketOfAUseCaseFileHasThePortsOfOneCardPlugged) {
  ServerView view = laptop();
  view.sources[0].port = "[In] Mic2";
  view.sinks[0].port = "[Out] Headphones";
  view.sinks[0].plugged = true;
  EXPECT_FALSE(find_headset(view)) << "headphones, and the laptop's own microphone";
  view.sources[0].plugged = true;
  EXPECT_TRUE(find_headset(view).value().certain);
  view.sources[0].port = "analog-input-front-mic";
  EXPECT_FALSE(find_headset(view).value().certain) << "two sockets, perhaps two things";
}

ServerView with_bluetooth(std::string profile) {
  ServerView view = laptop();
  Device sink = device(7, "bluez_output", "bluetooth", "5");
  sink.form_factor = "headset";
  sink.profile = profile;
  view.sinks.push_back(sink);
  view.cards = {{.index = "5", .bus = "bluetooth", .profile = std::move(profile)}};
  return view;
}

TEST(Headset, IsNoTelephoneThatUsesTheComputerAsItsOwn) {
  ServerView view = with_bluetooth("headset-audio-gateway");
  view.sinks.back().form_factor.clear();
  view.sources.push_back(device(8, "bluez_input", "bluetooth", "5"));
  view.sources.back().profile = "headset-audio-gateway";
  EXPECT_FALSE(find_headset(view));
}

TEST(UnheardHeadset, IsOneInTheMusicProfile) {
  const ServerView view = with_bluetooth("a2dp-sink");
  EXPECT_FALSE(find_headset(view));
  const auto found = find_unheard(view);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->sink.index, 7U);
  EXPECT_EQ(found->why.written().at("profile"), "a2dp-sink");
}

TEST(UnheardHeadset, HasNoMicrophoneByALoopbackInTheMusicProfile) {
  ServerView view = with_bluetooth("a2dp-sink");
  Device loopback = device(8, "bluez_input", "bluetooth", "5");
  loopback.profile = "a2dp-sink";
  view.sources.push_back(loopback);
  EXPECT_FALSE(find_headset(view));
  EXPECT_TRUE(find_unheard(view));
  view.sources.back().profile = view.sinks.back().profile = "headset-head-unit";
  EXPECT_TRUE(find_headset(view).value().certain);
  EXPECT_FALSE(find_unheard(view));
}

TEST(UnheardHeadset, MayBeHeadphonesWithoutAProfileForCalls) {
  ServerView view = with_bluetooth("a2dp-sink");
  view.sinks.back().form_factor = "headphone";
  view.cards[0].can_record = false;
  EXPECT_FALSE(find_unheard(view).value().certain) << "or the profile is lost until they are connected anew";
  view.cards[0].can_record = true;
  EXPECT_TRUE(find_unheard(view).value().certain);
  view.sinks.back().bus = view.cards[0].bus = "usb";
  view.cards[0].can_record = false;
  EXPECT_FALSE(find_unheard(view)) << "a plug loses nothing";
}

TEST(UnheardHeadset, IsOneInASocketOfWhichAnotherPortRecords) {
  ServerView view = laptop();
  view.cards = {{.index = "0", .bus = "pci"}};
  view.cards[0].ports = {{.name = "analog-input-headset-mic", .input = true, .plugged = true}};
  EXPECT_TRUE(find_unheard(view));
  view.cards[0].ports[0].plugged = false;
  EXPECT_FALSE(find_unheard(view));
}

TEST(BehindDefault, FollowsFiltersToTheDevice) {
  ServerView view = with_usb("headset");
  Device filter = device(20, "echo", "", "");
  filter.master = "usb_mic";
  view.sources.push_back(filter);
  view.default_source = "echo";
  EXPECT_EQ(behind_default(view, true).device->name, "usb_mic");
  view.sources.back().master.clear();
  EXPECT_FALSE(behind_default(view, true).told);
  view.sources.back().group = "filter-chain-1";
  view.recordings = {{.device = 3, .group = "filter-chain-1"}};
  EXPECT_EQ(behind_default(view, true).device->name, "usb_mic");
}

TEST(BehindDefault, EndsWhereFiltersStandInFrontOfEachOther) {
  ServerView view = laptop();
  for (const auto& [name, master] : {std::pair{"one", "other"}, {"other", "one"}}) {
    view.sources.push_back(device(20, name, "", ""));
    view.sources.back().master = master;
  }
  view.default_source = "one";
  EXPECT_FALSE(behind_default(view, true).told);
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

// What screens, settings and cores say in forms of their own.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

#include "probes/machine/linux/gvdb.h"
#include "probes/system/hardware/arm_cores.h"
#include "probes/system/hardware/camera_modes.h"
#include "probes/system/hardware/edid.h"
#include "probes/system/software/linux/debian_version.h"
#include "probes/system/state/ticks.h"
#include "tests/tools/source_folder.h"

namespace deskready::system_facts {
namespace {

std::string bytes_of(const std::string& file) {
  std::ifstream in(source_folder() + "/tests/" + file, std::ios::binary);
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string with_checksum(std::string edid) {
  edid[127] = 0;
  unsigned sum = 0;
  for (const char c : edid) sum += static_cast<unsigned char>(c);
  edid[127] = static_cast<char>(256 - sum % 256);
  return edid;
}

// The sizes are those of the makers' data sheets.
TEST(Edid, ScreensTellTheirSize) {
  struct Case {
    const char* file;
    unsigned width, height;
    double inches;
  };
  constexpr Case cases[] = {
      {"machines/board-raspberry-pi-5-8gb/sys/class/drm/card1-HDMI-A-1/edid", 1920, 1200, 24.0},
      {"machines/laptop-ultra7-155h-32gb/sys/class/drm/card1-eDP-1/edid", 3840, 2160, 15.6},
      {"machines/laptop-ryzen-ai-9-hx370-32gb/sys/class/drm/card0-DP-1/edid", 2560, 1440, 25.0},
      {"machines/laptop-ryzen-ai-9-hx370-32gb/sys/class/drm/card1-eDP-1/edid", 1920, 1200, 14.0},
  };
  for (const Case& one : cases) {
    const auto screen = parse_edid(bytes_of(one.file));
    ASSERT_TRUE(screen) << one.file;
    EXPECT_EQ(screen->width, one.width) << one.file;
    EXPECT_EQ(screen->height, one.height) << one.file;
    EXPECT_NEAR(screen->diagonal / 0.0254, one.inches, 0.15) << one.file;
  }
}

TEST(Edid, AShapeIsNoSize) {
  const auto television =
      parse_edid(bytes_of("machines/laptop-ryzen-ai-9-hx370-32gb/sys/class/drm/card1-HDMI-A-1/edid"));
  ASSERT_TRUE(television);
  EXPECT_EQ(television->width, 1920U);
  EXPECT_EQ(television->diagonal, 0);
}

// A Dell E193FP says 38 by 30 cm in one place and 338 by 270 mm in the other; both have its shape.
TEST(Edid, TwoSizesAreNone) {
  const auto screen = parse_edid(bytes_of("machines/desktop-i7-920-6gb/sys/class/drm/card0-DVI-I-1/edid"));
  ASSERT_TRUE(screen);
  EXPECT_EQ(screen->width, 1280U);
  EXPECT_EQ(screen->diagonal, 0);
}

// Whatever lengths an extension tells, nothing beyond it is read.
TEST(Edid, ExtensionsThatLieAreNone) {
  const std::string base =
      bytes_of("machines/laptop-ultra7-155h-32gb/sys/class/drm/card1-eDP-1/edid").substr(0, 128);
  for (const int total : {0, 1, 22, 121, 255}) {
    for (const int length : {0, 21, 22, 118, 255}) {
      std::string extension(128, '\0');
      extension[0] = 0x70;
      extension[2] = static_cast<char>(total);
      extension[5] = 0x12;
      extension[7] = static_cast<char>(length);
      const auto screen = parse_edid(base + extension);
      ASSERT_TRUE(screen);
      EXPECT_EQ(screen->tile.has_value(), total >= 121 && (length == 22 || length == 118))
          << total << " " << length;
    }
  }
}

TEST(Edid, WhatIsDamagedIsNone) {
  const std::string good = bytes_of("machines/laptop-ultra7-155h-32gb/sys/class/drm/card1-eDP-1/edid");
  EXPECT_FALSE(parse_edid(""));
  EXPECT_FALSE(parse_edid(std::string(128, '\0')));
  EXPECT_FALSE(parse_edid(good.substr(0, 127)));
  for (std::size_t i = 0; i < 128; ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x11);
    EXPECT_FALSE(parse_edid(bad)) << "byte " << i;
  }
  // No timing at all: a projector that says nothing of itself.
  std::string silent = good;
  silent[21] = silent[22] = silent[54] = silent[55] = 0;
  const auto screen = parse_edid(with_checksum(silent));
  ASSERT_TRUE(screen);
  EXPECT_EQ(screen->width, 0U);
  EXPECT_EQ(screen->diagonal, 0);
}

// The order as `dpkg --compare-versions` gives it.
TEST(DebianVersions, AreOrderedAsDpkgDoes) {
  const char* const ascending[] = {"0.9~beta1~svn1245-1",
                                   "0.9~beta1-1",
                                   "0.9-1",
                                   "1.0~rc1-1",
                                   "1.0-1~deb11u1",
                                   "1.0-1",
                                   "1.0-1+b1",
                                   "1.0-1.1",
                                   "1.0-2",
                                   "1.0a-1",
                                   "1.0+dfsg-1",
                                   "1.0.1-1",
                                   "1.2-1",
                                   "1.10-1",
                                   "1:0.1-1"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      const int order = i < j ? -1 : i > j ? 1 : 0;
      EXPECT_EQ(compare_debian_versions(ascending[i], ascending[j]), order)
          << ascending[i] << " " << ascending[j];
    }
  }
  EXPECT_EQ(compare_debian_versions("1.0", "1.0-0"), 0);
  EXPECT_EQ(compare_debian_versions("0:1.0-1", "1.0-1"), 0);
  EXPECT_EQ(compare_debian_versions("1.002-1", "1.2-1"), 0);
  EXPECT_EQ(compare_debian_versions("", ""), 0);
}

// Made by `dconf compile` of these keys: lock-enabled=false, idle-delay=uint32 0, enable-animations=true and
// clock-format='24h'.
class Settings : public testing::Test {
 protected:
  const std::string bytes_ = bytes_of("unit/probes/system/data/dconf_user");
};

TEST_F(Settings, KeysAreFoundWhole) {
  EXPECT_EQ(find_setting(bytes_, "/org/gnome/desktop/screensaver/lock-enabled"), Setting(false));
  EXPECT_EQ(find_setting(bytes_, "/org/gnome/desktop/interface/enable-animations"), Setting(true));
  EXPECT_EQ(find_setting(bytes_, "/org/gnome/desktop/session/idle-delay"), Setting(std::uint32_t{0}));
  EXPECT_EQ(find_setting(bytes_, "/org/gnome/desktop/interface/clock-format"), Setting(std::string("24h")));
  for (const char* key : {"", "/", "lock-enabled", "/lock-enabled", "/org/gnome/desktop/screensaver/",
                          "/org/gnome/desktop/screensaver/lock"}) {
    EXPECT_FALSE(find_setting(bytes_, key)) << key;
  }
}

TEST_F(Settings, DamagedBytesAreReadToTheirEndAndNotBeyond) {
  const std::string key = "/org/gnome/desktop/session/idle-delay";
  for (std::size_t length = 0; length < bytes_.size(); ++length) {
    const std::string cut = bytes_.substr(0, length);
    find_setting(std::string_view(cut.data(), cut.size()), key);
  }
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    std::string bad = bytes_;
    for (int j = 0; j < 4; ++j) bad[8 + random() % (bad.size() - 8)] = static_cast<char>(random());
    find_setting(bad, key);
  }
  EXPECT_FALSE(find_setting(std::string(4096, '\xff'), key));
  EXPECT_FALSE(find_setting("GVariant" + std::string(4096, '\xff'), key));
}

TEST(ArmCores, AreNamedByTheirNumbers) {
  const ArmCore a55{"0x41", "0xd05"}, a76{"0x41", "0xd0b"}, ice{"0x61", "0x022"}, fire{"0x61", "0x023"};
  EXPECT_EQ(arm_model(std::vector{a55, a55, a76}), "ARM Cortex-A55 + Cortex-A76");
  EXPECT_EQ(arm_model(std::vector{ice, ice, fire}), "Apple M1");
  EXPECT_EQ(arm_model(std::vector{a55, ArmCore{"0x41", "0x000"}}), "");
  EXPECT_EQ(arm_model({}), "");
  EXPECT_EQ(arm_vendor({"0x51", "0x001"}), "Qualcomm");
  EXPECT_EQ(arm_vendor({"", ""}), "");
  EXPECT_EQ(vendor_of_id("GenuineIntel"), "Intel");
  EXPECT_EQ(vendor_of_id("Genuine"), "");
}

TEST(CameraModes, FluentBeforeLarge) {
  const CameraMode hd{1280, 720, 30}, full{1920, 1080, 30}, still{2592, 1944, 5}, vga{640, 480, 30},
      fast{1280, 720, 60};
  EXPECT_TRUE(better_mode(full, hd));
  EXPECT_TRUE(better_mode(hd, still));
  EXPECT_TRUE(better_mode(fast, hd));
  EXPECT_TRUE(better_mode(still, CameraMode{640, 480, 5}));
  EXPECT_FALSE(better_mode(vga, vga));
  EXPECT_TRUE(better_mode(CameraMode{640, 480, 29.97}, CameraMode{}));
}

TEST(Ticks, BusyShareOfTwoLooks) {
  EXPECT_EQ(busy_share({100, 100}, {150, 250}), 0.25);
  EXPECT_FALSE(busy_share({100, 100}, {100, 100}));
  EXPECT_FALSE(busy_share({100, 100}, {150, 90}));
}

TEST(Ticks, TheBusiestWindowCounts) {
  const std::vector<Ticks> looks = {{0, 0}, {10, 90}, {20, 180}, {110, 190}, {120, 280}};
  EXPECT_EQ(busiest_share(looks, 1), 0.9);
  EXPECT_EQ(busiest_share(looks, 2), 0.5);
  EXPECT_EQ(busiest_share(looks, 100), 0.3);
  EXPECT_FALSE(busiest_share(std::vector<Ticks>{{1, 1}}, 1));
  EXPECT_FALSE(busiest_share({}, 1));
}

}  // namespace
}  // namespace deskready::system_facts

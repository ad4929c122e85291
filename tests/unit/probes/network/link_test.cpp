#include "probes/network/here/link.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "probes/network/between/proxy_setting.h"
#include "probes/network/here/route.h"
#include "probes/network/here/wifi.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network {
namespace {

namespace fs = std::filesystem;

// A machine's /proc and /sys as a recording holds them.
class Machine : public testing::Test {
 protected:
  Machine() {
    std::string name = (fs::temp_directory_path() / "link_test.XXXXXX").string();
    root_ = mkdtemp(name.data());
  }
  ~Machine() override { fs::remove_all(root_); }

  void file(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  void device(const std::string& name, int type, const std::string& driver, const std::string& devtype = {}) {
    const std::string folder = "sys/class/net/" + name + "/";
    file(folder + "type", std::to_string(type) + "\n");
    file(folder + "operstate", "up\n");
    file(folder + "uevent",
         (devtype.empty() ? "" : "DEVTYPE=" + devtype + "\n") + "INTERFACE=" + name + "\n");
    if (!driver.empty()) file(folder + "device/uevent", "DRIVER=" + driver + "\n");
  }
  // Rows of /proc/net/route: device, destination, gateway, metric, mask.
  void routes(const std::string& rows) {
    file("proc/net/route",
         "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n" + rows);
  }
  static std::string default_route(const std::string& name, int metric) {
    return name + "\t00000000\t0101A8C0\t0003\t0\t0\t" + std::to_string(metric) + "\t00000000\t0\t0\t0\n";
  }

  fs::path root_;
};

TEST_F(Machine, ARouteHasTheLowestMetric) {
  routes("eth0\t0001A8C0\t00000000\t0001\t0\t0\t10\t00FFFFFF\t0\t0\t0\n" + default_route("wlan0", 600) +
         default_route("eth0", 100));
  EXPECT_EQ(default_route_devices(root_), (std::vector<std::string>{"eth0", "wlan0"}));
  EXPECT_EQ(gateway_of(root_, "eth0"), "192.168.1.1");
}

TEST_F(Machine, TwoHalvesStandBeforeADefaultRoute) {
  const std::string lower = "tun0\t00000000\t0100080A\t0003\t0\t0\t900\t00000080\t0\t0\t0\n";
  const std::string upper = "tun0\t00000080\t0100080A\t0003\t0\t0\t900\t00000080\t0\t0\t0\n";
  routes(default_route("wlan0", 600) + lower + upper);
  EXPECT_EQ(default_route_devices(root_), (std::vector<std::string>{"tun0", "wlan0"}));
  routes(default_route("wlan0", 600) + lower);  // half of all addresses is no default
  EXPECT_EQ(default_route_devices(root_), (std::vector<std::string>{"wlan0"}));
}

TEST_F(Machine, ADialledLineIsNoVpnAndASecondConnectionMayBe) {
  device("enp3s0", 1, "r8169");
  device("ppp0", 512, "", "ppp");
  routes(default_route("ppp0", 0));
  EXPECT_EQ(dialled(root_, "ppp0").is, Dialled::Is::unclear);
  file("proc/net/pppoe", "Id       Address              Device\n00000001 00:00:00:00:00:00     enp3s0\n");
  EXPECT_EQ(dialled(root_, "ppp0").is, Dialled::Is::line);
  EXPECT_EQ(link_below(root_, "ppp0").value().kind, LinkKind::ethernet);
  EXPECT_FALSE(link_below(root_, "ppp0").value().tunnelled);
  device("ppp1", 512, "", "ppp");
  routes(default_route("ppp1", 0) + default_route("ppp0", 100));
  EXPECT_EQ(dialled(root_, "ppp1").is, Dialled::Is::vpn);
}

TEST_F(Machine, NoRouteFileMeansNoRoute) {
  EXPECT_TRUE(default_route_devices(root_).empty());
  routes("garbage\n\xff\xfe\n");
  EXPECT_TRUE(default_route_devices(root_).empty());
}

TEST_F(Machine, TellsTheKindsApart) {
  device("eno1", 1, "e1000e");
  device("wlp2s0", 1, "iwlwifi", "wlan");
  device("wwan0", 519, "qmi_wwan", "wwan");
  device("usb0", 1, "rndis_host");
  file("sys/class/net/usb0/device/uevent", "DRIVER=rndis_host\nPRODUCT=22b8/2e24/419\n");
  device("usb1", 1, "rndis_host");
  file("sys/class/net/usb1/device/uevent", "DRIVER=rndis_host\nPRODUCT=525/a4a2/404\n");
  device("ens3", 1, "virtio_net");
  device("docker0", 1, "", "bridge");
  device("wg0", 65534, "", "wireguard");
  device("tun0", 65534, "");
  file("sys/class/net/tun0/tun_flags", "0x1001\n");
  device("lo", 772, "");
  EXPECT_EQ(kind_of(root_, "eno1"), LinkKind::ethernet);
  EXPECT_EQ(kind_of(root_, "wlp2s0"), LinkKind::wifi);
  EXPECT_EQ(kind_of(root_, "wwan0"), LinkKind::cellular);
  EXPECT_EQ(kind_of(root_, "usb0"), LinkKind::cellular);
  EXPECT_EQ(kind_of(root_, "usb1"), LinkKind::unclear);  // a board that poses as a card
  EXPECT_EQ(kind_of(root_, "ens3"), LinkKind::virtual_device);
  EXPECT_EQ(kind_of(root_, "docker0"), LinkKind::virtual_device);
  EXPECT_EQ(kind_of(root_, "wg0"), LinkKind::tunnel);
  EXPECT_EQ(kind_of(root_, "tun0"), LinkKind::tunnel);
  EXPECT_EQ(kind_of(root_, "lo"), LinkKind::loopback);
  EXPECT_EQ(kind_of(root_, "absent"), std::nullopt);
}

TEST_F(Machine, ABridgeOverWifiIsWifi) {
  device("br0", 1, "", "bridge");
  device("wlan0", 1, "ath9k", "wlan");
  device("eth0", 1, "r8169");
  file("sys/class/net/br0/lower_eth0", "");
  file("sys/class/net/br0/lower_wlan0", "");
  EXPECT_EQ(kind_of(root_, "br0"), LinkKind::wifi);
}

TEST_F(Machine, BelowAVpnIsTheDefaultRouteThatIsNoTunnel) {
  device("tun0", 65534, "", "tun");
  device("wlan0", 1, "iwlwifi", "wlan");
  device("eth0", 1, "e1000e");
  routes(default_route("tun0", 50) + default_route("wlan0", 600));
  const auto link = link_below(root_, "tun0");
  ASSERT_TRUE(link);
  EXPECT_EQ(link->kind, LinkKind::wifi);
  EXPECT_TRUE(link->tunnelled);
}

TEST_F(Machine, AVpnOverOneOfTwoLinesCannotBeTold) {
  device("tun0", 65534, "", "tun");
  device("wlan0", 1, "iwlwifi", "wlan");
  device("eth0", 1, "e1000e");
  routes(default_route("tun0", 50));
  EXPECT_FALSE(link_below(root_, "tun0"));  // "virtual" would be a way round a ban on wifi
  fs::remove_all(root_ / "sys/class/net/eth0");
  EXPECT_EQ(link_below(root_, "tun0").value().kind, LinkKind::wifi);
}

TEST_F(Machine, AVpnThatHidesItsLineIsAVpn) {
  device("tun0", 65534, "", "tun");
  device("wlan0", 1, "iwlwifi", "wlan");
  device("eth0", 1, "e1000e");
  routes(default_route("tun0", 50));
  ProbeWorld world("");
  world.root = root_;
  const Facts facts = world.run(link_probe(), {question("network.vpn"), question("network.link.kind")});
  ASSERT_NE(facts.find("network.vpn"), nullptr);
  EXPECT_EQ(std::get<bool>(facts.find("network.vpn")->value), true);
  EXPECT_EQ(facts.find("network.link.kind"), nullptr);
}

TEST_F(Machine, ReadsRateAndSignal) {
  device("eth0", 1, "e1000e");
  file("sys/class/net/eth0/speed", "1000\n");
  device("eth1", 1, "e1000e");
  file("sys/class/net/eth1/speed", "-1\n");
  file("proc/net/wireless",
       "Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE\n"
       " face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22\n"
       " wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0\n"
       " wlan1: 0000    0.    0.  -256        0      0      0      0      0        0\n");
  EXPECT_EQ(link_rate(root_, "eth0"), 1e9);
  EXPECT_EQ(link_rate(root_, "eth1"), std::nullopt);
  for (const char* unknown : {"0", "65535", "4294967295", "", "fast"}) {
    file("sys/class/net/eth1/speed", std::string(unknown) + "\n");
    EXPECT_EQ(link_rate(root_, "eth1"), std::nullopt) << unknown;
  }
  EXPECT_EQ(wifi_signal(root_, "wlan0"), -56);
  EXPECT_EQ(wifi_signal(root_, "wlan1"), std::nullopt);
}

// Answers of the driver as the kernel's nl80211.h lays them out: a length and a number of 16 bits each, the
// bytes, and zeros up to the next four.
std::string attribute(unsigned type, const std::string& bytes) {
  const auto half = [](std::size_t value) {
    return std::string{static_cast<char>(value & 0xff), static_cast<char>(value >> 8)};
  };
  return half(4 + bytes.size()) + half(type) + bytes + std::string((4 - bytes.size() % 4) % 4, '\0');
}

std::string whole(std::uint32_t value) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

std::string channel(std::uint32_t megahertz) {
  return attribute(38, whole(megahertz));
}

/// An access point: its signal, and the rates sent and received, of 100 kbit/s and of a kind (1 is MCS, 6
/// VHT's, 11 HE's and 18 EHT's).
std::string point(int signal, std::uint32_t sent, unsigned kind, std::uint32_t received,
                  unsigned received_kind) {
  const auto rate = [](std::uint32_t units, unsigned of) {
    return attribute(5, whole(units)) + (of == 0 ? "" : attribute(of, std::string(1, '\x05')));
  };
  return attribute(21, attribute(7, std::string(1, static_cast<char>(signal))) +
                           attribute(8, rate(sent, kind)) + attribute(14, rate(received, received_kind)));
}

class WifiMachine : public Machine {
 protected:
  WifiMachine() {
    device("wlan0", 1, "iwlwifi", "wlan");
    routes(default_route("wlan0", 600));
    file("proc/net/wireless",
         "Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE\n"
         " face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22\n"
         " wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0\n");
  }
  Facts facts() {
    ProbeWorld world("");
    world.root = root_;
    return world.run(link_probe(), {question("network.link.kind"), question("network.link.signal"),
                                    question("network.link.band"), question("network.link.rate"),
                                    question("network.link.wifi_generation")});
  }
  static Value value(const Facts& facts, const char* key) {
    const Fact* fact = facts.find(key);
    return fact == nullptr ? Value(false) : fact->value;
  }
};

TEST_F(WifiMachine, TellsSignalBandRateAndGeneration) {
  struct Row {
    std::uint32_t megahertz, units;
    unsigned kind, received_kind;
    std::string band;
    double generation;
  };
  for (const Row& row : {
           Row{5180, 8667, 6, 0, "5 GHz", 5}, Row{2437, 8667, 6, 13, "2.4 GHz", 6},
           Row{5955, 24019, 0, 0, "6 GHz", 6},  // nothing older is at 6 GHz
           Row{5955, 60000, 19, 19, "6 GHz", 7}, Row{2437, 60, 0, 2, "2.4 GHz", 4},
           Row{2437, 60, 0, 0, "2.4 GHz", 1}, Row{5180, 8667, 2, 2, "5 GHz", 5},  // more than 802.11n has
       }) {
    file("wireless/wlan0/interface", channel(row.megahertz));
    file("wireless/wlan0/station", point(-61, row.units, row.kind, 60, row.received_kind));
    const Facts found = facts();
    EXPECT_EQ(value(found, "network.link.kind"), Value("wifi"));
    EXPECT_EQ(value(found, "network.link.signal"), Value(-61.0));
    EXPECT_EQ(value(found, "network.link.band"), Value(row.band));
    EXPECT_EQ(value(found, "network.link.rate"), Value(row.units * 1e5));
    EXPECT_EQ(value(found, "network.link.wifi_generation"), Value(row.generation)) << row.units;
    EXPECT_TRUE(found.find("network.link.wifi_generation")->at_least) << "a rate shows no newest generation";
  }
}

TEST_F(WifiMachine, ASignalIsReadWhereTheOldFileAloneHasIt) {
  EXPECT_EQ(value(facts(), "network.link.signal"), Value(-56.0));
}

TEST_F(WifiMachine, WhatTheCardDoesNotTellHasACause) {
  file("wireless/wlan0/interface", channel(0));
  file("wireless/wlan0/station", point(0, 0, 0, 0, 0));
  file("proc/net/wireless", "");
  const Facts found = facts();
  for (const char* name :
       {"network.link.signal", "network.link.band", "network.link.rate", "network.link.wifi_generation"}) {
    ASSERT_NE(found.why_not(name), nullptr) << name;
    EXPECT_EQ(found.why_not(name)->cause, Cause::unsupported);
  }
}

TEST(WifiAnswers, OfAnyBytesNothingIsReadThatIsNotThere) {
  const std::string good = point(-61, 8667, 6, 60, 0);
  for (std::size_t length = 0; length <= good.size(); ++length) {
    const WifiRadio cut = read_wifi_answers(good.substr(0, length), good.substr(0, length));
    EXPECT_TRUE(!cut.rate || *cut.rate == 866.7e6) << length;
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char byte : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string changed = good;
      changed[at] = byte;
      (void)read_wifi_answers(changed, changed);
    }
  }
}

TEST_F(Machine, AnEmptyProxyIsNoProxy) {
  std::map<std::string, std::string> values = {{"http_proxy", ""}};
  const auto environment = [&](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : found->second.c_str();
  };
  EXPECT_EQ(proxy_is_set(root_, environment), false);
  file("etc/environment", "PATH=/bin\nhttps_proxy=\"http://proxy:3128\"\n");
  EXPECT_EQ(proxy_is_set(root_, environment), true);
  file("etc/environment", std::string("h\0t\0t\0p\0", 8));
  EXPECT_EQ(proxy_is_set(root_, environment), std::nullopt) << "another encoding";
  fs::remove(root_ / "etc/environment");
  fs::create_directory(root_ / "etc/environment");
  EXPECT_EQ(proxy_is_set(root_, environment), std::nullopt);
  fs::remove(root_ / "etc/environment");
  values["ALL_PROXY"] = "socks5://x";
  EXPECT_EQ(proxy_is_set(root_, environment), true);
}

TEST(Route, ToLoopbackLeavesByLo) {
  EXPECT_EQ(route_device("127.0.0.1"), "lo");
  EXPECT_FALSE(route_device("example.org"));
}

}  // namespace
}  // namespace deskready::network

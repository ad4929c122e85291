#include "probes/network/here/link.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "probes/network/here/route.h"
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

// Answers of the driver as they stand in the kernel's structures: a rate is a number of 32 bits and four
// octets of flags; a channel is a mantissa, an exponent of ten, and its number.
const std::string rate_866_7 = {"\xE0\xCA\xA8\x33\0\0\0\0\0\0\0\0\0\0\0\0", 16};
const std::string rate_2401_9 = {"\xE0\x15\x2A\x8F\0\0\0\0\0\0\0\0\0\0\0\0", 16};
const std::string channel_36 = {"\x3C\x14\0\0\6\0\0\0\0\0\0\0\0\0\0\0", 16};         // 5180 MHz
const std::string channel_6 = {"\x85\x09\0\0\6\0\0\0\0\0\0\0\0\0\0\0", 16};          // 2437 MHz
const std::string channel_1_of_6ghz = {"\x43\x17\0\0\6\0\0\0\0\0\0\0\0\0\0\0", 16};  // 5955 MHz
const std::string number_only = {"\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16};

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

TEST_F(WifiMachine, TellsSignalBandAndNegotiatedRate) {
  struct Row {
    std::string rate, frequency, band;
    double bits, generation;
  };
  for (const Row& row :
       {Row{rate_866_7, channel_36, "5 GHz", 866.7e6, 5}, Row{rate_866_7, channel_6, "2.4 GHz", 866.7e6, 5},
        Row{rate_2401_9, channel_1_of_6ghz, "6 GHz", 2401.9e6, 6}}) {
    file("wireless/wlan0/rate", row.rate);
    file("wireless/wlan0/frequency", row.frequency);
    const Facts found = facts();
    EXPECT_EQ(value(found, "network.link.kind"), Value("wifi"));
    EXPECT_EQ(value(found, "network.link.signal"), Value(-56.0));
    EXPECT_EQ(value(found, "network.link.band"), Value(row.band));
    EXPECT_EQ(value(found, "network.link.rate"), Value(row.bits));
    EXPECT_EQ(value(found, "network.link.wifi_generation"), Value(row.generation));
    EXPECT_TRUE(found.find("network.link.wifi_generation")->at_least) << "a rate shows no newest generation";
  }
}

TEST_F(WifiMachine, WhatTheCardDoesNotTellHasACause) {
  file("wireless/wlan0/rate", std::string(16, '\0'));
  file("wireless/wlan0/frequency", number_only);
  file("proc/net/wireless", "");
  const Facts found = facts();
  for (const char* name :
       {"network.link.signal", "network.link.band", "network.link.rate", "network.link.wifi_generation"}) {
    ASSERT_NE(found.why_not(name), nullptr) << name;
    EXPECT_EQ(found.why_not(name)->cause, Cause::unsupported);
  }
  file("wireless/wlan0/rate", "short");
  EXPECT_EQ(facts().find("network.link.rate"), nullptr);
}

TEST_F(Machine, AnEmptyProxyIsNoProxy) {
  std::map<std::string, std::string> values = {{"http_proxy", ""}};
  const auto environment = [&](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : found->second.c_str();
  };
  EXPECT_FALSE(proxy_is_set(root_, environment));
  file("etc/environment", "PATH=/bin\nhttps_proxy=\"http://proxy:3128\"\n");
  EXPECT_TRUE(proxy_is_set(root_, environment));
  fs::remove(root_ / "etc/environment");
  values["ALL_PROXY"] = "socks5://x";
  EXPECT_TRUE(proxy_is_set(root_, environment));
}

TEST(Route, ToLoopbackLeavesByLo) {
  EXPECT_EQ(route_device("127.0.0.1"), "lo");
  EXPECT_FALSE(route_device("example.org"));
}

}  // namespace
}  // namespace deskready::network

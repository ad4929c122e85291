#include "probes/network/here/gateway.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <linux/capability.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include "probes/detail.h"
#include "probes/network/sockets/echo_socket.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network {
namespace {

EchoRecord record_of(std::size_t echoes, std::size_t lose_each) {
  EchoRecord record;
  record.how = Method(How::router_echo, {{"rate", 20}});
  for (std::size_t i = 0; i < echoes; ++i) {
    EchoRecord::Echo echo{static_cast<double>(i) * 0.05, 0.002 + 0.0001 * static_cast<double>(i % 7)};
    if (lose_each > 0 && i % lose_each == lose_each - 1) echo.trip.reset();
    record.echoes.push_back(echo);
  }
  return record;
}

TEST(Gateway, HasDelayAndLossWithIntervals) {
  const std::vector<Question> asked = {question("network.gateway.latency"), question("network.gateway.loss"),
                                       question("network.gateway.latency#p95")};
  const Facts facts = gateway_facts(record_of(200, 10), asked, {});
  EXPECT_NEAR(std::get<double>(facts.find("network.gateway.latency")->value), 0.0023, 1e-9);
  EXPECT_NEAR(std::get<double>(facts.find("network.gateway.loss")->value), 0.1, 1e-9);
  const Fact& loss = *facts.find("network.gateway.loss");
  EXPECT_LT(*loss.low, 0.1);
  EXPECT_GT(*loss.high, 0.1);
  EXPECT_NEAR(std::get<double>(facts.find("network.gateway.latency#p95")->value), 0.0026, 1e-9);
}

TEST(Gateway, ARouterThatAnswersNothingHasNoLoss) {
  const std::vector<Question> asked = {question("network.gateway.loss")};
  const Facts facts = gateway_facts(record_of(100, 1), asked, {});
  EXPECT_TRUE(facts.known.empty());
}

TEST(Gateway, AnotherStatisticIsUnsupported) {
  const std::vector<Question> asked = {question("network.gateway.latency#p50")};
  EXPECT_EQ(gateway_facts(record_of(100, 0), asked, {}).why_not("network.gateway.latency#p50")->cause,
            Cause::unsupported);
}

TEST(Gateway, WhatThisComputerRefusedIsNoLoss) {
  EchoRecord record = record_of(200, 10);
  for (auto& echo : record.echoes) echo.refused = !echo.trip;
  const Facts facts = gateway_facts(record, std::vector<Question>{question("network.gateway.loss")}, {});
  EXPECT_EQ(std::get<double>(facts.find("network.gateway.loss")->value), 0);
  EXPECT_EQ(facts.find("network.gateway.loss")->samples, 180U);
}

// With the interval for one look, a run that looks 17 times and stops when decided misses the truth in 11 of
// 100 runs (simulated, exponential delays).
TEST(Gateway, AP95HoldsForWhoeverLooksOften) {
  std::mt19937 random(20);
  EchoRecord record;
  for (int i = 0; i < 600; ++i)
    record.echoes.push_back({i * 0.01, 0.001 + 1e-9 * static_cast<double>(random() % 1'000'000)});
  const auto bounds = [&](int looks) {
    record.looks = looks;
    const Facts facts =
        gateway_facts(record, std::vector<Question>{question("network.gateway.latency#p95")}, {});
    const Fact& fact = *facts.find("network.gateway.latency#p95");
    return std::pair(*fact.low, *fact.high);
  };
  const auto [low_once, high_once] = bounds(1);
  const auto [low, high] = bounds(17);
  EXPECT_LT(low, low_once);
  EXPECT_GT(high, high_once);
}

TEST(Gateway, EchoesItselfOverLoopback) {
  const auto record = echo({"127.0.0.1", "lo"}, {100, 0.2}, {});
  if (!record && record.error().cause == Cause::no_permission) GTEST_SKIP() << "no ICMP socket here";
  ASSERT_TRUE(record) << record.error().args.at("detail");
  EXPECT_EQ(record->trips().size(), 20U);
  EXPECT_EQ(record->wire_bytes, 40U * (14 + 20 + 8 + 56));
  for (const double trip : record->trips()) EXPECT_GE(trip, 0);
}

/// A network of this thread's own with loopback alone, in which nobody may send ICMP echoes (the kernel's
/// default for a new network) and this thread has no rights to go round that. False where that cannot be had.
bool enter_a_network_without_icmp(bool listen_on_80) {
  if (unshare(CLONE_NEWNET) != 0) return false;
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ifreq up{};
  up.ifr_name[0] = 'l';
  up.ifr_name[1] = 'o';
  up.ifr_flags = IFF_UP;
  if (ioctl(fd, SIOCSIFFLAGS, &up) != 0) return false;
  if (listen_on_80) {
    sockaddr_in page{};
    page.sin_family = AF_INET;
    page.sin_port = htons(80);
    page.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, reinterpret_cast<sockaddr*>(&page), sizeof page) != 0 || listen(fd, 100) != 0) return false;
  }
  __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  return syscall(SYS_capset, &head, none) == 0;
}

/// What became of echoes to `address` there; nothing where this cannot be tried.
std::optional<tl::expected<EchoRecord, Unmeasured>> echo_without_icmp(const char* address,
                                                                      bool listen_on_80) {
  std::optional<tl::expected<EchoRecord, Unmeasured>> record;
  std::thread([&] {
    if (enter_a_network_without_icmp(listen_on_80)) record = echo({address, "lo"}, {100, 0.2}, {});
  }).join();
  return record;
}

TEST(Gateway, WhereIcmpIsNotAllowedARouterIsTimedByTcp) {
  for (const bool accepted : {false, true}) {
    const auto record = echo_without_icmp("127.0.0.1", accepted);
    if (!record) GTEST_SKIP() << "no network of its own can be made here";
    ASSERT_TRUE(*record) << (*record).error().args.at("detail");
    EXPECT_TRUE((*record)->how.has(How::router_handshake));
    EXPECT_EQ((*record)->trips().size(), 20U) << accepted;
    for (const double trip : (*record)->trips()) EXPECT_GE(trip, 0);
    const Facts facts = gateway_facts(**record, std::vector<Question>{question("network.gateway.loss")}, {});
    EXPECT_EQ(std::get<double>(facts.find("network.gateway.loss")->value), 0);
  }
}

TEST(Gateway, ARouterThatAnswersNeitherHasACause) {
  const auto record = echo_without_icmp("192.0.2.1", false);  // no way leads there
  if (!record) GTEST_SKIP() << "no network of its own can be made here";
  ASSERT_FALSE(*record);
  EXPECT_NE((*record).error().args.at("detail"), "");
}

/// The first hop towards anywhere in a network that these commands of iproute2 make, its devices described
/// below `root`; nothing where they fail.
std::optional<tl::expected<FirstHop, Explanation>> first_hop_after(const char* commands,
                                                                   const std::filesystem::path& root = "/") {
  std::optional<tl::expected<FirstHop, Explanation>> hop;
  std::thread([&] {
    if (unshare(CLONE_NEWNET) == 0 && std::system(commands) == 0) hop = first_hop(root, "");
  }).join();
  return hop;
}

TEST(Gateway, IsFoundInAHomeWithIpv6Alone) {
  const auto hop = first_hop_after(
      "ip link add line0 type veth peer name line1 && ip addr add fd77::2/64 dev line0 nodad && "
      "ip link set line0 up && ip link set line1 up && ip -6 route add default via fd77::1 dev line0");
  if (!hop) GTEST_SKIP() << "no network of its own can be made here";
  ASSERT_TRUE(*hop) << testing::PrintToString(hop->error().written());
  EXPECT_EQ((*hop)->address, "fd77::1");
  EXPECT_EQ((*hop)->device, "line0");
}

/// A computer with a tunnel and as many cards as are named; its main table knows the tunnel alone.
class Tunnelled : public testing::Test {
 protected:
  Tunnelled() {
    std::string name = (std::filesystem::temp_directory_path() / "gateway_test.XXXXXX").string();
    root_ = mkdtemp(name.data());
    device("tun0", 65534, "tun");
  }
  ~Tunnelled() override { std::filesystem::remove_all(root_); }

  void device(const std::string& name, int type, const std::string& kind) {
    const auto folder = root_ / "sys/class/net" / name;
    std::filesystem::create_directories(folder / "device");
    std::ofstream(folder / "type") << type << '\n';
    std::ofstream(folder / "operstate") << "up\n";
    std::ofstream(folder / "uevent") << "DEVTYPE=" << kind << "\nINTERFACE=" << name << '\n';
    if (kind != "tun") std::ofstream(folder / "device/uevent") << "DRIVER=e1000e\n";
  }
  auto hop() const {
    return first_hop_after(
        "ip link add tun0 type veth peer name far0 && ip addr add 10.8.0.2/24 dev tun0 && "
        "ip link set tun0 up && ip link set far0 up && ip route add default via 10.8.0.1 dev tun0",
        root_);
  }

  std::filesystem::path root_;
};

TEST_F(Tunnelled, OverOneOfTwoCardsTheRouterIsNotTold) {
  device("eth0", 1, "");
  device("wlan0", 1, "wlan");
  const auto found = hop();
  if (!found) GTEST_SKIP() << "no network of its own can be made here";
  ASSERT_FALSE(*found) << "the VPN's far side is no router: " << (*found)->address;
  EXPECT_TRUE(found->error().is(Detail::vpn_hides_link));
}

TEST_F(Tunnelled, WithNothingBelowItsFirstHopIsTheNearest) {
  const auto found = hop();
  if (!found) GTEST_SKIP() << "no network of its own can be made here";
  ASSERT_TRUE(*found);
  EXPECT_EQ((*found)->address, "10.8.0.1");
}

TEST(Gateway, WithoutARouteIsSaid) {
  const auto hop = first_hop_after("true");
  if (!hop) GTEST_SKIP() << "no network of its own can be made here";
  ASSERT_FALSE(*hop);
  EXPECT_TRUE(hop->error().is(Detail::no_route));
}

}  // namespace
}  // namespace deskready::network

#include "probes/network/line/packets/packet_stream.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <future>
#include <optional>
#include <thread>

#include "probes/network/wire/packet_token.h"
#include "probes/network/wire/stamp.h"
#include "tests/unit/probes/network/network_context.h"
#include "tests/unit/probes/network/own_port.h"

namespace deskready::network {
namespace {

using testing::ElementsAre;

// A far end that doubles, forges, delays and loses on purpose: 0 is answered twice, 1 by a forged packet and
// then truly, 2 never, 3 after 4.
class OddReflector {
 public:
  OddReflector() {
    fd_ = socket(AF_INET, SOCK_DGRAM, 0);
    port_ = ntohs(bound_to_own_port(fd_).sin_port);
    const timeval patience{5, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    thread_ = std::jthread([this] { run(); });
  }
  ~OddReflector() {
    thread_.join();
    close(fd_);
  }
  std::uint16_t port() const { return port_; }

 private:
  void run() {
    std::vector<SenderPacket> held;
    for (int i = 0; i < 5; ++i) {
      std::array<unsigned char, 2048> buffer;
      size_ = sizeof from_;
      const ssize_t got =
          recvfrom(fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from_), &size_);
      if (got < 0) return;
      const auto packet =
          decode_sender(std::span<const unsigned char>(buffer.data(), static_cast<std::size_t>(got)));
      if (!packet) return;
      const std::uint32_t n = packet->sequence;
      if (n == 1) {
        SenderPacket forged = *packet;
        forged.token[0] ^= 1;
        answer(forged);
      }
      if (n == 2) continue;
      if (n == 3) {
        held.push_back(*packet);
        continue;
      }
      answer(*packet);
      if (n == 0) answer(*packet);
    }
    for (const SenderPacket& packet : held) answer(packet);
  }
  void answer(const SenderPacket& packet) {
    std::array<unsigned char, smallest_tagged_packet> buffer;
    const NtpTime now = ntp_from_unix_ns(realtime_ns());
    encode(ReflectedPacket{count_++, now, packet.ssid, now, packet.sequence, packet.sent, packet.token},
           buffer);
    sendto(fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<const sockaddr*>(&from_), size_);
  }

  int fd_ = -1;
  std::uint16_t port_ = 0;
  std::uint32_t count_ = 0;
  sockaddr_storage from_{};
  socklen_t size_ = 0;
  std::jthread thread_;
};

TEST(PacketStream, KeepsOddAnswersApart) {
  OddReflector reflector;
  Session session;
  session.address = session.udp_address = "127.0.0.1";
  session.port = session.udp_port = reflector.port();
  session.ssid = 9;
  StreamPlan plan;
  plan.seconds = 0.02;  // five packets
  const auto record = send_stream(session, plan, {}, nullptr);
  ASSERT_TRUE(record);
  std::vector<bool> back;
  for (const StreamPacket& packet : record->packets) back.push_back(packet.answered);
  EXPECT_THAT(back, ElementsAre(true, true, false, true, true));
  EXPECT_EQ(record->detail["duplicates"], 1);
  EXPECT_EQ(record->detail["forged"], 1);
  EXPECT_EQ(record->detail["reordered"], 1);
}

/// Takes packets and answers none.
class Sink {
 public:
  explicit Sink(std::size_t expected) {
    fd_ = socket(AF_INET, SOCK_DGRAM, 0);
    session.address = session.udp_address = "127.0.0.1";
    session.port = session.udp_port = ntohs(bound_to_own_port(fd_).sin_port);
    const timeval patience{5, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    thread_ = std::jthread([this, expected] {
      std::array<char, 2048> buffer;
      std::size_t taken = 0;
      while (taken < expected && recv(fd_, buffer.data(), buffer.size(), 0) > 0) ++taken;
      all_came_.set_value(taken == expected);
    });
  }
  ~Sink() {
    thread_.join();
    close(fd_);
  }
  Session session;
  /// Blocks until so many packets as were expected came, or false when none came for 5 s.
  bool all_came() { return all_came_.get_future().get(); }

 private:
  int fd_ = -1;
  std::promise<bool> all_came_;
  std::jthread thread_;
};

TEST(PacketStream, SendsOnWhileSomebodyLooks) {
  StreamPlan plan;
  plan.seconds = 0.2;
  plan.look_every = 0.02;
  Sink sink(50);
  bool came_meanwhile = false;
  const auto record = send_stream(sink.session, plan, {}, nullptr, [&](const StreamRecord&, double) {
    came_meanwhile = sink.all_came();
    return true;
  });
  ASSERT_TRUE(record);
  EXPECT_TRUE(came_meanwhile) << "the stream waited for the look";
  EXPECT_EQ(record->packets.size(), 50U);
}

TEST(PacketStream, EndsWhenALookSaysSo) {
  StreamPlan plan;
  plan.seconds = 300;
  plan.look_every = 0.02;
  Sink sink(1);
  const auto record =
      send_stream(sink.session, plan, {}, nullptr, [](const StreamRecord&, double) { return true; });
  ASSERT_TRUE(record);
  EXPECT_LT(record->packets.size(), 75'000U);
}

/// In a network of its own, whose queue refuses packets that are larger than 500 bytes; nothing where that
/// cannot be made.
std::optional<tl::expected<StreamRecord, Unmeasured>> stream_with_refusals(const StreamPlan& plan) {
  std::optional<tl::expected<StreamRecord, Unmeasured>> record;
  std::thread([&] {
    if (unshare(CLONE_NEWNET) != 0 ||
        std::system(
            "ip link set lo up && tc qdisc add dev lo root tbf rate 100mbit burst 500 limit 100000") != 0)
      return;
    Sink sink(4);
    record = send_stream(sink.session, plan, {}, nullptr);
  }).join();
  return record;
}

TEST(PacketStream, KnowsWhatThisComputerRefusedToSend) {
  StreamPlan plan;
  plan.seconds = 0.024;  // six packets
  plan.every = 3;
  plan.larger_bytes = 1000;
  const auto record = stream_with_refusals(plan);
  if (!record) GTEST_SKIP() << "no network of its own can be made here";
  ASSERT_TRUE(*record) << (*record).error().args.at("detail");
  std::vector<bool> refused;
  for (const StreamPacket& packet : (*record)->packets) refused.push_back(packet.refused);
  EXPECT_THAT(refused, ElementsAre(true, false, false, true, false, false));
  EXPECT_EQ((*record)->detail["not_sent"], 2);
}

TEST(PacketStream, EndsWithTheBudget) {
  OddReflector reflector;
  Session session;
  session.address = session.udp_address = "127.0.0.1";
  session.port = session.udp_port = reflector.port();
  StreamPlan plan;
  StreamPlan five;
  five.seconds = 0.02;
  BudgetMeter budget(wire_bytes(five, false));
  const auto record = send_stream(session, plan, {}, &budget);
  ASSERT_TRUE(record);
  // A late sender leaves packets out, and answers that are late are counted after others have left: all ten
  // may be the way there. The whole plan has hundreds.
  EXPECT_GE(record->packets.size(), 1U);
  EXPECT_LE(record->packets.size(), 10U);
}

}  // namespace
}  // namespace deskready::network

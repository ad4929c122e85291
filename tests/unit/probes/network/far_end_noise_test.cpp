// Seeded random bytes at everything that reads from the network. Run under ASan and UBSan this finds what no
// row of cases would.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "probes/network/far_end/far_end.h"
#include "probes/network/responder/responder.h"
#include "probes/network/wire/packet_token.h"
#include "probes/network/wire/stamp.h"
#include "tests/unit/probes/network/odd_server.h"

namespace deskready::network {
namespace {

class Noise {
 public:
  explicit Noise(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }
  std::string bytes(std::size_t size) {
    std::string made(size, '\0');
    for (char& byte : made) byte = static_cast<char>(below(256));
    return made;
  }
  /// A few octets of it changed, left out or put in.
  std::string bent(std::string text) {
    for (std::size_t times = 1 + below(6); times > 0; --times) {
      const std::size_t at = below(text.size() + 1);
      const std::size_t what = below(4);
      if (what == 0) text.insert(at, bytes(1 + below(8)));
      if (what == 1 && at < text.size()) text.erase(at, 1 + below(8));
      if (what == 2 && at < text.size()) text[at] = static_cast<char>(below(256));
      if (what == 3) text.insert(at, text.substr(at, below(200)));
    }
    return text;
  }

 private:
  std::mt19937 random_;
};

TEST(Noise, AsStampPacketsIsReadOrRefused) {
  Noise noise(1);
  int read = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::vector<unsigned char> packet(noise.below(200));
    for (unsigned char& octet : packet) octet = static_cast<unsigned char>(noise.below(256));
    if (i % 2 == 0 && packet.size() >= smallest_packet) {
      encode(SenderPacket{static_cast<std::uint32_t>(i), 1, 2, {}},
             std::span(packet).first(packet.size() < smallest_packet + 4 ? smallest_packet : packet.size()));
      packet[noise.below(packet.size())] ^= 1;
    }
    const auto sent = decode_sender(packet);
    const auto reflected = decode_reflected(packet);
    EXPECT_EQ(sent.has_value(), reflected.has_value());
    EXPECT_TRUE(!sent || packet.size() >= smallest_packet);
    if (sent) ++read;
    if (reflected) unix_ns_from_ntp(reflected->received);
  }
  EXPECT_GT(read, 1000) << "else nothing was tried";
}

TEST(Noise, AsAGrantOpensNoOddSession) {
  Noise noise(2);
  const std::string good =
      R"({"token":"1.2.abc","ssid":7,"key":")" + std::string(64, 'a') + R"(","max_rate":1000})";
  OddServer server("");
  int opened = 0;
  for (int i = 0; i < 150; ++i) {
    server.answer_next(ok(i % 5 == 0 ? noise.bytes(noise.below(500)) : noise.bent(good)));
    FarEnd far_end(server.url(), 5, NamedBy::owner);
    const auto session = far_end.session({});
    if (!session) continue;
    ++opened;
    EXPECT_EQ((*session)->token.find_first_not_of(
                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"),
              std::string::npos);
    EXPECT_NE((*session)->ssid, 0);
    EXPECT_NE((*session)->max_rate, 0U);
  }
  EXPECT_GT(opened, 0) << "some changes do no harm";
  EXPECT_LT(opened, 100);
}

TEST(Noise, AsHttpAnswersEndsInWords) {
  Noise noise(3);
  OddServer server("");
  for (int i = 0; i < 100; ++i) {
    server.answer_next(noise.bent("HTTP/1.1 503 Busy\r\nRetry-After: 30\r\nContent-Length: 2\r\n\r\n{}"));
    FarEnd far_end(server.url());
    auto session = far_end.session({});
    ASSERT_FALSE(session);
    EXPECT_TRUE(session.error().cause == Cause::far_end_busy || session.error().args["detail"] != "");
  }
}

/// What the responder says to these bytes until it closes.
std::string said_to(const Responder& responder, const std::string& bytes) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in far{};
  far.sin_family = AF_INET;
  far.sin_port = htons(responder.port());
  far.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&far), sizeof far), 0);
  send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  shutdown(fd, SHUT_WR);
  std::string text;
  char part[4096];
  for (ssize_t size = 0; (size = recv(fd, part, sizeof part, 0)) > 0;)
    text.append(part, static_cast<std::size_t>(size));
  close(fd);
  return text;
}

TEST(Noise, AsRequestsGetsAShortRefusalOrNothing) {
  Noise noise(4);
  const auto responder = Responder::start({});
  ASSERT_TRUE(responder);
  for (int i = 0; i < 300; ++i) {
    const std::string request =
        i % 4 == 0 ? noise.bytes(noise.below(30'000))
        : i % 4 == 1
            ? noise.bent("GET /download?token=1.2.3&seconds=1e9&rate=-1 HTTP/1.1\r\nHost: far\r\n\r\n")
        : i % 4 == 2 ? noise.bent(
                           "POST /upload?token=1.99999999999.aa HTTP/1.1\r\nHost: far\r\nTransfer-Encoding: "
                           "chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
                     : noise.bent("POST /session HTTP/1.1\r\nHost: far\r\nContent-Length: 0\r\n\r\n");
    EXPECT_LT(said_to(**responder, request).size(), 500U) << i;
  }
  FarEnd far_end((*responder)->url());
  EXPECT_TRUE(far_end.session({})) << "it still serves";
}

}  // namespace
}  // namespace deskready::network

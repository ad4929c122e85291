// Which server is asked, and which is never: real sockets on loopback.
#include "probes/network/stun/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/probes/network/stun/odd_stun_server.h"

namespace deskready::network::stun {
namespace {

using Found = tl::expected<HostPort, Unmeasured>;

constexpr unsigned char loopback[] = {127, 0, 0, 1};
const Bytes here(std::begin(loopback), std::end(loopback));

Found find(const HostPort& named, NamedBy named_by = NamedBy::owner) {
  return find_server(named, named_by, {}, [](std::size_t) { return true; });
}

Found find_at(const OddStunServer& server, NamedBy named_by = NamedBy::owner) {
  return find({"127.0.0.1", server.port()}, named_by);
}

std::string why(const Found& found) {
  if (found) return "found";
  const auto detail = found.error().args.find("detail");
  return std::string(to_string(found.error().cause)) + " " +
         (detail == found.error().args.end() ? "" : detail->second);
}

std::vector<Bytes> honest(const Bytes& request, int) {
  return {success(request)};
}

TEST(StunServer, IsTheOneThatAnswers) {
  const OddStunServer server(honest);
  const Found found = find_at(server);
  ASSERT_TRUE(found) << why(found);
  EXPECT_EQ(*found, (HostPort{"127.0.0.1", server.port()}));
}

TEST(StunServer, IsAskedAgainWhereTheFirstAnswerIsLost) {
  const OddStunServer server([](const Bytes& request, int number) {
    return number == 0 ? std::vector<Bytes>() : std::vector<Bytes>{success(request)};
  });
  EXPECT_TRUE(find_at(server));
}

TEST(StunServer, IsFoundByAnErrorToo) {
  const OddStunServer server(
      [](const Bytes& request, int) { return std::vector<Bytes>{error(request, 401)}; });
  EXPECT_TRUE(find_at(server)) << "who wants credentials is there";
}

TEST(StunServer, IsNoneWhoseAnswersAreToSomethingElse) {
  const OddStunServer server([](const Bytes& request, int) {
    Bytes other = success(request);
    other[19] ^= 1;
    Bytes cut = success(request);
    cut.pop_back();
    Bytes without_address = success(request);
    without_address[21] = 0x99;
    return std::vector<Bytes>{other, cut, without_address, request, {}};
  });
  EXPECT_EQ(why(find_at(server)), "target_failed stun_silent");
  EXPECT_EQ(server.requests(), 3) << "three times, and then no more";
}

TEST(StunServer, IsNoneBehindAClosedPort) {
  std::uint16_t port = 0;
  {
    const OddStunServer server(honest);
    port = server.port();
  }
  EXPECT_EQ(why(find({"127.0.0.1", port})), "target_failed stun_refused");
}

TEST(StunServer, MayNotBeOnThisComputerWhereASpecNamesIt) {
  const OddStunServer server(honest);
  EXPECT_EQ(why(find_at(server, NamedBy::spec)), "target_failed target_address_refused");
  for (const char* host : {"localhost", "::1", "10.1.2.3", "192.168.1.1", "169.254.1.1", "100.64.0.1",
                           "fd00::1", "::ffff:127.0.0.1", "0.0.0.0"}) {
    EXPECT_EQ(why(find({host, server.port()}, NamedBy::spec)), "target_failed target_address_refused")
        << host;
  }
  EXPECT_EQ(server.requests(), 0) << "nothing was sent";
}

TEST(StunServer, MaySendToAnother) {
  const OddStunServer second(honest);
  const OddStunServer first([&](const Bytes& request, int) {
    return std::vector<Bytes>{error(request, 300, here, second.port())};
  });
  const Found found = find_at(first);
  ASSERT_TRUE(found) << why(found);
  EXPECT_EQ(found->port, second.port());
}

TEST(StunServer, MayNotSendForEver) {
  std::atomic<std::uint16_t> own = 0;
  const OddStunServer server(
      [&](const Bytes& request, int) { return std::vector<Bytes>{error(request, 300, here, own)}; });
  own = server.port();
  EXPECT_EQ(why(find_at(server)), "target_failed stun_sends_elsewhere");
  EXPECT_EQ(server.requests(), 3) << "itself and two that it sent to";
}

TEST(StunServer, IsNotAskedBeyondTheBudget) {
  const OddStunServer server(honest);
  const auto found =
      find_server({"127.0.0.1", server.port()}, NamedBy::owner, {}, [](std::size_t) { return false; });
  EXPECT_EQ(why(found), "budget ");
  EXPECT_EQ(server.requests(), 0);
}

TEST(StunServer, IsNotAskedAfterAStop) {
  const OddStunServer server([](const Bytes&, int) { return std::vector<Bytes>(); });
  std::stop_source stop;
  stop.request_stop();
  const auto found = find_server({"127.0.0.1", server.port()}, NamedBy::owner, stop.get_token(),
                                 [](std::size_t) { return true; });
  EXPECT_EQ(why(found), "stopped ");
  EXPECT_EQ(server.requests(), 0);
}

}  // namespace
}  // namespace deskready::network::stun

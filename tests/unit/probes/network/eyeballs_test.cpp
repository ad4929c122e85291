// Which address is tried when, by a clock that the test sets; and one race over real loopback sockets.
#include "probes/network/lookup/eyeballs.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "probes/network/lookup/race.h"

namespace deskready::network {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

constexpr const char *a4 = "192.0.2.1", *b4 = "192.0.2.2", *c4 = "192.0.2.3";
constexpr const char *a6 = "2001:db8::1", *b6 = "2001:db8::2";

TEST(Interleaved, FamiliesAlternateFromTheFirst) {
  EXPECT_THAT(interleaved({a6, b6, a4, b4, c4}), ElementsAre(a6, a4, b6, b4, c4));
  EXPECT_THAT(interleaved({a4, b4, a6}), ElementsAre(a4, a6, b4));
  EXPECT_THAT(interleaved({a4, a4, a6, a4}), ElementsAre(a4, a6)) << "each once";
  EXPECT_THAT(interleaved({}), ElementsAre());
}

TEST(Eyeballs, TheNextBeginsAfterAQuarterOfASecond) {
  Eyeballs race({a6, a4});
  EXPECT_EQ(race.begin(10s), 0U);
  EXPECT_EQ(race.begin(10s), std::nullopt);
  EXPECT_EQ(race.next(), 10s + 250ms);
  EXPECT_EQ(race.begin(10s + 249ms), std::nullopt);
  EXPECT_EQ(race.begin(10s + 250ms), 1U);
  EXPECT_EQ(race.next(), 12s) << "nobody is left to begin; the first is given up";
  race.connected(1);
  EXPECT_TRUE(race.over());
  EXPECT_EQ(race.winner(), a4);
  EXPECT_THAT(codes_of(race.unused()), ElementsAre("v6_overtaken"));
}

TEST(Eyeballs, AFailureGoesOnAtOnce) {
  for (const NotUsed why : {NotUsed::refused, NotUsed::unreachable}) {
    Eyeballs race({a6, a4, b4});
    race.begin(0s);
    race.ended(0, why);
    EXPECT_EQ(race.begin(1ms), 1U);
    EXPECT_EQ(race.begin(1ms), std::nullopt) << "one for each failure";
    race.connected(1);
    EXPECT_EQ(race.winner(), a4);
    EXPECT_THAT(codes_of(race.unused()),
                ElementsAre(why == NotUsed::refused ? "v6_refused" : "v6_unreachable"));
    EXPECT_EQ(race.begin(10s), std::nullopt) << "it is over";
  }
}

TEST(Eyeballs, ASilentOneCostsTwoSeconds) {
  Eyeballs race({a6, a4});
  race.begin(0s);
  race.begin(250ms);
  race.ended(1, NotUsed::refused);
  EXPECT_FALSE(race.over());
  EXPECT_THAT(race.give_up(1999ms), ElementsAre());
  EXPECT_THAT(race.give_up(2s), ElementsAre(0U));
  EXPECT_TRUE(race.over());
  EXPECT_EQ(race.winner(), std::nullopt);
  EXPECT_THAT(codes_of(race.unused()), ElementsAre("v6_silent", "v4_refused"));
  race.connected(0);
  EXPECT_EQ(race.winner(), std::nullopt) << "what was given up has ended";
}

TEST(Eyeballs, TheSlowOneMayWinStill) {
  Eyeballs race({a6, a4});
  race.begin(0s);
  race.begin(250ms);
  race.connected(0);
  race.connected(1);
  EXPECT_EQ(race.winner(), a6);
  EXPECT_THAT(codes_of(race.unused()), ElementsAre("v4_overtaken"));
}

TEST(Eyeballs, WithoutAddressesItIsOver) {
  EXPECT_TRUE(Eyeballs({}).over());
}

TEST(Eyeballs, AFamilysReasonIsToldWhereItIsOne) {
  const std::vector<UnusedAddress> unused = {
      {a6, NotUsed::silent}, {a4, NotUsed::refused}, {b4, NotUsed::refused}, {"192.0.2.9", NotUsed::refused}};
  EXPECT_EQ(common_code(unused, false), "refused");
  EXPECT_EQ(common_code(unused, true), "silent");
  EXPECT_EQ(common_code({{a4, NotUsed::refused}, {b4, NotUsed::silent}}, false), "several");
  EXPECT_EQ(common_code({{a4, NotUsed::refused}}, true), "none");
}

/// A socket that listens there, and its port; the caller closes it.
std::pair<int, std::uint16_t> listening_at(std::uint32_t address) {
  const int listening = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in own{};
  own.sin_family = AF_INET;
  own.sin_addr.s_addr = htonl(address);
  socklen_t size = sizeof own;
  EXPECT_EQ(bind(listening, reinterpret_cast<sockaddr*>(&own), size), 0);
  EXPECT_EQ(listen(listening, 1), 0);
  getsockname(listening, reinterpret_cast<sockaddr*>(&own), &size);
  return {listening, ntohs(own.sin_port)};
}

TEST(Race, GoesOnFromWhatRefusesAndIsUnreachable) {
  const auto [listening, port] = listening_at(0x7F000002);
  // A group takes no connections: there is no way to it.
  const auto raced = race({"127.0.0.1", "224.0.0.1", "127.0.0.2"}, port, {});
  EXPECT_EQ(raced.winner, "127.0.0.2");
  EXPECT_THAT(codes_of(raced.unused), ElementsAre("v4_refused", "v4_unreachable"));
  close(listening);
  EXPECT_EQ(race({"127.0.0.1", "127.0.0.2"}, port, {}).winner, std::nullopt);
}

TEST(Eyeballs, TryNoMoreAddressesThanAPersonWaitsFor) {
  std::vector<std::string> many;
  for (int i = 1; i <= 100; ++i) many.push_back("192.0.2." + std::to_string(i));
  many.push_back("2001:db8::1");
  const auto tried = interleaved(many);
  EXPECT_EQ(tried.size(), most_addresses);
  EXPECT_EQ(tried[1], "2001:db8::1") << "the other family keeps its turn";
}

TEST(Race, AStopEndsIt) {
  std::stop_source stop;
  stop.request_stop();
  const auto [listening, port] = listening_at(0x7F000001);
  EXPECT_EQ(race({"127.0.0.1"}, port, {}).winner, "127.0.0.1");
  EXPECT_EQ(race({"127.0.0.1"}, port, stop.get_token()).winner, std::nullopt);
  close(listening);
}

}  // namespace
}  // namespace deskready::network

// Nobody takes from others: the responder's bounds by network, session and time, each on a clock of its own.
#include <gtest/gtest.h>

#include "probes/network/responder/monitoring/strain.h"
#include "probes/network/responder/shares/connections.h"
#include "probes/network/responder/shares/flows.h"
#include "probes/network/responder/shares/grants.h"
#include "probes/network/responder/shares/occupancy.h"
#include "probes/network/wire/packet_token.h"

namespace deskready::network {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t now = 1000 * second;
constexpr std::int64_t ms = 1'000'000;

Networks of(const std::string& address) {
  return networks_of(address, {});
}
SessionId id(unsigned char number) {
  return SessionId{number};
}

TEST(Prefix, ReadsAndContains) {
  EXPECT_TRUE(contains(*parse_prefix("192.0.2.0/24"), *parse_prefix("192.0.2.77")));
  EXPECT_FALSE(contains(*parse_prefix("192.0.2.0/24"), *parse_prefix("192.0.3.77")));
  EXPECT_TRUE(contains(*parse_prefix("2001:db8::/47"), *parse_prefix("2001:db8:1::1")));
  EXPECT_FALSE(contains(*parse_prefix("2001:db8::/48"), *parse_prefix("2001:db8:1::1")));
  EXPECT_TRUE(contains(*parse_prefix("::/0"), *parse_prefix("192.0.2.1")));
  for (const char* wrong : {"", "/", "192.0.2.1/33", "192.0.2/24", "2001:db8::/129", "::1/", "::1/4x", "far"})
    EXPECT_FALSE(parse_prefix(wrong)) << wrong;
}

TEST(Networks, OneCustomerIsAnIPv4AddressOrA64) {
  EXPECT_EQ(of("2001:db8:1:2::1").narrow, of("2001:db8:1:2:ffff::9").narrow);
  EXPECT_NE(of("2001:db8:1:2::1").narrow, of("2001:db8:1:3::1").narrow);
  EXPECT_EQ(of("2001:db8:1:2::1").wide, of("2001:db8:1:3::1").wide);
  EXPECT_NE(of("2001:db8:1:2::1").wide, of("2001:db8:2:2::1").wide);
  EXPECT_NE(of("192.0.2.1").narrow, of("192.0.2.2").narrow);
  EXPECT_FALSE(of("192.0.2.1").wide);
}

TEST(Shares, NoNetworkTakesMoreThanHalfAndTheNextHasRoom) {
  Shares shares(100);
  int taken = 0;
  while (shares.take(of("192.0.2.1"))) ++taken;
  EXPECT_GE(taken, 45);
  EXPECT_LE(taken, 51);
  EXPECT_TRUE(shares.take(of("192.0.2.2")));
}

TEST(Shares, ManyNetworksLeaveRoomForOneMore) {
  Shares shares(200);
  for (int round = 0; round < 200; ++round)
    for (int network = 1; network <= 50; ++network) shares.take(of("192.0.2." + std::to_string(network)));
  EXPECT_TRUE(shares.take(of("198.51.100.1")));
}

TEST(Shares, A48IsHeldAsAWhole) {
  Shares shares(300);
  for (int round = 0; round < 300; ++round)
    for (int subnet = 0; subnet < 100; ++subnet)
      shares.take(of("2001:db8:1:" + std::to_string(subnet) + "::1"));
  EXPECT_LE(shares.taken(), 202U);
  EXPECT_TRUE(shares.take(of("2001:db8:2::1")));
}

TEST(Shares, ATrustedNetworkHasALargerOne) {
  Shares shares(110);
  const Networks office = networks_of("192.0.2.1", {*parse_prefix("192.0.2.0/24")});
  int taken = 0;
  while (shares.take(office)) ++taken;
  EXPECT_GE(taken, 99);
  EXPECT_TRUE(shares.take(of("198.51.100.1")));
}

TEST(Shares, GivesBackWhatWasTaken) {
  Shares shares(1);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(shares.take(of("2001:db8::1")));
    EXPECT_FALSE(shares.take(of("2001:db8::1")));
    shares.give_back(of("2001:db8::1"));
  }
}

TEST(Occupancy, RefusesANewSessionWhenFullAndServesTheOldOnes) {
  Occupancy occupancy({2, 1'000'000, 10'000'000});
  const auto begin = [&](unsigned char session) {
    return occupancy.begin(id(session), "192.0.2.1", of("192.0.2.1"), 1'000'000, now);
  };
  EXPECT_EQ(begin(1), Admittance::granted);
  EXPECT_TRUE(occupancy.has_room(of("192.0.2.1"), now));
  EXPECT_EQ(begin(2), Admittance::granted);
  EXPECT_FALSE(occupancy.has_room(of("192.0.2.9"), now));
  EXPECT_EQ(begin(3), Admittance::full);
  EXPECT_EQ(begin(1), Admittance::granted) << "a second connection of a session inside";
}

TEST(Occupancy, KeepsAPlaceBetweenTwoTransfersThenFreesItAndSaysWhatItWas) {
  Occupancy occupancy({1, 1'000'000, 10'000'000});
  const Networks own = of("192.0.2.1");
  ASSERT_EQ(occupancy.begin(id(1), "192.0.2.1", own, 1000, now), Admittance::granted);
  occupancy.spend(id(1), own.narrow, Way::down, 7);
  occupancy.spend(id(1), own.narrow, Way::up, 9);
  EXPECT_FALSE(occupancy.has_room(own, now + 1000 * second)) << "still running";
  occupancy.end(id(1), own.narrow, 1000, now + 1000 * second);
  EXPECT_FALSE(occupancy.has_room(own, now + 1000 * second + Occupancy::kept_ns - 1));
  EXPECT_TRUE(occupancy.has_room(own, now + 1000 * second + Occupancy::kept_ns));
  const auto ended = occupancy.take_ended(now + 2000 * second);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].bytes_down, 7U);
  EXPECT_EQ(ended[0].bytes_up, 9U);
  EXPECT_EQ(ended[0].transfers, 1);
  EXPECT_DOUBLE_EQ(ended[0].seconds, 1000);
}

TEST(Occupancy, BoundsOneSessionsConnections) {
  Occupancy occupancy({10, 1'000'000, 10'000'000});
  const auto begin = [&] { return occupancy.begin(id(1), "192.0.2.1", of("192.0.2.1"), 1'000'000, now); };
  for (int i = 0; i < Occupancy::most_connections; ++i) EXPECT_EQ(begin(), Admittance::granted);
  EXPECT_EQ(begin(), Admittance::session_connections);
  occupancy.end(id(1), of("192.0.2.1").narrow, 1'000'000, now);
  EXPECT_EQ(begin(), Admittance::granted);
}

/// Bytes that a session gets in ten seconds when it takes all that it may every millisecond.
double taken_in_10_s(Occupancy& occupancy, std::initializer_list<unsigned char> sessions) {
  double bytes = 0;
  for (std::int64_t at = now; at < now + 10 * second; at += ms) {
    for (const unsigned char session : sessions) {
      const std::size_t credit = occupancy.credit(id(session), of("192.0.2.1").narrow, Way::down, at);
      occupancy.spend(id(session), of("192.0.2.1").narrow, Way::down, credit);
      bytes += static_cast<double>(credit);
    }
  }
  return bytes;
}

TEST(Occupancy, ASessionHasItsRateHoweverManyConnectionsItHas) {
  Occupancy occupancy({10, 8'000'000, 80'000'000});
  for (int i = 0; i < Occupancy::most_connections; ++i)
    occupancy.begin(id(1), "192.0.2.1", of("192.0.2.1"), 8'000'000, now);
  EXPECT_NEAR(taken_in_10_s(occupancy, {1, 1, 1}), 10'000'000, 70'000);
}

TEST(Occupancy, AnAddressHasItsRateHoweverManySessionsItHas) {
  Occupancy occupancy({10, 8'000'000, 8'000'000});
  // Slow ones, so that they are let in; what they then take is another matter.
  for (unsigned char session = 1; session <= 3; ++session)
    ASSERT_EQ(occupancy.begin(id(session), "192.0.2.1", of("192.0.2.1"), 1'000'000, now),
              Admittance::granted);
  EXPECT_NEAR(taken_in_10_s(occupancy, {1, 2, 3}), 10'000'000, 70'000);
}

TEST(Occupancy, RefusesWhatAnAddressCouldNotBeServedInTime) {
  Occupancy occupancy({10, 8'000'000, 16'000'000});
  const auto begin = [&](unsigned char session, const char* address) {
    return occupancy.begin(id(session), address, of(address), 8'000'000, now);
  };
  EXPECT_EQ(begin(1, "192.0.2.1"), Admittance::granted);
  EXPECT_EQ(begin(2, "192.0.2.1"), Admittance::granted);
  EXPECT_EQ(begin(3, "192.0.2.1"), Admittance::address_rate);
  EXPECT_EQ(begin(3, "192.0.2.2"), Admittance::granted);
  EXPECT_EQ(begin(1, "192.0.2.1"), Admittance::granted) << "its session has no more by it";
  occupancy.end(id(2), of("192.0.2.1").narrow, 8'000'000, now);
  EXPECT_EQ(begin(4, "192.0.2.1"), Admittance::granted);
}

TEST(Occupancy, ASessionOfSeveralAddressesTakesItsOwnAndEachAddresssRate) {
  Occupancy occupancy({10, 8'000'000, 8'000'000});
  const Networks here = of("192.0.2.1"), there = of("192.0.2.2");
  const auto begin = [&](unsigned char session, const Networks& networks) {
    return occupancy.begin(id(session), "192.0.2.1", networks, 8'000'000, now);
  };
  ASSERT_EQ(begin(1, here), Admittance::granted);
  ASSERT_EQ(begin(1, there), Admittance::granted);
  EXPECT_EQ(begin(2, here), Admittance::address_rate);
  EXPECT_EQ(begin(2, there), Admittance::address_rate)
      << "that the session is at home elsewhere is no way round";
  const std::size_t before = occupancy.credit(id(1), there.narrow, Way::down, now);
  occupancy.spend(id(1), here.narrow, Way::down, 1000);
  EXPECT_EQ(occupancy.credit(id(1), there.narrow, Way::down, now), before - 1000)
      << "the session has one rate";
  occupancy.end(id(1), there.narrow, 8'000'000, now);
  EXPECT_EQ(begin(2, there), Admittance::granted) << "what ended is promised to nobody";
  occupancy.end(id(1), here.narrow, 8'000'000, now);
  EXPECT_EQ(begin(3, here), Admittance::granted);
}

TEST(Occupancy, BoundsOneSessionsAddresses) {
  Occupancy occupancy({10, 8'000'000, 8'000'000});
  const auto visit = [&](std::size_t number) {
    const std::string address = "192.0.2." + std::to_string(number);
    const Admittance came = occupancy.begin(id(1), address, of(address), 1'000'000, now);
    if (came == Admittance::granted) occupancy.end(id(1), of(address).narrow, 1'000'000, now);
    return came;
  };
  for (std::size_t i = 0; i < Occupancy::most_addresses; ++i) EXPECT_EQ(visit(i), Admittance::granted);
  EXPECT_EQ(visit(Occupancy::most_addresses), Admittance::session_connections);
  EXPECT_EQ(visit(0), Admittance::granted);
}

TEST(Grants, AnOfficeOf100ChecksAtOnceAndNobodyAsksForEver) {
  Grants grants;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(grants.take(of("192.0.2.1"), now, now + 300 * second));
  int more = 0;
  while (more < 70'000 && grants.take(of("192.0.2.1"), now, now + 300 * second)) ++more;
  EXPECT_LE(more, 100);
  EXPECT_TRUE(grants.take(of("192.0.2.2"), now, now + 300 * second));
  EXPECT_EQ(grants.living(now + 301 * second), 0U);
}

struct Opened {
  Opened(Connections& all, const char* address, std::int64_t at)
      : place(all, address, of(address), at, [this] { dropped = true; }) {}
  bool dropped = false;
  Connections::Place place;
};

TEST(Connections, SilentOnesGoForNewcomersTheOldestOfTheGreediestFirst) {
  Connections connections(64);
  std::vector<std::unique_ptr<Opened>> greedy;
  Opened honest(connections, "2001:db8::2", now);
  for (int i = 0; i < 40; ++i)
    greedy.push_back(std::make_unique<Opened>(connections, "2001:db8::1", now + i));
  EXPECT_TRUE(greedy.front()->dropped);
  EXPECT_TRUE(greedy.back()->place.taken());
  EXPECT_FALSE(honest.dropped) << "of the same /64, but it has one only";
  EXPECT_LE(connections.open(), 34U);
  Opened another(connections, "2001:db8::3", now + 100);
  EXPECT_TRUE(another.place.taken());
}

TEST(Connections, WhoHasSaidItsRequestStays) {
  Connections connections(4);
  Opened one(connections, "192.0.2.1", now), two(connections, "192.0.2.1", now);
  one.place.heard();
  two.place.heard();
  Opened third(connections, "192.0.2.1", now + 10 * second),
      fourth(connections, "192.0.2.1", now + 10 * second);
  EXPECT_FALSE(one.dropped || two.dropped);
  EXPECT_FALSE(fourth.place.taken());
}

TEST(SeenNumbers, EachIsNewOnce) {
  SeenNumbers seen;
  for (const std::uint32_t number : {5U, 3U, 4U, 0U, 70U, 69U, 1000U, 900U, 0xFFFFFFFFU})
    EXPECT_TRUE(seen.first(number)) << number;
  for (const std::uint32_t number : {5U, 3U, 4U, 0U, 70U, 69U, 1000U, 900U, 0xFFFFFFFFU})
    EXPECT_FALSE(seen.first(number)) << number;
  EXPECT_TRUE(seen.first(0xFFFFFFFEU));
  SeenNumbers in_order;
  for (std::uint32_t number = 0; number < 5000; ++number) {
    EXPECT_TRUE(in_order.first(number)) << number;
    EXPECT_FALSE(in_order.first(number)) << number;
  }
}

/// Packets of a session of wire protocol 2.
struct Sender {
  const Admission& admission;
  Grant grant;
  SenderPacket packet(std::uint32_t sequence, std::uint32_t stream, std::uint64_t echo) const {
    SenderPacket made{sequence, 1, grant.ssid};
    made.tag = SessionTag{grant.session, static_cast<std::uint32_t>(grant.expires), stream, echo};
    made.token = packet_token(grant.packet_key, grant.ssid, sequence, made.tag);
    return made;
  }
  std::uint64_t echo(const char* address) const { return admission.echo_for(grant.session, address); }
};

struct FlowsTest : testing::Test {
  Admission admission;
  Flows flows{admission, {}};
  Sender sender{admission, admission.grant(now / second)};
};

TEST_F(FlowsTest, AnswersEachPacketOnce) {
  const auto packet = sender.packet(0, 7, sender.echo("192.0.2.1"));
  const auto answer = flows.take(packet, "192.0.2.1", 5000, now);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->sequence, 0U);
  EXPECT_FALSE(flows.take(packet, "192.0.2.1", 5000, now)) << "again";
  EXPECT_FALSE(flows.take(packet, "192.0.2.1", 5001, now)) << "from another port";
  EXPECT_EQ(flows.take(sender.packet(1, 7, sender.echo("192.0.2.1")), "192.0.2.1", 5000, now)->sequence, 1U);
}

// UDP may come from another address than TCP, but who cannot hear there gets one packet sent there, not more.
TEST_F(FlowsTest, AnAddressMustEchoBeforeMoreThanOnePacketIsAnswered) {
  int answered = 0;
  for (std::uint32_t i = 0; i < 50; ++i) {
    answered += flows.take(sender.packet(i, 0, 0), "198.51.100.1", 6000, now) ? 1 : 0;
    answered += flows.take(sender.packet(i, 7, 0), "198.51.100.1", 6000, now) ? 1 : 0;
    answered += flows.take(sender.packet(i, 7, sender.echo("192.0.2.1")), "198.51.100.1", 6000, now) ? 1 : 0;
  }
  EXPECT_EQ(answered, 1);
  EXPECT_TRUE(flows.take(sender.packet(0, 7, sender.echo("198.51.100.1")), "198.51.100.1", 6000, now));
}

TEST_F(FlowsTest, NoKeyOutlivesItsSession) {
  const std::int64_t end = sender.grant.expires * second;
  EXPECT_TRUE(flows.take(sender.packet(0, 7, sender.echo("192.0.2.1")), "192.0.2.1", 5000, end));
  EXPECT_FALSE(flows.take(sender.packet(1, 7, sender.echo("192.0.2.1")), "192.0.2.1", 5000, end + second));
  EXPECT_EQ(flows.sessions(), 0U);
  auto longer = sender;
  longer.grant.expires += 1000;
  EXPECT_FALSE(flows.take(longer.packet(2, 7, sender.echo("192.0.2.1")), "192.0.2.1", 5000, end))
      << "the time is part of the proof";
}

TEST_F(FlowsTest, OneSessionsFlowsAreBoundedAndLeaveTheOthersAlone) {
  const Grant old = admission.grant_by_ssid("192.0.2.66", now / second);
  const auto packet = [&](std::uint32_t sequence) {
    return SenderPacket{sequence, 1, old.ssid, packet_token(old.packet_key, old.ssid, sequence)};
  };
  std::size_t answered = 0;
  for (std::uint16_t port = 1024; port < 6000; ++port)
    answered += flows.take(packet(port), "192.0.2.66", port, now + port * ms) ? 1 : 0;
  EXPECT_EQ(answered, Flows::most_of_a_session);
  EXPECT_TRUE(flows.take(sender.packet(0, 7, sender.echo("192.0.2.1")), "192.0.2.1", 5000, now));
}

TEST_F(FlowsTest, ASessionsPacketsAreBounded) {
  int answered = 0;
  for (std::uint32_t i = 0; i < 20'000; ++i)
    answered +=
        flows.take(sender.packet(i, 7, sender.echo("192.0.2.1")), "192.0.2.1", 5000, now + i * ms / 10) ? 1
                                                                                                        : 0;
  EXPECT_LE(answered, 3 * Flows::session_packets + 1);
}

// Whoever has a token can write any sender into its packets.
TEST_F(FlowsTest, NothingIsKeptOfAddressesThatNeverEchoed) {
  for (std::uint32_t i = 0; i < 5000; ++i) {
    const std::string forged = "198.51." + std::to_string(i / 250) + "." + std::to_string(i % 250);
    flows.take(sender.packet(i, i % 2, 1), forged, 5000, now + i * ms);
  }
  EXPECT_LE(flows.networks(), Flows::most_of_a_session);
  EXPECT_TRUE(flows.take(sender.packet(0, 7, sender.echo("192.0.2.1")), "192.0.2.1", 5000, now + 5000 * ms));
}

TEST_F(FlowsTest, AFirstAgentsSessionIsItsAddressAlone) {
  const Grant old = admission.grant_by_ssid("192.0.2.1", now / second);
  const SenderPacket packet{0, 1, old.ssid, packet_token(old.packet_key, old.ssid, 0)};
  EXPECT_FALSE(flows.take(packet, "192.0.2.2", 5000, now));
  EXPECT_TRUE(flows.take(packet, "192.0.2.1", 5000, now));
  EXPECT_FALSE(flows.take(packet, "192.0.2.1", 5000, now));
}

constexpr std::int64_t tick = 50'000'000;

TEST(Strain, IsLatenessThatLasts) {
  Strain strain;
  std::int64_t at = 0;
  for (int i = 0; i < 200; ++i) strain.add(i % 3 == 0 ? 900 * ms : 1 * ms, {}, at += tick);
  EXPECT_FALSE(strain.strained(at)) << "a third is late";
  for (int i = 0; i < 25; ++i) strain.add(6 * ms, {}, at += tick);
  EXPECT_TRUE(strain.strained(at)) << "more than half of the last two seconds is late";
}

TEST(Strain, NeedsSamples) {
  Strain strain;
  std::int64_t at = 0;
  for (std::size_t i = 1; i < Strain::fewest; ++i) strain.add(900 * ms, {}, at += tick);
  EXPECT_FALSE(strain.strained(at));
  strain.add(900 * ms, {}, at += tick);
  EXPECT_TRUE(strain.strained(at));
}

TEST(Strain, EndsAfterARest) {
  Strain strain;
  std::int64_t at = 0;
  for (int i = 0; i < 40; ++i) strain.add(900 * ms, {}, at += tick);
  std::int64_t last_late = at;
  for (int i = 0; i < 40; ++i) {
    strain.add(0, {}, at += tick);
    if (i < 19) last_late = at;  // until then half of the window was late
  }
  EXPECT_TRUE(strain.strained(last_late + Strain::rest_ns - 1));
  EXPECT_FALSE(strain.strained(last_late + Strain::rest_ns + 2 * tick));
}

/// Two seconds of samples of 60 packets each, of which `late` wait 2 ms in every `each`th sample.
std::int64_t packets_for_two_seconds(Strain& strain, std::int64_t at, int late, int each) {
  for (int i = 0; i < 40; ++i) {
    Dwell dwell;
    for (int packet = 0; packet < 60; ++packet) dwell.add(i % each == 0 && packet < late ? 2 * ms : ms / 10);
    strain.add(dwell.longest_ns, dwell, at += tick);
  }
  return at;
}

TEST(Strain, IsOnePacketInAHundredThatWaits) {
  Strain strain;
  std::int64_t at = packets_for_two_seconds(strain, 0, 1, 2);
  EXPECT_TRUE(strain.answers_many());
  EXPECT_FALSE(strain.strained(at)) << "20 of 2,400";
  at = packets_for_two_seconds(strain, at, 2, 2);
  EXPECT_TRUE(strain.strained(at)) << "40 of 2,400";
}

TEST(Strain, IsNoSingleMoment) {
  Strain strain;
  EXPECT_FALSE(strain.strained(packets_for_two_seconds(strain, 0, 60, 10)))
      << "240 of 2,400, in four samples";
}

TEST(Strain, IsNotToldByAFewPackets) {
  Strain strain;
  Dwell dwell;
  for (int packet = 0; packet < 5; ++packet) dwell.add(2 * ms);
  std::int64_t at = 0;
  for (int i = 0; i < 40; ++i) strain.add(dwell.longest_ns, dwell, at += tick);
  EXPECT_FALSE(strain.answers_many());
  EXPECT_FALSE(strain.strained(at));
}

}  // namespace
}  // namespace deskready::network

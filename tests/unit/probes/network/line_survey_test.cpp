// Surveys of simulated lines, by a clock of their own.
#include "probes/network/line/packets/line_survey.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

#include "probes/network/line/call/call_plan.h"
#include "probes/network/wire/frame.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network {
namespace {

constexpr double packet_bits = ip_bits_of_datagram(smallest_tagged_packet, false);
constexpr double enough = 2e6;

/// A line that carries `rate` bit/s of IP packets, with jitter that never reorders, and counts what it was
/// given and when.
class Line {
 public:
  Line(double rate, double jitter, unsigned seed, double loss = 0)
      : rate_(rate), jitter_(0, std::max(jitter, 1e-12)), lost_(loss), random_(seed) {}

  StreamPacket send(double at, double bits = packet_bits) {
    sent_.push_back({at, bits});
    StreamPacket packet;
    packet.sent = at;
    if (lost_(random_)) return packet;
    served_ = std::max(served_, at) + bits / rate_;
    arrived_ = std::max(arrived_, served_ + 0.05 + jitter_(random_));
    packet.back = arrived_;
    packet.answered = true;
    return packet;
  }

  /// What was sent in any stretch of that length, of what the line carries in it; single packets are as they
  /// are.
  double most_used(double seconds) const {
    double most = 0;
    for (std::size_t i = 0; i < sent_.size(); ++i) {
      double bits = 0;
      for (std::size_t j = i; j < sent_.size() && sent_[j].at < sent_[i].at + seconds; ++j)
        bits += sent_[j].bits;
      most = std::max(most, bits / (rate_ * seconds));
    }
    return most;
  }
  std::size_t longest_train() const {
    std::size_t longest = 0;
    for (const Sent& one : sent_)
      longest =
          std::max(longest, static_cast<std::size_t>(std::count_if(
                                sent_.begin(), sent_.end(), [&](const Sent& s) { return s.at == one.at; })));
    return longest;
  }
  double last() const { return sent_.back().at; }

 private:
  struct Sent {
    double at, bits;
  };
  const double rate_;
  std::uniform_real_distribution<double> jitter_;
  std::bernoulli_distribution lost_;
  std::mt19937 random_;
  double served_ = 0, arrived_ = 0;
  std::vector<Sent> sent_;
};

std::optional<double> survey(Line& line) {
  LineSurvey survey(enough, packet_bits);
  double now = 0;
  while (const auto train = survey.next()) {
    now = std::max(now, train->not_before);
    std::vector<StreamPacket> packets;
    for (std::size_t i = 0; i < train->packets; ++i) packets.push_back(line.send(now));
    now = std::max(now + 0.05, packets.back().back);
    survey.came(packets);
  }
  return survey.carries();
}

TEST(LineSurvey, FindsWhatASlowLineCarriesWithoutFillingIt) {
  for (const double rate : {33'600.0, 56'000.0, 128'000.0, 200'000.0, 384'000.0, 512'000.0, 1e6, 1.8e6}) {
    Line line(rate, 0, 1);
    const auto found = survey(line);
    ASSERT_TRUE(found) << rate;
    EXPECT_NEAR(*found / rate, 1, 0.02) << rate;
    EXPECT_LE(static_cast<double>(line.longest_train()) * packet_bits / rate, 0.1 + 1e-9)
        << rate << ": a train is short";
    // A train stands for itself and for the rest behind it.
    EXPECT_LE(line.most_used(1), most_share + 2 * packet_bits / rate + 0.1) << rate;
  }
}

TEST(LineSurvey, AFastLineTakesThreeTrains) {
  Line line(50e6, 0, 1);
  EXPECT_NEAR(survey(line).value() / 50e6, 1, 0.02);
  EXPECT_LT(line.last(), 0.2) << "three round trips";
}

TEST(LineSurvey, JitterMakesNoFastLineSlowNorASlowOneFast) {
  int wrong = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    Line fast(20e6, 0.03, seed), slow(200e3, 0.03, seed);
    wrong += survey(fast).value() < enough ? 1 : 0;
    const double found = survey(slow).value();
    wrong += found < 80e3 || found > 360e3 ? 1 : 0;
  }
  EXPECT_LE(wrong, 8) << "of 400";
}

TEST(LineSurvey, LossesLeaveEnoughToSee) {
  int told = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    Line line(200e3, 0, seed, 0.05);
    const auto found = survey(line);
    told += found && *found > 150e3 && *found < 260e3 ? 1 : 0;
  }
  EXPECT_GE(told, 95);
}

TEST(LineSurvey, ALineThatAnswersNothingIsGivenUp) {
  Line line(200e3, 0, 1, 1);
  EXPECT_FALSE(survey(line));
  EXPECT_LE(line.longest_train(), 2U);
}

/// A stream as a plan sends it over the line, seconds of it.
std::vector<StreamPacket> over(Line& line, const StreamPlan& plan, double seconds) {
  std::vector<StreamPacket> packets;
  for (std::size_t i = 0; static_cast<double>(i) < seconds * plan.packets_per_second; ++i) {
    const auto size = is_larger(i, plan.every, plan.larger) ? plan.larger_bytes : plan.payload_bytes;
    packets.push_back(
        line.send(static_cast<double>(i) / plan.packets_per_second, ip_bits_of_datagram(size, false)));
  }
  return packets;
}

const std::vector<Question> asked = {question("network.latency"), question("network.loss", {0.01})};

TEST(CallPlan, TakesAFifthOfTheLineAtMost) {
  for (double rate = 33'600; rate < 4e6; rate *= 1.1) {
    const StreamPlan plan = call_plan(asked, Depth::quick, rate, false).stream;
    EXPECT_LE(ip_rate(plan, false), most_share * rate) << rate;
    EXPECT_GE(ip_rate(plan, false), std::min(most_share * rate * 0.6, 370e3))
        << rate << ": as much as may be";
    Line line(rate, 0, 1);
    const auto packets = over(line, plan, plan.seconds);
    const auto trips = round_trips(packets);
    EXPECT_LT(*std::max_element(trips.begin(), trips.end()),
              0.05 + 2 * ip_bits_of_datagram(172, false) / rate)
        << rate << ": none waits for another";
    EXPECT_FALSE(share_carried(packets)) << rate;
  }
}

TEST(CallPlan, ALineThatCarriesAllGetsTheWholeStream) {
  for (const bool ipv6 : {false, true}) {
    const auto plan = call_plan(asked, Depth::quick, bits_of_line_for_all(asked, ipv6), ipv6);
    EXPECT_EQ(plan.stream.packets_per_second, 350);
    EXPECT_EQ(plan.stream.every, 7U);
    EXPECT_EQ(plan.line_rate, 0);
    EXPECT_EQ(plan.stream.seconds, 7);
  }
}

TEST(CallPlan, SeveralCallsGoWhereTheLineCarriesThem) {
  const std::vector<Question> calls = {question("network.calls", {8})};
  EXPECT_EQ(call_plan(calls, Depth::quick, 1e6, false).stream.larger, 8U) << "0.64 Mbit/s of 1, as asked";
  EXPECT_EQ(call_plan(calls, Depth::quick, 0.7e6, false).stream.larger, 1U);
  EXPECT_EQ(call_plan(calls, Depth::quick, 0.7e6, false).calls_asked, 8U);
}

TEST(CallPlan, ALineThatNobodyKnowsIsTakenForAModems) {
  const auto plan = call_plan(asked, Depth::quick, std::nullopt, false);
  EXPECT_LE(ip_rate(plan.stream, false), most_share * 33'600);
  EXPECT_EQ(plan.line_rate, 0) << "and no rate is claimed";
}

TEST(ShareCarried, OfAStreamThatFillsItsLine) {
  const StreamPlan whole = call_plan(asked, Depth::quick, 1e9, false).stream;
  for (const double rate : {33'600.0, 128'000.0, 200'000.0, 300'000.0}) {
    Line line(rate, 0, 1);
    // What came back within a second and a half.
    auto packets = over(line, whole, 1.5);
    for (StreamPacket& packet : packets) packet.answered = packet.answered && packet.back < 1.5;
    const auto share = share_carried(packets);
    ASSERT_TRUE(share) << rate;
    EXPECT_NEAR(*share * ip_rate(whole, false) / rate, 1, 0.25) << rate;
  }
}

TEST(ShareCarried, OfAStreamThatIsPoliced) {
  const StreamPlan whole = call_plan(asked, Depth::quick, 1e9, false).stream;
  Line line(50e6, 0, 1);
  auto packets = over(line, whole, 2);
  for (std::size_t i = 0; i < packets.size(); ++i) packets[i].answered = i % 2 == 0;
  packets.back().answered = true;
  EXPECT_NEAR(share_carried(packets).value(), 0.5, 0.02);
}

TEST(ShareCarried, AnOutageJitterAndLossesAreTheLinesOwn) {
  const StreamPlan whole = call_plan(asked, Depth::quick, 1e9, false).stream;
  for (unsigned seed = 0; seed < 100; ++seed) {
    Line line(20e6, 0.03, seed, 0.05);
    auto packets = over(line, whole, 6);
    EXPECT_FALSE(share_carried(packets)) << seed;
    for (StreamPacket& packet : packets) {
      if (packet.sent > 2 && packet.sent < 4) packet.answered = false;
    }
    for (double until = 1; until <= 6; until += 0.5)
      EXPECT_FALSE(share_carried(std::span(packets).first(static_cast<std::size_t>(until * 350)))) << until;
  }
}

}  // namespace
}  // namespace deskready::network

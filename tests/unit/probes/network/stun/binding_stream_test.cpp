// The row of requests, over real loopback sockets: what is sent, what counts as an answer.
#include "probes/network/stun/binding_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/unit/probes/network/stun/odd_stun_server.h"

namespace deskready::network::stun {
namespace {

tl::expected<StreamRecord, Unmeasured> ask(const OddStunServer& server) {
  return ask_again_and_again({"127.0.0.1", server.port()}, {}, [](std::size_t) { return true; });
}

int count(const StreamRecord& record, bool StreamPacket::*what) {
  return static_cast<int>(std::count_if(record.packets.begin(), record.packets.end(),
                                        [what](const StreamPacket& packet) { return packet.*what; }));
}

// One run for several questions: it takes three seconds.
TEST(BindingStream, CountsWhatCameBackAndNothingElse) {
  std::set<Bytes> seen;
  const OddStunServer server([&](const Bytes& request, int number) -> std::vector<Bytes> {
    seen.insert(request);
    if (number % 10 == 3) return {};                                    // lost
    if (number % 10 == 5) return {success(request), success(request)};  // twice
    if (number % 10 == 7) return {error(request, 500)};
    Bytes forged = success(request);
    forged[12] ^= 1;
    return {forged, success(request)};
  });
  const auto record = ask(server);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->packets.size(), requests);
  EXPECT_EQ(server.requests(), static_cast<int>(requests)) << "none twice";
  EXPECT_EQ(seen.size(), requests) << "each of a transaction of its own";
  EXPECT_EQ(count(*record, &StreamPacket::answered), 54);
  for (std::size_t i = 0; i < requests; ++i) EXPECT_EQ(record->packets[i].answered, i % 10 != 3) << i;
  EXPECT_EQ(record->detail["answered"], 54);
  EXPECT_EQ(record->detail["duplicates"], 6);
  EXPECT_EQ(record->detail["errors"], 6);
  EXPECT_EQ(record->detail["forged"], 42);
  for (std::size_t i = 1; i < requests; ++i)
    EXPECT_GT(record->packets[i].sent, record->packets[i - 1].sent) << i;
  for (const StreamPacket& packet : record->packets) {
    if (!packet.answered) continue;
    EXPECT_GE(packet.back, packet.sent) << "nothing comes back before it left";
  }
}

// Whoever falls silent is not asked for three seconds more.
TEST(BindingStream, EndsWhereNothingEverComes) {
  const OddStunServer server([](const Bytes&, int) { return std::vector<Bytes>(); });
  const auto record = ask(server);
  ASSERT_TRUE(record);
  EXPECT_EQ(count(*record, &StreamPacket::answered), 0);
  EXPECT_LT(record->packets.size(), requests);
}

TEST(BindingStream, SendsNothingBeyondTheBudget) {
  const OddStunServer server([](const Bytes& request, int) { return std::vector<Bytes>{success(request)}; });
  int allowed = 5;
  const auto record =
      ask_again_and_again({"127.0.0.1", server.port()}, {}, [&](std::size_t) { return allowed-- > 0; });
  ASSERT_TRUE(record);
  EXPECT_LE(record->packets.size(), 5u);
}

}  // namespace
}  // namespace deskready::network::stun

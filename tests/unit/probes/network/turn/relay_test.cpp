// A relay on servers that keep to RFC 8656, and on such as do not.
#include "probes/network/turn/relay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "probes/detail.h"
#include "probes/network/turn/channel_data.h"
#include "probes/network/turn/relay_stream.h"
#include "tests/unit/probes/network/turn/odd_turn_stream.h"

namespace deskready::network::turn {
namespace {

using stun::Method;
using Manners = OddTurnServer::Manners;

const tl::expected<Credentials, Unmeasured> own = Credentials{OddTurnServer::user, OddTurnServer::password};

struct Client {
  std::stop_source stop;
  std::stop_token token = stop.get_token();
  std::size_t spent = 0, most = 1'000'000;
  std::function<bool(std::size_t)> spend = [this](std::size_t payload) {
    spent += payload;
    return spent <= most;
  };
  /// As the owner names it: what specs name has to be public.
  auto open(std::uint16_t port, const tl::expected<Credentials, Unmeasured>& credentials = own,
            TurnTransport transport = TurnTransport::udp) {
    return Relay::open({{"127.0.0.1", port}, transport}, NamedBy::owner, credentials, token, spend);
  }
  std::string why(std::uint16_t port, const tl::expected<Credentials, Unmeasured>& credentials = own,
                  TurnTransport transport = TurnTransport::udp) {
    const auto relay = open(port, credentials, transport);
    return relay ? "open" : said(relay.error());
  }
  static std::string said(const Unmeasured& why) {
    const auto detail = why.args.find("detail");
    const auto status = why.args.find("status");
    return std::string(to_string(why.cause)) + (detail == why.args.end() ? "" : " " + detail->second) +
           (status == why.args.end() ? "" : " " + status->second);
  }
};

std::string why(Manners manners, const tl::expected<Credentials, Unmeasured>& credentials = own) {
  const OddTurnServer server(std::move(manners));
  return Client().why(server.port(), credentials);
}

TEST(TurnRelay, IsAllocatedPermittedBoundAndEnded) {
  const OddTurnServer server({});
  Client client;
  {
    const auto relay = client.open(server.port());
    ASSERT_TRUE(relay) << Client::said(relay.error());
    EXPECT_THAT(server.asked(),
                testing::ElementsAre(Method::allocate, Method::create_permission, Method::channel_bind));
    EXPECT_FALSE(server.refreshed());
  }
  EXPECT_EQ(server.asked().back(), Method::refresh);
  EXPECT_EQ(server.refreshed(), 0) << "it is not left to the server to end it after ten minutes";
  EXPECT_EQ(server.requests(), 5) << "one without a login beside these four";
  EXPECT_GT(client.spent, 0u);
}

TEST(TurnRelay, IsThereWithoutALoginWhereNoneIsAskedFor) {
  EXPECT_EQ(why({.asks_login = false}, tl::unexpected(unmeasured(Cause::failed))), "open");
}

TEST(TurnRelay, SaysThatItNeedsCredentialsOnlyWhereTheyAreAskedFor) {
  const tl::expected<Credentials, Unmeasured> none =
      tl::unexpected(unmeasured(Cause::failed, Detail::turn_needs_credentials));
  EXPECT_EQ(why({}, none), "failed turn_needs_credentials");
}

TEST(TurnRelay, RenewsAStaleNonceOnce) {
  EXPECT_EQ(why({.nonces = 2}), "open");
  EXPECT_EQ(why({.nonces = 3}), "target_failed turn_error 438");
}

TEST(TurnRelay, SaysThatItsLoginIsRefusedAndDoesNotAskAgain) {
  const OddTurnServer server({});
  EXPECT_EQ(Client().why(server.port(), Credentials{OddTurnServer::user, "wrong"}),
            "target_failed turn_credentials_refused");
  EXPECT_EQ(server.requests(), 2);
}

TEST(TurnRelay, KnowsRefusalsByTheirNumbers) {
  EXPECT_EQ(why({.refuses = 403, .refused = Method::create_permission}), "target_failed turn_peer_refused");
  EXPECT_EQ(why({.refuses = 403, .refused = Method::channel_bind}), "target_failed turn_peer_refused");
  EXPECT_EQ(why({.refuses = 403, .refused = Method::allocate}), "target_failed turn_forbids");
  EXPECT_EQ(why({.refuses = 486, .refused = Method::allocate}), "target_failed turn_full");
  EXPECT_EQ(why({.refuses = 508, .refused = Method::allocate}), "target_failed turn_full");
  EXPECT_EQ(why({.refuses = 442, .refused = Method::allocate}), "target_failed turn_error 442");
  EXPECT_EQ(why({.refuses = 500, .refused = Method::channel_bind}), "target_failed turn_error 500");
}

TEST(TurnRelay, EndsWhatItGotThoughItsPeerIsRefused) {
  const OddTurnServer server({.refuses = 403, .refused = Method::create_permission});
  Client().why(server.port());
  EXPECT_EQ(server.refreshed(), 0);
}

TEST(TurnRelay, NeedsAnAddressToRelayFrom) {
  EXPECT_EQ(why({.tells_address = false}), "target_failed turn_answer_incomplete");
}

TEST(TurnRelay, BelievesNoSuccessWithoutAProof) {
  EXPECT_EQ(why({.proves = false}), "target_failed stun_silent");
}

TEST(TurnRelay, GoesWhereItIsSentOnceAndNoFurther) {
  const OddTurnServer second({});
  const OddTurnServer first({.sends_to = HostPort{"127.0.0.1", second.port()}});
  EXPECT_EQ(Client().why(first.port()), "open");
  EXPECT_EQ(first.requests(), 1);
  EXPECT_EQ(second.requests(), 5);
  const OddTurnServer zeroth({.sends_to = HostPort{"127.0.0.1", first.port()}});
  EXPECT_EQ(Client().why(zeroth.port()), "target_failed stun_sends_elsewhere");
  EXPECT_EQ(zeroth.requests(), 1);
}

TEST(TurnRelay, IsToldSilenceAndAClosedPortApart) {
  const stun::OddStunServer silent([](const stun::Bytes&, int) { return std::vector<stun::Bytes>(); });
  EXPECT_EQ(Client().why(silent.port()), "target_failed stun_silent");
  EXPECT_EQ(silent.requests(), 3);
  std::uint16_t closed = 0;
  {
    const stun::OddStunServer gone([](const stun::Bytes&, int) { return std::vector<stun::Bytes>(); });
    closed = gone.port();
  }
  EXPECT_EQ(Client().why(closed), "target_failed stun_refused");
}

/// Answers to something else, cut at each byte, of wrong sizes and twice: none of them is taken for one.
TEST(TurnRelay, TakesNoAnswerThatIsNone) {
  const stun::OddStunServer liar([](const stun::Bytes& request, int) {
    std::vector<stun::Bytes> answers;
    const auto asked = stun::decode(request);
    if (!asked) return answers;
    const stun::Bytes address = {0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43};
    const auto whole = stun::encode(
        {stun::Class::success, asked->method, asked->id, {{stun::Type::xor_relayed_address, address}}});
    const auto other =
        stun::encode({stun::Class::success, asked->method, {}, {{stun::Type::xor_relayed_address, address}}});
    const auto method = stun::encode(
        {stun::Class::success, Method::refresh, asked->id, {{stun::Type::xor_relayed_address, address}}});
    for (std::size_t size = 0; size < whole.size(); ++size)
      answers.emplace_back(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    for (const auto& one : {other, other, method, stun::Bytes(2000), stun::Bytes(1, 0x40)})
      answers.push_back(one);
    stun::Bytes longer = whole;
    longer.resize(longer.size() + 4);
    answers.push_back(longer);
    return answers;
  });
  EXPECT_EQ(Client().why(liar.port()), "target_failed stun_silent");
}

TEST(TurnRelay, EndsWithTheBudgetAndAtAStop) {
  const OddTurnServer server({});
  Client poor;
  poor.most = 0;
  EXPECT_EQ(poor.why(server.port()), "budget");
  EXPECT_EQ(server.requests(), 0);
  Client stopped;
  stopped.stop.request_stop();
  EXPECT_EQ(stopped.why(server.port()), "stopped");
}

TEST(TurnRelay, SpeaksToNoPrivateServerThatASpecNames) {
  const OddTurnServer server({});
  Client client;
  const auto relay =
      Relay::open({{"127.0.0.1", server.port()}}, NamedBy::spec, own, client.token, client.spend);
  ASSERT_FALSE(relay);
  EXPECT_EQ(Client::said(relay.error()), "target_failed target_address_refused");
  EXPECT_EQ(server.requests(), 0);
}

TEST(TurnRelayOverTcp, IsAllocatedAndEndedWhereverTheStreamIsCut) {
  for (const std::size_t piece : {1, 7, 1000}) {
    OddTurnServer honest({.nonces = 2});
    const OddTurnStream server(honest, piece);
    EXPECT_EQ(Client().why(server.port(), own, TurnTransport::tcp), "open") << piece;
    EXPECT_THAT(honest.asked(), testing::ElementsAre(Method::allocate, Method::create_permission,
                                                     Method::channel_bind, Method::refresh));
  }
}

TEST(TurnRelayOverTcp, SaysThatTheConnectionBrokeOff) {
  OddTurnServer honest({});
  for (const int messages : {1, 2, 3}) {
    const OddTurnStream server(honest, 1000, messages);
    EXPECT_EQ(Client().why(server.port(), own, TurnTransport::tcp), "target_failed broke_off") << messages;
  }
}

TEST(TurnRelayOverTcp, ReadsNothingBehindWhatIsNoMessage) {
  OddTurnServer honest({});
  for (const stun::Bytes& wrong : {stun::Bytes{'H', 'T', 'T', 'P', '/', '1', '.', '1'}, stun::Bytes(8, 0xFF),
                                   stun::Bytes{1, 3, 0xFF, 0xFF}}) {
    const OddTurnStream server(honest, 1000, 0, wrong);
    EXPECT_EQ(Client().why(server.port(), own, TurnTransport::tcp), "target_failed broke_off");
  }
}

TEST(TurnRelayOverTcp, IsToldARefusedConnectionAndAServerWithoutTls) {
  std::uint16_t closed = 0;
  OddTurnServer honest({});
  {
    const OddTurnStream gone(honest, 1000);
    closed = gone.port();
  }
  EXPECT_EQ(Client().why(closed, own, TurnTransport::tcp), "target_failed refuses_connection");
  const OddTurnStream server(honest, 1000, 1, stun::Bytes(100, 0x41));
  EXPECT_EQ(Client().why(server.port(), own, TurnTransport::tls), "target_failed no_tls");
}

TEST(RelayStreamOverTcp, BringsEachPacketBack) {
  OddTurnServer honest({});
  const OddTurnStream server(honest, 50);
  Client client;
  const auto relay = client.open(server.port(), own, TurnTransport::tcp);
  ASSERT_TRUE(relay) << Client::said(relay.error());
  const auto record = relay_to_oneself(**relay, client.token, client.spend);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->packets.size(), packets);
  EXPECT_EQ(record->detail["answered"], packets);
  EXPECT_FALSE(record->kernel_stamps);
  for (const StreamPacket& packet : record->packets) EXPECT_GE(packet.back, packet.sent);
}

TEST(RelayStream, BringsEachPacketBack) {
  const OddTurnServer server({});
  Client client;
  const auto relay = client.open(server.port());
  ASSERT_TRUE(relay);
  const std::size_t before = client.spent;
  const auto record = relay_to_oneself(**relay, client.token, client.spend);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->packets.size(), packets);
  EXPECT_EQ(record->detail["answered"], packets);
  EXPECT_EQ(record->detail["forged"], 0);
  EXPECT_EQ(record->payload_bytes, call_bytes + channel_header);
  EXPECT_NEAR(record->packets.back().sent - record->packets.front().sent,
              static_cast<double>(packets - 1) / packets_per_second, 0.1);
  EXPECT_EQ(client.spent - before, 2 * packets * (call_bytes + channel_header));
}

TEST(RelayStream, CountsWhatARelayDropsAsNotBroughtBack) {
  const OddTurnServer server({.relays = false});
  Client client;
  const auto relay = client.open(server.port());
  ASSERT_TRUE(relay);
  const auto record = relay_to_oneself(**relay, client.token, client.spend);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->detail["answered"], 0);
  EXPECT_LT(record->packets.size(), packets) << "it is given up after 2 s";
}

}  // namespace
}  // namespace deskready::network::turn

// Ports that answer, refuse, keep silent or show other certificates, over real loopback sockets.
#include "probes/network/reach/reaching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "probes/network/reach/well_known.h"
#include "probes/network/responder/responder.h"
#include "tests/unit/probes/network/odd_server.h"
#include "tests/unit/probes/network/self_signed.h"
#include "tests/unit/probes/network/stun/odd_stun_server.h"

namespace deskready::network::reach {
namespace {

using stun::Bytes;
using stun::OddStunServer;
using testing::AnyOf;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string here = "127.0.0.1";

std::optional<Unmeasured> willing(std::size_t, std::size_t) {
  return std::nullopt;
}

Tried tried(ReachBy by, std::uint16_t port, const std::string& host = here) {
  const Reach reach{by, {host, port}};
  return try_all({&reach, 1}, NamedBy::owner, willing, {}).front();
}

/// "answered", why it is not reached, or why that cannot be told.
std::string outcome(const Tried& tried) {
  const auto code = [](const std::map<std::string, std::string>& written) {
    const auto detail = written.find("detail");
    return detail == written.end() ? std::string() : detail->second;
  };
  if (tried.answered) return "answered";
  if (tried.untold) return std::string(to_string(tried.untold->cause)) + " " + code(tried.untold->args);
  return code(tried.why.written());
}

std::uint16_t closed_port() {
  const OddServer gone(ok(""));
  return gone.port();
}

/// A responder that shows such a certificate.
std::unique_ptr<Responder> showing(const SelfSigned& files) {
  ResponderOptions options;
  options.certificate_file = files.certificate_file();
  options.key_file = files.key_file();
  auto started = Responder::start(options);
  EXPECT_TRUE(started) << started.error();
  return std::move(*started);
}

/// Certificates are held against this one alone for as long as it lives.
class Trusting {
 public:
  explicit Trusting(const SelfSigned& files) { setenv("SSL_CERT_FILE", files.certificate_file().c_str(), 1); }
  ~Trusting() { unsetenv("SSL_CERT_FILE"); }
};

TEST(Reaching, KnowsAPortThatTakesConnections) {
  const OddServer server(ok(""));
  const Tried one = tried(ReachBy::tcp, server.port());
  EXPECT_EQ(outcome(one), "answered");
  EXPECT_EQ(one.address, here);
  EXPECT_THAT(one.unused, IsEmpty());
}

TEST(Reaching, KnowsAPortThatRefuses) {
  const Tried one = tried(ReachBy::tcp, closed_port());
  EXPECT_EQ(outcome(one), "refuses_connection");
  EXPECT_THAT(codes_of(one.unused), ElementsAre("v4_refused"));
}

TEST(Reaching, WantsACertificateForTheHostsName) {
  const SelfSigned named(nullptr, "IP:127.0.0.1"), of_another(nullptr, "DNS:edge.example");
  const auto right = showing(named), other = showing(of_another);
  for (const ReachBy by : {ReachBy::tls, ReachBy::https}) {
    EXPECT_EQ(outcome(tried(by, right->port())), "certificate_self_signed");
    {
      const Trusting trusting(named);
      EXPECT_EQ(outcome(tried(by, right->port())), "answered");
    }
    const Trusting trusting(of_another);
    EXPECT_EQ(outcome(tried(by, other->port())), "certificate_of_another_name");
  }
  EXPECT_EQ(outcome(tried(ReachBy::tcp, right->port())), "answered") << "TCP proves no name";
}

TEST(Reaching, WantsTlsWhereItIsAskedFor) {
  const OddServer server(ok(""));
  EXPECT_EQ(outcome(tried(ReachBy::tls, server.port())), "no_tls");
}

TEST(Reaching, NamesTheProductThatOpensConnections) {
  const SelfSigned opener("Zscaler Inc.", "IP:127.0.0.1");
  const auto server = showing(opener);
  const Tried untrusted = tried(ReachBy::tls, server->port());
  EXPECT_EQ(outcome(untrusted), "opened_on_the_way");
  EXPECT_EQ(untrusted.why.written().at("name"), "Zscaler");
  // Whoever set the computer up has it trust that product: connections work, and are opened all the same.
  const Trusting trusting(opener);
  const Tried trusted = tried(ReachBy::tls, server->port());
  EXPECT_EQ(outcome(trusted), "answered");
  EXPECT_EQ(trusted.opened_by, "Zscaler");
}

TEST(Reaching, TakesWhateverAServerAnswersOverHttps) {
  const SelfSigned named(nullptr, "IP:127.0.0.1");
  const auto server = showing(named);
  const Trusting trusting(named);
  EXPECT_EQ(outcome(tried(ReachBy::https, server->port())), "answered") << "it knows no HEAD of that path";
}

TEST(Reaching, AsksAStunServer) {
  const OddStunServer server(
      [](const Bytes& request, int) { return std::vector<Bytes>{stun::success(request)}; });
  const Tried one = tried(ReachBy::stun, server.port());
  EXPECT_EQ(outcome(one), "answered");
  EXPECT_EQ(server.requests(), 1);
}

TEST(Reaching, TakesAnErrorOfAStunServerForAnAnswer) {
  const OddStunServer server(
      [](const Bytes& request, int) { return std::vector<Bytes>{stun::error(request, 401)}; });
  EXPECT_EQ(outcome(tried(ReachBy::stun, server.port())), "answered");
}

TEST(Reaching, AsksANameServer) {
  const OddStunServer server([](const Bytes& request, int) {
    Bytes refusal = request;  // RCODE 5, as most servers answer strangers
    refusal[2] |= 0x80;
    refusal[3] |= 5;
    return std::vector<Bytes>{refusal};
  });
  EXPECT_EQ(outcome(tried(ReachBy::dns, server.port())), "answered");
}

TEST(Reaching, AsksATimeServer) {
  const OddStunServer server([](const Bytes& request, int) {
    Bytes answer(48, 0);
    answer[0] = 0x24;  // version 4, a server
    answer[1] = 2;
    std::copy(request.begin() + 40, request.begin() + 48, answer.begin() + 24);
    return std::vector<Bytes>{answer};
  });
  EXPECT_EQ(outcome(tried(ReachBy::ntp, server.port())), "answered");
}

/// By each way of UDP at once.
std::vector<Tried> tried_by_udp(std::uint16_t port) {
  std::vector<Reach> reaches;
  for (const ReachBy by : {ReachBy::stun, ReachBy::dns, ReachBy::ntp}) reaches.push_back({by, {here, port}});
  return try_all(reaches, NamedBy::owner, willing, {});
}

TEST(Reaching, CallsSilenceNoAnswerAndNotBlocked) {
  const OddStunServer silent([](const Bytes&, int) { return std::vector<Bytes>(); });
  for (const Tried& one : tried_by_udp(silent.port())) {
    EXPECT_EQ(outcome(one), "target_failed port_no_answer");
    EXPECT_THAT(codes_of(one.unused), ElementsAre("v4_silent"));
  }
  EXPECT_EQ(silent.requests(), 9) << "three times each";
}

TEST(Reaching, TakesNothingElseForAnAnswer) {
  const OddStunServer echo([](const Bytes& request, int) {
    Bytes shorter = request, other = request;
    shorter.pop_back();
    other[5] ^= 1;
    return std::vector<Bytes>{request, shorter, other, Bytes(), Bytes(1500, 0)};
  });
  for (const Tried& one : tried_by_udp(echo.port())) EXPECT_EQ(outcome(one), "target_failed port_no_answer");
}

TEST(Reaching, KnowsAClosedPortByUdp) {
  std::uint16_t port = 0;
  {
    const OddStunServer gone([](const Bytes&, int) { return std::vector<Bytes>(); });
    port = gone.port();
  }
  EXPECT_EQ(outcome(tried(ReachBy::stun, port)), "stun_refused");
}

TEST(Reaching, LooksUpApartFromConnecting) {
  const Tried one = tried(ReachBy::tcp, 443, "no-such-host.invalid");
  // Where no name server is to be reached, it is only slow.
  EXPECT_THAT(outcome(one), AnyOf("target_failed name_not_found", "target_failed name_server_slow"));
}

TEST(Reaching, GoesToNoPrivateAddressThatASpecNames) {
  const OddServer server(ok(""));
  const OddStunServer stun(
      [](const Bytes& request, int) { return std::vector<Bytes>{stun::success(request)}; });
  for (const char* host : {"127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.1.1", "::1",
                           "fe80::1", "100.64.0.1", "::ffff:127.0.0.1"}) {
    const std::vector<Reach> reaches = {{ReachBy::tcp, {host, server.port()}},
                                        {ReachBy::stun, {host, stun.port()}}};
    std::size_t spent = 0;
    const auto spend = [&](std::size_t sent, std::size_t) -> std::optional<Unmeasured> {
      spent += sent;
      return std::nullopt;
    };
    for (const Tried& one : try_all(reaches, NamedBy::spec, spend, {}))
      EXPECT_EQ(outcome(one), "target_failed target_address_refused") << host;
    EXPECT_EQ(spent, 0u) << host;
  }
  EXPECT_EQ(stun.requests(), 0);
}

TEST(Reaching, TriesNoMoreThanItMay) {
  std::vector<Reach> reaches;
  for (std::uint16_t port = 1; port <= most_reach_ports + 1; ++port)
    reaches.push_back({ReachBy::tcp, {"10.0.0.1", port}});
  EXPECT_EQ(outcome(try_all(reaches, NamedBy::spec, willing, {}).back()), "budget ports_too_many");
  reaches.clear();
  for (std::size_t i = 0; i <= most_reach_pairs; ++i)
    reaches.push_back({ReachBy::tcp, {"10.0.1." + std::to_string(i), 443}});
  const auto all = try_all(reaches, NamedBy::spec, willing, {});
  EXPECT_EQ(outcome(all[most_reach_pairs - 1]), "target_failed target_address_refused");
  EXPECT_EQ(outcome(all.back()), "budget pairs_too_many");
}

TEST(Reaching, SendsNothingThatMayNotBeSent) {
  const OddStunServer stun(
      [](const Bytes& request, int) { return std::vector<Bytes>{stun::success(request)}; });
  const OddServer server(ok(""));
  const auto unwilling = [](std::size_t, std::size_t) -> std::optional<Unmeasured> {
    return unmeasured(Cause::budget);
  };
  const std::vector<Reach> reaches = {{ReachBy::stun, {here, stun.port()}},
                                      {ReachBy::tcp, {here, server.port()}}};
  for (const Tried& one : try_all(reaches, NamedBy::owner, unwilling, {})) EXPECT_EQ(outcome(one), "budget ");
  EXPECT_EQ(stun.requests(), 0);
}

TEST(Reaching, TriesManySideBySide) {
  std::vector<std::unique_ptr<OddServer>> servers;
  std::vector<Reach> reaches;
  for (int i = 0; i < 20; ++i) {
    servers.push_back(std::make_unique<OddServer>(ok("")));
    reaches.push_back({ReachBy::tcp, {"127.0.0." + std::to_string(1 + i % 4), servers.back()->port()}});
  }
  for (const Tried& one : try_all(reaches, NamedBy::owner, willing, {})) {
    // The servers listen at the first of these addresses only.
    EXPECT_EQ(outcome(one), one.reach.place.host == here ? "answered" : "refuses_connection");
  }
}

TEST(Reaching, EndsAtAStop) {
  std::stop_source stop;
  stop.request_stop();
  const std::vector<Reach> reaches = {{ReachBy::tcp, {here, closed_port()}}, {ReachBy::stun, {here, 9}}};
  for (const Tried& one : try_all(reaches, NamedBy::owner, willing, stop.get_token()))
    EXPECT_EQ(outcome(one), "stopped ");
}

}  // namespace
}  // namespace deskready::network::reach

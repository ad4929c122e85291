#include "config/spec/targets/reach.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace deskready {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Target target(std::vector<std::string> hosts, std::vector<std::string> ports) {
  Target made;
  made.name = "media";
  made.hosts = std::move(hosts);
  made.ports = std::move(ports);
  return made;
}

std::string why_no_port(std::string_view text) {
  const auto read = read_reach_ports(text);
  return read ? "read" : read.error().message;
}

TEST(Reach, ReadsAPortOfEachProtocol) {
  const std::pair<const char*, ReachPort> rows[] = {
      {"tcp/443", {ReachBy::tcp, 443}},       {"tls/5061", {ReachBy::tls, 5061}},
      {"https/8443", {ReachBy::https, 8443}}, {"stun/3478", {ReachBy::stun, 3478}},
      {"dns/53", {ReachBy::dns, 53}},         {"ntp/123", {ReachBy::ntp, 123}},
  };
  for (const auto& [text, port] : rows) {
    const auto read = read_reach_ports(text);
    ASSERT_TRUE(read) << text;
    EXPECT_THAT(*read, ElementsAre(port)) << text;
  }
}

// Nothing but an answer shows that UDP gets through, and who answers at which port is well known.
TEST(Reach, AsksByUdpWhatThePortIsFor) {
  EXPECT_THAT(read_reach_ports("udp/53").value(), ElementsAre(ReachPort{ReachBy::dns, 53}));
  EXPECT_THAT(read_reach_ports("udp/123").value(), ElementsAre(ReachPort{ReachBy::ntp, 123}));
  EXPECT_THAT(read_reach_ports("udp/3478-3480").value(),
              ElementsAre(ReachPort{ReachBy::stun, 3478}, ReachPort{ReachBy::stun, 3479},
                          ReachPort{ReachBy::stun, 3480}));
}

TEST(Reach, ReadsNothingElse) {
  for (const char* text :
       {"", "443", "tcp/", "tcp/0", "tcp/00443", "tcp/65536", "tcp/443-", "tcp/-443", "tcp/444-443",
        "tcp/443 ", "sctp/443", "TCP/443", "tcp//443", "udp/3478-3480-3481"})
    EXPECT_THAT(why_no_port(text), HasSubstr("is no port")) << text;
}

TEST(Reach, TriesNoPortOfOtherServices) {
  for (const int port : {21, 22, 23, 25, 135, 139, 445, 1433, 3306, 3389, 5432, 5900, 6379, 9100, 11211}) {
    const auto number = static_cast<std::uint16_t>(port);
    EXPECT_FALSE(spec_may_try(number)) << port;
    EXPECT_THAT(why_no_port("tcp/" + std::to_string(port)), HasSubstr("no spec may have port")) << port;
  }
  EXPECT_THAT(why_no_port("tcp/5059-5061"), HasSubstr("port 5059")) << "one of a range counts";
}

TEST(Reach, TriesNoMorePortsThanMayBe) {
  EXPECT_TRUE(read_reach_ports("tcp/5090-5097"));
  EXPECT_THAT(why_no_port("tcp/5090-5098"), HasSubstr("more ports than the 8"));
  EXPECT_THAT(why_no_port("udp/1-65535"), HasSubstr("more ports than the 8"));
  EXPECT_FALSE(reach_fault(target({"a.example"}, {"tcp/5090-5093", "tcp/8801-8804"})));
  const auto nine = reach_fault(target({"a.example"}, {"tcp/5090-5093", "tcp/8801-8804", "tcp/443"}));
  ASSERT_TRUE(nine);
  EXPECT_THAT(nine->message, HasSubstr("names 9 ports"));
}

TEST(Reach, TriesNoMorePairsThanMayBe) {
  std::vector<std::string> hosts;
  for (std::size_t i = 0; i < most_reach_pairs / 2; ++i)
    hosts.push_back("h" + std::to_string(i) + ".example");
  EXPECT_FALSE(reach_fault(target(hosts, {"tls/443", "stun/3478"})));
  hosts.push_back("more.example");
  const auto more = reach_fault(target(hosts, {"tls/443", "stun/3478"}));
  ASSERT_TRUE(more);
  EXPECT_THAT(more->message, HasSubstr("66 pairs"));
}

TEST(Reach, NamesHostsAndNoPatternsOrUrls) {
  for (const char* host : {"media.example", "192.0.2.1", "2606:4700::1", "h", "xn--bcher-kva.example"})
    EXPECT_FALSE(reach_host_fault(host)) << host;
  for (const char* host : {"", "https://media.example", "media.example:443", "media.example/x", "a b", "a@b",
                           "[2606:4700::1]:443", "media.example\n"})
    EXPECT_TRUE(reach_host_fault(host)) << host;
  EXPECT_THAT(reach_host_fault("*.media.example")->hint, HasSubstr("stands_for"));
}

TEST(Reach, IsEachPortOfEachHostOnce) {
  const auto all =
      reaches_of(target({"A.example", "2606:4700::1", "a.EXAMPLE"}, {"tls/443", "udp/3478", "stun/3478"}));
  EXPECT_EQ(reach_text(all),
            "tls/443 a.example, stun/3478 a.example, tls/443 [2606:4700::1], stun/3478 [2606:4700::1]");
  EXPECT_TRUE(reaches_of(target({"a.example"}, {})).empty());
  EXPECT_TRUE(reaches_of(target({}, {"tls/443"})).empty());
}

TEST(Reach, IsReadAsItIsWritten) {
  const auto all =
      reaches_of(target({"a.example", "2606:4700::1", "192.0.2.1"}, {"https/443", "udp/53", "ntp/123"}));
  EXPECT_EQ(read_reaches(reach_text(all)), all);
  for (const char* text :
       {"", "tls/443", "tls/443 ", "tls/443 a.example,tls/443 b.example", "tls/443  a.example",
        "udp/3478 a.example", "tls/443-444 a.example", "tls/22 a.example", "stun:a.example",
        "tls/443 a.example, ", "tls/443 *.a.example"})
    EXPECT_FALSE(read_reaches(text)) << text;
}

}  // namespace
}  // namespace deskready

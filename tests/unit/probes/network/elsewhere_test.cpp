// Which other node an agent goes to.
#include "probes/network/far_end/elsewhere.h"

#include <gtest/gtest.h>

#include "probes/network/far_end/far_end.h"
#include "tests/unit/probes/network/odd_server.h"

namespace deskready::network {
namespace {

std::string draining(const std::string& url) {
  return R"({"error":"it is about to stop","reason":"draining","elsewhere":")" + url + R"("})";
}

/// "HOST PORT", or empty where it is not followed.
std::string followed(const std::string& from, const std::string& to, const std::string& address = "192.0.2.1",
                     bool by_spec = false) {
  const auto said = read_elsewhere(draining(to), node_of(from, by_spec), address, by_spec);
  EXPECT_TRUE(said.drains && said.named);
  if (!said.node) return {};
  EXPECT_EQ(said.node->url, from) << "it has to prove the first one's name";
  return said.node->host + ' ' + std::to_string(said.node->port);
}

TEST(Elsewhere, WithTlsIsAnyHostThatProvesTheName) {
  EXPECT_EQ(followed("https://edge.example", "https://b.example"), "b.example 443");
  EXPECT_EQ(followed("https://edge.example:8700", "https://[2001:db8::2]:8443/"), "2001:db8::2 8443");
}

TEST(Elsewhere, WithoutTlsIsTheSameHostOnly) {
  EXPECT_EQ(followed("http://edge.example", "http://EDGE.example:8080"), "EDGE.example 8080");
  EXPECT_EQ(followed("http://edge.example", "http://b.example"), "");
}

TEST(Elsewhere, NeverLeavesTlsNorLoops) {
  EXPECT_EQ(followed("https://edge.example", "http://edge.example"), "");
  EXPECT_EQ(followed("http://edge.example", "https://edge.example"), "");
  EXPECT_EQ(followed("https://edge.example", "https://edge.example:443/"), "") << "itself";
  for (const char* odd : {"https://me:secret@b.example", "https://b.example/?x", "https://", "b.example",
                          "file:///etc", "https://b.example:99999"})
    EXPECT_EQ(followed("https://edge.example", odd), "") << odd;
}

TEST(Elsewhere, OfASpecIsAtItsPortsOnly) {
  EXPECT_EQ(followed("https://edge.example", "https://b.example:25"), "b.example 25");
  EXPECT_EQ(followed("https://edge.example", "https://b.example:25", "192.0.2.1", true), "");
  EXPECT_EQ(followed("https://edge.example", "https://b.example:8443", "192.0.2.1", true), "b.example 8443");
}

TEST(Elsewhere, FromThePublicInternetIsPublic) {
  const auto public_only = [](const std::string& from, bool by_spec) {
    return read_elsewhere(draining("https://b.example"), node_of("https://edge.example", by_spec), from,
                          by_spec)
        .node->public_only;
  };
  EXPECT_TRUE(public_only("1.1.1.1", false));
  EXPECT_FALSE(public_only("10.0.0.1", false)) << "a laboratory's, named by the owner";
  EXPECT_TRUE(public_only("10.0.0.1", true));
}

TEST(Elsewhere, IsReadFromWhatDrainsAlone) {
  const Node first = node_of("https://edge.example", false);
  const auto full = read_elsewhere(R"({"reason":"full","elsewhere":"https://b.example"})", first, "", false);
  EXPECT_FALSE(full.drains || full.node);
  EXPECT_FALSE(read_elsewhere("<html>", first, "", false).drains);
  const auto alone = read_elsewhere(R"({"reason":"draining"})", first, "", false);
  EXPECT_TRUE(alone.drains);
  EXPECT_FALSE(alone.named || alone.node);
}

std::string refusing(const std::string& body) {
  return "HTTP/1.1 503 Busy\r\nRetry-After: 30\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

std::string detail_at(FarEnd& far_end) {
  const auto session = far_end.session({});
  if (session) return "session at " + std::to_string((*session)->port);
  EXPECT_EQ(session.error().cause, Cause::far_end_busy);
  return session.error().args.at("detail");
}

std::string detail_at(const std::string& url) {
  FarEnd far_end(url);
  return detail_at(far_end);
}

TEST(FarEnd, GoesToTheOtherNodeOnceAndStays) {
  const OddServer grants(
      ok(R"({"token":"1.2","ssid":7,"max_rate":1000,"key":")" + std::string(64, 'a') + "\"}"));
  const OddServer drains(refusing(draining(grants.url())));
  EXPECT_EQ(detail_at(drains.url()), "session at " + grants.url().substr(grants.url().rfind(':') + 1));
  const OddServer chain(refusing(draining(drains.url())));
  EXPECT_EQ(detail_at(chain.url()), "come_back_later");
  EXPECT_EQ(drains.greetings(), 2);
  EXPECT_EQ(grants.greetings(), 1) << "what the other node names is not followed";
}

TEST(FarEnd, SaysWhyADrainingOneIsNotReplaced) {
  const OddServer alone(refusing(R"({"reason":"draining"})"));
  EXPECT_EQ(detail_at(alone.url()), "drains");
  const OddServer abroad(refusing(draining("http://192.0.2.1")));
  EXPECT_EQ(detail_at(abroad.url()), "other_node_not_followed");
  const OddServer gone(refusing(draining("http://127.0.0.1:1")));
  EXPECT_EQ(detail_at(gone.url()), "other_node_failed");
}

}  // namespace
}  // namespace deskready::network

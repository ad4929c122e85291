// What far ends of earlier and later versions answer.
#include "probes/network/far_end/grant.h"

#include <gtest/gtest.h>

namespace deskready::network {
namespace {

std::string granting(const std::string& more) {
  return R"({"token":"1.2","ssid":7,"max_rate":1000,"key":")" + std::string(64, 'a') + '"' + more + "}";
}

const std::string second = R"(,"protocol":2,"session":"00112233445566778899aabbccddeeff","expires":99)";

/// "cause detail theirs ours" of a refusal.
std::string refusal(const std::string& answer, Protocols ours = {}) {
  const auto read = read_grant(answer, ours);
  if (read) return *read ? "granted" : "no responder";
  const auto& args = read.error().args;
  const auto told = [&](const char* name) { return args.contains(name) ? ' ' + args.at(name) : ""; };
  return std::string(to_string(read.error().cause)) + told("detail") + told("theirs") + told("ours");
}

TEST(Grant, OfTheFirstVersionNamesNoProtocol) {
  for (const std::string more : {"", R"(,"protocol":1)"}) {
    const auto read = read_grant(granting(more));
    ASSERT_TRUE(read && *read) << more;
    EXPECT_FALSE((*read)->tag);
  }
}

TEST(Grant, OfTheSecondHasASession) {
  const auto read = read_grant(granting(second));
  ASSERT_TRUE(read && *read && (*read)->tag);
  EXPECT_EQ((*read)->tag->session[15], 0xFF);
  EXPECT_EQ((*read)->tag->expires, 99U);
  EXPECT_EQ(refusal(granting(R"(,"protocol":2)")), "no responder");
}

TEST(Grant, OfAnotherVersionIsSaid) {
  EXPECT_EQ(refusal(granting(R"(,"protocol":3)")), "agent_outdated wants_protocol 3 2");
  EXPECT_EQ(refusal(R"({"protocol":9})"), "agent_outdated wants_protocol 9 2") << "it may have other members";
  EXPECT_EQ(refusal(granting(""), {2, 4}), "far_end_outdated speaks_protocol 1 2");
  for (const std::string odd : {"0", "-1", "2.5", "\"2\"", "null", "[2]", "1e99"})
    EXPECT_EQ(refusal(granting(",\"protocol\":" + odd)), "no responder") << odd;
  EXPECT_EQ(refusal(granting(second), {3, 4}), "far_end_outdated speaks_protocol 2 3");
  EXPECT_EQ(refusal(granting(second), {2, 4}), "granted");
}

TEST(Grant, RefusedWithAStatusNamesTheLowestVersion) {
  const auto code = [](const std::string& body) {
    const auto why = outdated_by(body);
    return why ? why->args.at("detail") : "nothing";
  };
  EXPECT_EQ(code(R"({"protocol":3})"), "wants_protocol");
  EXPECT_EQ(code(""), "wants_newer_protocol");
  EXPECT_EQ(code(R"({"protocol":1})"), "wants_newer_protocol") << "it makes no sense, so it is not repeated";
  EXPECT_EQ(code("<html>Upgrade Required</html>"), "nothing");
}

TEST(Grant, NamesWherePacketsGo) {
  const auto place = [](const std::string& udp) {
    const auto read = read_grant(granting(second + R"(,"udp":")" + udp + '"'));
    return read && *read ? (*read)->udp_address + ' ' + std::to_string((*read)->udp_port) : "none";
  };
  EXPECT_EQ(place("192.0.2.1:8443"), "192.0.2.1 8443");
  EXPECT_EQ(place("[2001:db8::1]:8443"), "2001:db8::1 8443");
  for (const char* odd :
       {"192.0.2.1", "192.0.2.1:0", "192.0.2.1:70000", "192.0.2.1:8443x", "edge.example:8443", ":1",
        "192.0.2.1:08443", "2001:db8::1:8443", "[192.0.2.1]:8443"})
    EXPECT_EQ(place(odd), "none") << odd;
}

}  // namespace
}  // namespace deskready::network

#include <gtest/gtest.h>

#include "probes/network/responder/admission.h"
#include "probes/network/responder/occupancy.h"
#include "probes/network/responder/strain.h"

namespace deskready::network {
namespace {

constexpr std::int64_t now = 1000;

bool admits(const Admission& admission, std::string_view token, std::string_view address, std::int64_t at) {
  std::uint16_t ssid = 0;
  return admission.admits(token, address, at, ssid);
}

TEST(Admission, AdmitsWhomItGranted) {
  const Admission admission;
  const Grant grant = admission.grant("192.0.2.1", 77, now);
  std::uint16_t ssid = 0;
  EXPECT_TRUE(admission.admits(grant.token, "192.0.2.1", now, ssid));
  EXPECT_EQ(ssid, 77);
  EXPECT_EQ(grant.packet_key, admission.key_for("192.0.2.1", 77));
}

TEST(Admission, RefusesAnotherAddressAnotherSecretAndLater) {
  const Admission admission;
  const std::string token = admission.grant("192.0.2.1", 77, now).token;
  EXPECT_FALSE(admits(admission, token, "192.0.2.2", now));
  EXPECT_FALSE(admits(Admission(), token, "192.0.2.1", now));
  EXPECT_TRUE(admits(admission, token, "192.0.2.1", now + Admission::lifetime_seconds));
  EXPECT_FALSE(admits(admission, token, "192.0.2.1", now + Admission::lifetime_seconds + 1));
}

TEST(Admission, RefusesATokenWithAnyCharacterChanged) {
  const Admission admission;
  const std::string token = admission.grant("192.0.2.1", 77, now).token;
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == '7' ? '8' : '7';
    EXPECT_FALSE(admits(admission, forged, "192.0.2.1", now)) << forged;
  }
}

TEST(Admission, RefusesRubbish) {
  const Admission admission;
  const std::string token = admission.grant("192.0.2.1", 77, now).token;
  for (const std::string& rubbish :
       {std::string(), std::string("."), std::string(5000, '9'), std::string("77.1300."), std::string("%s%n"),
        token + "0", token.substr(0, token.size() - 1), std::string("\0\0", 2)}) {
    EXPECT_FALSE(admits(admission, rubbish, "192.0.2.1", now)) << rubbish;
  }
}

TEST(Occupancy, RefusesANewSessionWhenFullAndServesTheOldOnes) {
  Occupancy occupancy(2);
  EXPECT_TRUE(occupancy.begin(1, now));
  EXPECT_TRUE(occupancy.has_room(now));
  EXPECT_TRUE(occupancy.begin(2, now));
  EXPECT_FALSE(occupancy.has_room(now));
  EXPECT_FALSE(occupancy.begin(3, now));
  EXPECT_TRUE(occupancy.begin(1, now)) << "a second connection of a session inside";
}

TEST(Occupancy, KeepsAPlaceBetweenTwoTransfersAndThenFreesIt) {
  Occupancy occupancy(1);
  ASSERT_TRUE(occupancy.begin(1, now));
  EXPECT_FALSE(occupancy.has_room(now + 1000)) << "still running";
  occupancy.end(1, now + 1000);
  EXPECT_FALSE(occupancy.has_room(now + 1000 + Occupancy::kept_seconds - 1));
  EXPECT_TRUE(occupancy.has_room(now + 1000 + Occupancy::kept_seconds));
}

TEST(Occupancy, BoundsOneSessionsConnections) {
  Occupancy occupancy(10);
  for (int i = 0; i < Occupancy::most_connections; ++i) EXPECT_TRUE(occupancy.begin(1, now));
  EXPECT_FALSE(occupancy.begin(1, now));
  occupancy.end(1, now);
  EXPECT_TRUE(occupancy.begin(1, now));
}

constexpr std::int64_t tick = 50'000'000;
constexpr std::int64_t ms = 1'000'000;

TEST(Strain, IsLatenessThatLasts) {
  Strain strain;
  std::int64_t at = 0;
  for (int i = 0; i < 200; ++i) strain.add(i % 3 == 0 ? 900 * ms : 1 * ms, at += tick);
  EXPECT_FALSE(strain.strained(at)) << "a third is late";
  for (int i = 0; i < 25; ++i) strain.add(6 * ms, at += tick);
  EXPECT_TRUE(strain.strained(at)) << "more than half of the last two seconds is late";
}

TEST(Strain, NeedsSamples) {
  Strain strain;
  std::int64_t at = 0;
  for (std::size_t i = 1; i < Strain::fewest; ++i) strain.add(900 * ms, at += tick);
  EXPECT_FALSE(strain.strained(at));
  strain.add(900 * ms, at += tick);
  EXPECT_TRUE(strain.strained(at));
}

TEST(Strain, EndsAfterARest) {
  Strain strain;
  std::int64_t at = 0;
  for (int i = 0; i < 40; ++i) strain.add(900 * ms, at += tick);
  std::int64_t last_late = at;
  for (int i = 0; i < 40; ++i) {
    strain.add(0, at += tick);
    if (i < 19) last_late = at;  // until then half of the window was late
  }
  EXPECT_TRUE(strain.strained(last_late + Strain::rest_ns - 1));
  EXPECT_FALSE(strain.strained(last_late + Strain::rest_ns + 2 * tick));
}

}  // namespace
}  // namespace deskready::network

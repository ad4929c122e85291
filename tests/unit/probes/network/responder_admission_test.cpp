#include <gtest/gtest.h>

#include <set>

#include "probes/network/responder/shares/admission.h"

namespace deskready::network {
namespace {

constexpr std::int64_t now = 1'800'000'000;

TEST(Admission, AdmitsWhomItGranted) {
  const Admission admission;
  for (const Grant& grant : {admission.grant(now), admission.grant_by_ssid("192.0.2.1", now)}) {
    const auto admitted = admission.admits(grant.token, now);
    ASSERT_TRUE(admitted);
    EXPECT_EQ(admitted->session, grant.session);
    EXPECT_EQ(admitted->expires, grant.expires);
    EXPECT_EQ(grant.packet_key, admission.key_for(grant.session, grant.expires));
    EXPECT_NE(grant.ssid, 0);
  }
}

TEST(Admission, AnotherNodeWithTheSameSecretAdmitsToo) {
  const Secret secret = {1, 2, 3};
  const Grant grant = Admission(secret).grant(now);
  const auto admitted = Admission(secret).admits(grant.token, now);
  ASSERT_TRUE(admitted);
  EXPECT_EQ(Admission(secret).key_for(admitted->session, admitted->expires), grant.packet_key);
}

TEST(Admission, RefusesAnotherSecretAndLater) {
  const Admission admission;
  const Grant grant = admission.grant(now);
  EXPECT_FALSE(Admission().admits(grant.token, now));
  EXPECT_TRUE(admission.admits(grant.token, grant.expires));
  EXPECT_FALSE(admission.admits(grant.token, grant.expires + 1));
}

// A check may end as soon as it was granted its session.
TEST(Admission, ASessionEndsTwoMinutesPastItsCheck) {
  EXPECT_LE(Admission().grant(now).expires, now + 120);
}

TEST(Admission, RefusesATokenWithAnyCharacterChanged) {
  const Admission admission;
  const std::string token = admission.grant(now).token;
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == '7' ? '8' : '7';
    EXPECT_FALSE(admission.admits(forged, now)) << forged;
  }
}

TEST(Admission, RefusesRubbish) {
  const Admission admission;
  const std::string token = admission.grant(now).token;
  for (const std::string& rubbish :
       {std::string(), std::string("."), std::string(5000, '9'), std::string("77.1300."), std::string("%s%n"),
        token + "0", token.substr(0, token.size() - 1), std::string("\0\0", 2), token.substr(0, 33),
        token.substr(0, 33) + "99999999999999999999999." + token.substr(44)}) {
    EXPECT_FALSE(admission.admits(rubbish, now)) << rubbish;
  }
}

// Nobody gets another's session by asking often: 128 random bits never come twice.
TEST(Admission, NoSessionComesTwice) {
  const Admission admission;
  std::set<SessionId> sessions;
  for (int i = 0; i < 70'000; ++i) EXPECT_TRUE(sessions.insert(admission.grant(now).session).second);
}

TEST(Admission, ASessionByStampIdBelongsToItsAddressAndItsTime) {
  const Admission admission;
  const Grant grant = admission.grant_by_ssid("192.0.2.1", now);
  EXPECT_EQ(admission.session_by_ssid("192.0.2.1", grant.ssid, now, 0).session, grant.session);
  EXPECT_NE(admission.session_by_ssid("192.0.2.2", grant.ssid, now, 0).session, grant.session);
  int found = 0;
  for (int ago = 0; ago <= 2; ++ago) {
    const auto again = admission.session_by_ssid("192.0.2.1", grant.ssid, grant.expires, ago);
    found += again.session == grant.session && again.expires == grant.expires ? 1 : 0;
  }
  EXPECT_EQ(found, 1) << "until its last second";
  EXPECT_GE(grant.expires, now + Admission::ssid_lifetime_seconds);
}

TEST(Admission, AnEchoBelongsToItsSessionAndAddress) {
  const Admission admission;
  const SessionId one{1}, two{2};
  EXPECT_NE(admission.echo_for(one, "192.0.2.1"), admission.echo_for(one, "192.0.2.2"));
  EXPECT_NE(admission.echo_for(one, "192.0.2.1"), admission.echo_for(two, "192.0.2.1"));
  EXPECT_NE(admission.echo_for(one, "192.0.2.1"), Admission().echo_for(one, "192.0.2.1"));
}

}  // namespace
}  // namespace deskready::network

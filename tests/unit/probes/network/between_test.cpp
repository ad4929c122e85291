// What stands between this computer and a far end, by what it leaves behind.
#include <gtest/gtest.h>

#include "probes/network/between/inspection.h"
#include "probes/network/between/taken_between.h"
#include "probes/network/far_end/public_service.h"
#include "probes/network/line/load/far_counts.h"
#include "probes/network/lookup/address.h"

namespace deskready::network {
namespace {

std::vector<ByteCount> even(double began, double bytes_per_second, double seconds) {
  std::vector<ByteCount> counts;
  for (double at = 0; at <= seconds; at += 0.05)
    counts.push_back({began + at, static_cast<std::uint64_t>(bytes_per_second * at)});
  return counts;
}

TEST(FarCounts, AreReadAsAResponderWritesThem) {
  const auto counts =
      far_counts(R"({"bytes":3000,"seconds":0.11,"samples":[[0.0,1000],[0.05,2000],[0.1,3000]]})");
  ASSERT_TRUE(counts);
  ASSERT_EQ(counts->size(), 4U);
  EXPECT_EQ(counts->back().bytes, 3000U);
  EXPECT_EQ(counts->back().at, 0.1);
}

TEST(FarCounts, OfSeveralAreNoneWhereOneDoesNotTell) {
  const std::string told = R"({"bytes": 100, "seconds": 1, "samples": [[0.5, 50], [1, 100]]})";
  const auto both = far_counts_of_all(std::vector{told, told});
  ASSERT_TRUE(both);
  EXPECT_EQ(both->back().bytes, 200U);
  EXPECT_FALSE(far_counts_of_all(std::vector{told, std::string("{}")}));
  EXPECT_FALSE(far_counts_of_all({}));
}

TEST(FarCounts, ThatMakeNoSenseAreNone) {
  for (const char* answer :
       {"", "{}", "[]", R"({"samples":[]})", R"({"samples":3})", R"({"samples":[[0.0]]})",
        R"({"samples":[[0.1,5],[0.05,6]]})", R"({"samples":[[0.1,5],[0.2,4]]})", R"({"samples":[[-1,5]]})",
        R"({"samples":[[1e300,5]]})", R"({"samples":[["0.1",5]]})", R"({"samples":[[0.1,-5]]})"})
    EXPECT_FALSE(far_counts(answer)) << answer;
}

TEST(FarCounts, ALineNeverBringsWhatTheFarEndHasNotYet) {
  // Acknowledgements come a way back later, so that ours are behind.
  EXPECT_FALSE(taken_before_they_arrived(even(1000.03, 2.5e6, 1), 1000, even(0, 2.5e6, 1.05), 0.1));
}

TEST(FarCounts, OfAFewSegmentsSayNothing) {
  // Five of a modem's upload, counted as if all were full, of which the last is being read there.
  const std::vector<ByteCount> ours = {{1000.5, 1448}, {1003, 7240}},
                               far = {{0, 0}, {0.4, 1200}, {3.2, 5800}};
  EXPECT_FALSE(taken_before_they_arrived(ours, 1000, far, 0.25));
}

TEST(FarCounts, AProxyTakesThemBefore) {
  // 27.5 Mbit/s into a proxy, and 20 beyond it.
  EXPECT_TRUE(taken_before_they_arrived(even(1000, 27.5e6 / 8, 1), 1000, even(0, 20e6 / 8, 1.4), 0.15));
  EXPECT_TRUE(taken_before_they_arrived(even(1000, 2e6, 1), 1000, even(0, 1e6, 1), 0.15)) << "and keeps half";
}

TEST(AnswerTime, TellsWhoTakesTheConnectionFromWhoAnswers) {
  EXPECT_TRUE(taken_between(38e-6, 0.12)) << "as seen in the field";
  EXPECT_TRUE(taken_between(0.002, 0.6)) << "a satellite's booster";
  EXPECT_FALSE(taken_between(0.12, 0.121));
  EXPECT_FALSE(taken_between(0.01, 0.06)) << "a server may think";
}

TEST(Address, OfTheBlocksFromWhichTheyAreMadeUp) {
  for (const char* made_up : {"198.18.0.7", "198.19.255.255", "64:ff9b:1::5", "64:ff9b:1:abcd::1"})
    EXPECT_TRUE(is_made_up(made_up)) << made_up;
  for (const char* real : {"198.17.0.1", "198.20.0.1", "64:ff9b::1.2.3.4", "2001:db8::1", "", "name"})
    EXPECT_FALSE(is_made_up(real)) << real;
  EXPECT_TRUE(is_nat64("64:ff9b::192.0.2.1"));
  EXPECT_FALSE(is_nat64("64:ff9b:1::192.0.2.1"));
  EXPECT_FALSE(is_nat64("192.0.2.1"));
}

TEST(Inspection, IsKnownByWhoSigns) {
  for (const char* opens : {"Zscaler Inc.", "ESET, spol. s r. o.", "Fortinet", "Palo Alto Networks",
                            "Avast Web/Mail Shield Root", "AVG Technologies", "mitmproxy"})
    EXPECT_TRUE(opens_connections(opens)) << opens;
  EXPECT_EQ(opener_of("O=Acme Zscaler Intermediate CA"), "Zscaler") << "and not whose";
  EXPECT_EQ(opener_of("ESET, spol. s r. o."), "ESET");
  for (const char* does_not :
       {"", "Let's Encrypt", "Reset Corporation", "Example Employer CA", "Average Ltd"})
    EXPECT_FALSE(opens_connections(does_not)) << does_not;
}

}  // namespace
}  // namespace deskready::network

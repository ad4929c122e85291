// What the responder reads from a request and says to its owner.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "probes/network/responder/connecting/proxy_header.h"
#include "probes/network/responder/monitoring/metrics.h"
#include "probes/network/responder/request_target.h"
#include "probes/network/responder/shares/session_record.h"

namespace deskready::network {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(RequestTarget, ARateIsNeverUnpacedNorAboveTheMost) {
  constexpr std::uint64_t most = 10'000'000;
  for (const char* text : {"0", "-1", "", "1e9", "0x1", "99999999999999999999999", "10000001", " 5", "nan"})
    EXPECT_EQ(rate_of(std::string("/download?rate=") + text, most), most) << text;
  for (const char* text : {"1", "7", "9999"})
    EXPECT_EQ(rate_of(std::string("/download?rate=") + text, most), slowest_rate) << text;
  EXPECT_EQ(rate_of("/download?token=1&rate=5000000", most), 5'000'000U);
  EXPECT_EQ(rate_of("/download", most), most);
}

TEST(RequestTarget, ATimeIsNeverLongerThanTheMost) {
  for (const char* text : {"", "0", "-1", "nan", "inf", "1e99", "31"})
    EXPECT_EQ(seconds_of(std::string("/download?seconds=") + text, 30), 30) << text;
  EXPECT_EQ(seconds_of("/download?seconds=0.5", 30), 0.5);
}

TEST(RequestTarget, AProtocolIsTheFirstWhereNoneIsNamed) {
  EXPECT_EQ(protocol_of("/session"), 1);
  EXPECT_EQ(protocol_of("/session?protocol=2"), 2);
  for (const char* text : {"", "0", "-3", "x"})
    EXPECT_EQ(protocol_of(std::string("/session?protocol=") + text), 1) << text;
}

TEST(RequestTarget, AProtocolThatNoNumberHoldsIsANewerOne) {
  for (const char* text : {"99", "2147483648", "99999999999999", "99999999999999999999999999"})
    EXPECT_GT(protocol_of(std::string("/session?protocol=") + text), 2) << text;
  EXPECT_EQ(protocol_of("/session?protocol=-99999999999999"), 1);
}

TEST(SessionRecord, CutsAddresses) {
  EXPECT_EQ(cut_address("192.0.2.77"), "192.0.2.0/24");
  EXPECT_EQ(cut_address("2001:db8:1:2::3"), "2001:db8:1::/48");
  EXPECT_EQ(cut_address("far"), "unknown");
}

TEST(SessionRecord, IsOneLineOfJson) {
  const SessionRecord record{"0a1b", "192.0.2.77", 1'800'000'000'000'000'000, 2.5, 10, 20, 3};
  EXPECT_EQ(access_line(record, false),
            R"({"time":"2027-01-15T08:00:00Z","session":"0a1b","address":"192.0.2.0/24","seconds":2.5,)"
            R"("transfers":3,"bytes_down":10,"bytes_up":20})");
  EXPECT_THAT(access_line(record, true), HasSubstr("192.0.2.77"));
}

// Prometheus: "Avoid missing metrics" (best practices, Instrumentation).
TEST(Metrics, EachReasonStandsThereFromTheStart) {
  const std::string page = metrics_page({}, exposition_for("*/*"));
  for (const char* reason : {"connections", "proxy_header", "no_token", "draining", "full", "strained",
                             "too_many_of_network", "session_connections", "address_rate"})
    EXPECT_THAT(page, HasSubstr(std::string("refusals_total{reason=\"") + reason + "\"} 0\n"));
}

// OpenMetrics 1.0, section "Counter": the family has no _total, its samples do; Prometheus' text has it in
// both.
TEST(Metrics, NamesCountersAsEachFormatWants) {
  Figures figures;
  figures.refusals["full"] = 2;
  const std::string open =
      metrics_page(figures, exposition_for("application/openmetrics-text; version=1.0.0"));
  EXPECT_THAT(open, HasSubstr("# TYPE deskready_responder_refusals counter\n"));
  EXPECT_THAT(open, HasSubstr("deskready_responder_refusals_total{reason=\"full\"} 2\n"));
  EXPECT_THAT(open, EndsWith("# EOF\n"));
  EXPECT_THAT(metrics_page(figures, exposition_for("*/*")),
              HasSubstr("# TYPE deskready_responder_refusals_total counter\n"));
}

// The octets are those of the PROXY protocol's text, section 2.2.
TEST(ProxyHeader, TellsTheClient) {
  std::vector<unsigned char> header = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49,
                                       0x54, 0x0A, 0x21, 0x11, 0,    12,   203,  0,    113,  5,
                                       10,   0,    0,    1,    0x0F, 0xA0, 0x01, 0xBB};
  EXPECT_EQ(proxied_client(header)->value(), "203.0.113.5");
  for (std::size_t at = 0; at < 16; ++at) {
    auto wrong = header;
    wrong[at] ^= 0x40;
    EXPECT_FALSE(proxied_client(wrong)) << at;
  }
  for (std::size_t size = 0; size < header.size(); ++size)
    EXPECT_FALSE(proxied_client(std::span(header).first(size))) << size;
  header[12] = 0x20;
  EXPECT_FALSE(proxied_client(header)->has_value()) << "LOCAL";
  header[12] = 0x21;
  header[13] = 0x31;
  EXPECT_FALSE(proxied_client(header)) << "a UNIX socket is no client";
}

TEST(ProxyHeader, TellsTheClientInALine) {
  EXPECT_EQ(client_in_line("PROXY TCP4 203.0.113.5 10.0.0.1 4000 443\r\n")->value(), "203.0.113.5");
  EXPECT_EQ(client_in_line("PROXY TCP6 2001:db8::5 2001:db8::1 4000 443\r\n")->value(), "2001:db8::5");
  EXPECT_FALSE(client_in_line("PROXY UNKNOWN\r\n")->has_value());
  for (const char* wrong :
       {"PROXY TCP4 203.0.113.5 10.0.0.1 4000 443", "PROXY TCP4 2001:db8::5 x 1 2\r\n", "PROXY TCP4\r\n",
        "PROXY \r\n", "PROXY UDP4 203.0.113.5 10.0.0.1 1 2\r\n", "\r\n"})
    EXPECT_FALSE(client_in_line(wrong)) << wrong;
}

}  // namespace
}  // namespace deskready::network

// Far ends that are down, slow, foreign or hostile, over real loopback sockets.
#include "probes/network/far_end/far_end.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "probes/network/far_end/url.h"
#include "probes/network/responder/responder.h"
#include "tests/unit/probes/network/odd_server.h"
#include "tests/unit/probes/network/own_port.h"
#include "tests/unit/probes/network/self_signed.h"

namespace deskready::network {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string grant(const std::string& token, const std::string& ssid, const std::string& key,
                  const std::string& max_rate) {
  return ok(R"({"token":)" + token + R"(,"ssid":)" + ssid + R"(,"key":)" + key + R"(,"max_rate":)" +
            max_rate + "}");
}

const std::string good_key = '"' + std::string(64, 'a') + '"';

/// The code of a session's failure; fails the test when there is none.
std::string failure(FarEnd& far_end, Cause cause = Cause::far_end_failed) {
  auto session = far_end.session({});
  if (session) {
    ADD_FAILURE() << "a session was opened";
    return {};
  }
  EXPECT_EQ(session.error().cause, cause);
  return session.error().args["detail"];
}

std::string failure(const std::string& url) {
  FarEnd far_end(url);
  return failure(far_end);
}

TEST(FarEnd, IsNotThereWithoutAnAddress) {
  FarEnd far_end("");
  failure(far_end, Cause::no_far_end);
}

TEST(FarEnd, SaysThatNothingListens) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);  // bound and not listening: the port is nobody else's
  const int port = ntohs(bound_to_own_port(fd).sin_port);
  const std::string detail = failure("http://127.0.0.1:" + std::to_string(port));
  EXPECT_EQ(detail, "refuses_connection");
  close(fd);
}

TEST(FarEnd, SaysThatAnAddressIsNone) {
  EXPECT_THAT(failure("ftp://127.0.0.1:1"), "address_without_scheme");
  EXPECT_THAT(failure("127.0.0.1:1"), "address_without_scheme");
  EXPECT_TRUE(url_fault("https://").is(Detail::address_without_host));
  EXPECT_TRUE(url_fault("https://:8700").is(Detail::address_without_host));
  EXPECT_TRUE(url_fault("https://[::1]:8700/backend").empty());
  for (const char* odd : {"http://127.0.0.1:99999", "http://127.0.0.1:080", "http://127.0.0.1:0",
                          "http://127.0.0.1:", "http://::1:8700", "http://[::1", "http://a b"})
    EXPECT_FALSE(url_fault(odd).empty()) << odd;
  EXPECT_THAT(failure("http://127.0.0.1:99999"), "address_not_understood");
}

TEST(FarEnd, SaysThatItHangs) {
  const OddServer server("");
  FarEnd far_end(server.url(), 0.2);
  EXPECT_THAT(failure(far_end), "no_answer_in_time");
}

TEST(FarEnd, SaysThatItBreaksOff) {
  const OddServer server("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{");
  EXPECT_THAT(failure(server.url()), "broke_off");
}

TEST(FarEnd, TakesNoLinesWithoutEnd) {
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += "X-" + std::to_string(i) + ": " + std::string(1000, 'a') + "\r\n";
  const OddServer behind("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n" + lines +
                         "\r\n");
  EXPECT_EQ(failure(behind.url()), "answer_too_long");
  const OddServer one("HTTP/1.1 200 OK\r\nX: " + std::string(1'000'000, 'a') + "\r\n\r\n");
  EXPECT_EQ(failure(one.url()), "answer_too_long");
}

TEST(FarEnd, SaysThatItIsNoHttp) {
  const OddServer server("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\x01\x02\x03\xFF");
  EXPECT_THAT(failure(server.url()), "no_http");
}

TEST(FarEnd, SaysThatItIsNoResponder) {
  const OddServer page("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
  EXPECT_THAT(failure(page.url()), "perhaps_no_responder");
  const OddServer redirect("HTTP/1.1 302 Found\r\nLocation: " + page.url() +
                           "/\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(failure(redirect.url()), "redirects");
  EXPECT_EQ(page.greetings(), 1) << "a redirect was followed";
}

TEST(FarEnd, SaysThatAPageAnswersInItsPlace) {
  for (const std::string& head :
       {std::string("HTTP/1.1 302 Found\r\nLocation: http://login.hotel.example/\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"),
        std::string("HTTP/1.1 511 Network Authentication Required\r\n")}) {
    const OddServer server(head + "Content-Length: 2\r\n\r\nhi");
    EXPECT_THAT(failure(server.url()), "page_in_front") << head;
  }
}

std::string grant_for(int seconds) {
  return ok(R"({"protocol":2,"token":"t","ssid":7,"max_rate":1000,"expires":1800000000,"key":)" + good_key +
            R"(,"session":")" + std::string(32, 'b') + R"(","expires_s":)" + std::to_string(seconds) + "}");
}

TEST(FarEnd, OpensASessionAnewBeforeItEnds) {
  const OddServer lasting(grant_for(300));
  FarEnd far_end(lasting.url());
  ASSERT_TRUE(far_end.session({}));
  EXPECT_TRUE(far_end.session({}));
  EXPECT_EQ(lasting.greetings(), 1);

  OddServer brief(grant_for(60));
  FarEnd other(brief.url());
  const auto first = other.session({});
  ASSERT_TRUE(first);
  EXPECT_TRUE(other.session({}));
  EXPECT_EQ(brief.greetings(), 2) << "less is left than a probe may need";
  brief.answer_next("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_TRUE(other.session({})) << "what was granted still holds";
  EXPECT_TRUE(other.session({}));
  EXPECT_EQ(brief.greetings(), 3);
}

TEST(FarEnd, TakesOnlyAWholeGrant) {
  const OddServer good(grant(R"("1.2.ab_-c")", "7", good_key, "1000"));
  FarEnd far_end(good.url());
  const auto session = far_end.session({});
  ASSERT_TRUE(session) << "else the rows below show nothing";
  EXPECT_EQ((*session)->token, "1.2.ab_-c");
  EXPECT_EQ((*session)->ssid, 7);
  EXPECT_EQ((*session)->max_rate, 1000U);
  EXPECT_EQ((*session)->packet_key[31], 0xAA);
  for (const std::string& answer :
       {ok(""), ok("[]"), ok("null"), ok("{}"), ok("\xFF\xFE"), ok(std::string(9000, '[')),
        ok(std::string(2'000'000, ' ')), grant("5", "7", good_key, "1000"),
        grant(R"("a b")", "7", good_key, "1000"), grant(R"("a\r\nX: y")", "7", good_key, "1000"),
        grant(R"("")", "7", good_key, "1000"), grant(R"("t")", "65543", good_key, "1000"),
        grant(R"("t")", "-7", good_key, "1000"), grant(R"("t")", "7", R"("aa")", "1000"),
        grant(R"("t")", "7", '"' + std::string(66, 'a') + '"', "1000"),
        grant(R"("t")", "7", '"' + std::string(64, 'x') + '"', "1000"), grant(R"("t")", "7", good_key, "0"),
        grant(R"("t")", "7", good_key, "\"fast\"")}) {
    const OddServer server(answer);
    EXPECT_THAT(failure(server.url()), testing::AnyOf("no_responder", "answer_too_long"))
        << answer.substr(0, 200);
  }
}

TEST(FarEnd, IsBusyWhenItSaysSo) {
  const OddServer server("HTTP/1.1 503 Busy\r\nRetry-After: 45\r\nContent-Length: 0\r\n\r\n");
  FarEnd far_end(server.url());
  auto session = far_end.session({});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().cause, Cause::far_end_busy);
  EXPECT_EQ(session.error().args["retry_after"], "45");
}

TEST(FarEnd, IsGreetedOnceUntilForgotten) {
  const OddServer server(ok("{}"));
  FarEnd far_end(server.url());
  failure(far_end);
  failure(far_end);
  EXPECT_EQ(server.greetings(), 1);
  far_end.forget();
  failure(far_end);
  EXPECT_EQ(server.greetings(), 2);
}

TEST(FarEnd, StopsWhenAskedAndRemembersNothing) {
  std::stop_source stop;
  const OddServer server("", [&] { stop.request_stop(); });
  FarEnd far_end(server.url(), 100);
  const auto session = far_end.session(stop.get_token());
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().cause, Cause::stopped);
  stop = {};
  EXPECT_FALSE(far_end.session(stop.get_token()));
  EXPECT_EQ(server.greetings(), 2);
}

TEST(FarEnd, GoesToTheFarEndItselfAndToNoProxy) {
  const OddServer proxy(ok("{}"));
  setenv("http_proxy", proxy.url().c_str(), 1);
  const auto responder = Responder::start({});
  ASSERT_TRUE(responder);
  FarEnd far_end((*responder)->url());
  EXPECT_TRUE(far_end.session({}));
  unsetenv("http_proxy");
  EXPECT_EQ(proxy.greetings(), 0);
}

TEST(FarEnd, TrustsNoCertificateThatNobodyVouchesFor) {
  const SelfSigned files;
  ResponderOptions options;
  options.certificate_file = files.certificate_file();
  options.key_file = files.key_file();
  const auto responder = Responder::start(options);
  ASSERT_TRUE(responder) << responder.error();
  const std::string port = std::to_string((*responder)->port());
  EXPECT_EQ((*responder)->url(), "https://127.0.0.1:" + port);
  EXPECT_THAT(failure((*responder)->url()), "certificate_self_signed");
  EXPECT_NE(failure("http://127.0.0.1:" + port), "") << "plain HTTP to a TLS port";
}

TEST(FarEnd, SaysThatItSpeaksNoTls) {
  const auto responder = Responder::start({});
  ASSERT_TRUE(responder);
  EXPECT_THAT(failure("https://127.0.0.1:" + std::to_string((*responder)->port())), "no_tls");
}

}  // namespace
}  // namespace deskready::network

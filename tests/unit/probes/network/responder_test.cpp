// The responder over real loopback sockets.
#include "probes/network/responder/responder.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "probes/network/far_end/far_end.h"
#include "probes/network/far_end/http_client.h"
#include "probes/network/sockets/linux/timestamps.h"
#include "probes/network/wire/packet_token.h"
#include "probes/network/wire/stamp.h"

namespace deskready::network {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::unique_ptr<Responder> started(const ResponderOptions& options = {}) {
  auto responder = Responder::start(options);
  if (!responder) ADD_FAILURE() << responder.error();
  return responder ? std::move(*responder) : nullptr;
}

std::shared_ptr<const Session> session_with(const Responder& responder) {
  FarEnd far_end(responder.url());
  auto session = far_end.session({});
  if (!session) ADD_FAILURE() << session.error().args["detail"];
  return session ? *session : nullptr;
}

/// A client's socket; an answer is waited for as long as it takes, and the far end's close ends the waiting.
class Client {
 public:
  Client(int type, std::uint16_t port, const char* from = "127.0.0.1", const char* to = "127.0.0.1")
      : fd_(socket(AF_INET, type, 0)) {
    sockaddr_in own = address(from, 0);
    sockaddr_in far = address(to, port);
    good_ = bind(fd_, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0 &&
            connect(fd_, reinterpret_cast<sockaddr*>(&far), sizeof far) == 0;
    EXPECT_TRUE(good_) << strerror(errno);
  }
  ~Client() { close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  template <class Bytes>
  void say(const Bytes& bytes) {
    EXPECT_GE(send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL), 0) << strerror(errno);
  }
  template <class Bytes>
  void try_to_say(const Bytes& bytes) {
    send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  bool has_datagram(int wait_ms = 0) {
    pollfd in{fd_, POLLIN, 0};
    return poll(&in, 1, wait_ms) > 0;
  }
  /// Until the far end closes or resets, taking nothing of what it sent.
  void wait_for_end() {
    pollfd in{fd_, POLLRDHUP, 0};
    poll(&in, 1, -1);
  }
  std::vector<unsigned char> datagram() {
    std::vector<unsigned char> bytes(4096);
    const ssize_t size = recv(fd_, bytes.data(), bytes.size(), 0);
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return bytes;
  }
  std::string all() {
    std::string text;
    char part[4096];
    for (ssize_t size = 0; (size = recv(fd_, part, sizeof part, 0)) > 0;)
      text.append(part, static_cast<std::size_t>(size));
    return text;
  }

 private:
  static sockaddr_in address(const char* text, std::uint16_t port) {
    sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_port = htons(port);
    inet_pton(AF_INET, text, &made.sin_addr);
    return made;
  }
  int fd_;
  bool good_ = false;
};

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: far\r\n\r\n";
}

std::shared_ptr<HttpTransfer> transfer_to(const std::string& url) {
  auto transfer = std::make_shared<HttpTransfer>();
  transfer->url = url;
  return transfer;
}

std::vector<unsigned char> packet(const Session& session, std::uint32_t sequence, std::size_t size) {
  std::vector<unsigned char> bytes(size);
  encode(SenderPacket{sequence, 42, session.ssid, packet_token(session.packet_key, session.ssid, sequence)},
         bytes);
  return bytes;
}

/// A session as the first agents have it, which ask for no protocol.
std::shared_ptr<const Session> first_session_with(const Responder& responder, const char* at = "127.0.0.1") {
  Client client(SOCK_STREAM, responder.port(), "127.0.0.1", at);
  client.say(std::string("POST /session HTTP/1.1\r\nHost: far\r\nContent-Length: 0\r\n\r\n"));
  const std::string answer = client.all();
  const auto json = nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
  if (!json.is_object()) {
    ADD_FAILURE() << answer;
    return nullptr;
  }
  Session session;
  session.token = json["token"];
  session.ssid = json["ssid"];
  const std::string key = json["key"];
  for (std::size_t i = 0; i < session.packet_key.size(); ++i)
    session.packet_key[i] = static_cast<unsigned char>(std::stoi(key.substr(2 * i, 2), nullptr, 16));
  return std::make_shared<const Session>(session);
}

TEST(Responder, GrantsEachGreetingASessionOfItsOwn) {
  const auto responder = started();
  const auto one = session_with(*responder);
  const auto two = session_with(*responder);
  ASSERT_TRUE(one && two);
  EXPECT_NE(one->ssid, two->ssid);
  EXPECT_NE(one->token, two->token);
  EXPECT_NE(one->packet_key, two->packet_key);
  EXPECT_EQ(one->address, "127.0.0.1");
  EXPECT_EQ(one->port, responder->port());
  EXPECT_EQ(one->max_rate, ResponderOptions{}.max_session_rate);
  EXPECT_TRUE(one->on_this_machine);
  EXPECT_FALSE(one->tls);
}

TEST(Responder, LoadsNobodyWithoutAToken) {
  const auto responder = started();
  const auto session = session_with(*responder);
  ASSERT_TRUE(session);
  std::string forged = session->token;
  forged.back() = forged.back() == '0' ? '1' : '0';
  for (const std::string& target :
       {std::string("/download"), "/download?token=" + forged, std::string("/download?token=")}) {
    Client client(SOCK_STREAM, responder->port());
    client.say(get(target));
    const std::string answer = client.all();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 403")) << target;
    EXPECT_LT(answer.size(), 500U);
  }
}

/// As the two lines of one provider's many addresses bring them.
TEST(Responder, TakesATokenFromAnotherAddress) {
  const auto responder = started();
  const auto session = session_with(*responder);
  ASSERT_TRUE(session);
  const std::string request = get("/download?seconds=0.01&rate=1000000&token=" + session->token);
  for (const char* address : {"127.0.0.1", "127.0.0.2"}) {
    Client client(SOCK_STREAM, responder->port(), address);
    client.say(request);
    EXPECT_TRUE(client.all().starts_with("HTTP/1.1 200")) << address;
  }
}

TEST(Responder, ReflectsAtTheSameSizeWithItsOwnCount) {
  const auto responder = started();
  const auto session = first_session_with(*responder);
  ASSERT_TRUE(session);
  Client client(SOCK_DGRAM, responder->port());
  std::uint32_t count = 0;
  // Sequence 1 and 2 were "lost on the way up": the reflector's count goes on without a gap.
  for (const std::uint32_t sequence : {0U, 3U, 4U}) {
    const std::size_t size = 64 + 36 * sequence;
    client.say(packet(*session, sequence, size));
    const auto bytes = client.datagram();
    EXPECT_EQ(bytes.size(), size);
    const auto answer = decode_reflected(bytes);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->sequence, count++);
    EXPECT_EQ(answer->sender_sequence, sequence);
    EXPECT_EQ(answer->sent, 42U);
    EXPECT_EQ(answer->ssid, session->ssid);
    EXPECT_EQ(answer->token, packet_token(session->packet_key, session->ssid, sequence));
    EXPECT_LE(answer->received, answer->reflected);
    EXPECT_LE(answer->reflected, ntp_from_unix_ns(realtime_ns()));
  }
}

TEST(Responder, CountsTwoStreamsOfASessionApart) {
  const auto responder = started();
  const auto session = first_session_with(*responder);
  ASSERT_TRUE(session);
  Client one(SOCK_DGRAM, responder->port());
  Client two(SOCK_DGRAM, responder->port());
  for (std::uint32_t sequence = 0; sequence < 3; ++sequence) {
    for (Client* client : {&one, &two}) {
      client->say(packet(*session, sequence, 100));
      const auto answer = decode_reflected(client->datagram());
      ASSERT_TRUE(answer);
      EXPECT_EQ(answer->sequence, sequence);
    }
  }
}

// The good packet goes last: had any of the others been answered or counted, its answer would not be the
// first and not have number 0.
TEST(Responder, ReflectsNothingButItsSessionsPackets) {
  const auto responder = started();
  const auto session = first_session_with(*responder);
  ASSERT_TRUE(session);
  Client thief(SOCK_DGRAM, responder->port(), "127.0.0.2");
  Client client(SOCK_DGRAM, responder->port());
  thief.say(packet(*session, 0, 100));
  client.say(std::string("hello"));
  client.say(std::string(1400, '\xFF'));
  client.say(std::string());
  client.say(std::vector<unsigned char>(3000, 0));
  for (const std::size_t at : {std::size_t{0}, std::size_t{15}, std::size_t{50}}) {
    auto forged = packet(*session, 9, 100);
    forged[at] ^= 1;
    client.say(forged);
  }
  auto cut = packet(*session, 9, 100);
  cut.resize(63);
  client.say(cut);
  client.say(packet(*session, 1, 2500));
  client.say(packet(*session, 5, 100));
  const auto answer = decode_reflected(client.datagram());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->sequence, 0U);
  EXPECT_EQ(answer->sender_sequence, 5U);
  thief.say(packet(*first_session_with(*responder), 0, 100));
}

/// Sends datagrams as fast as it can until its end.
class Flood {
 public:
  Flood(std::uint16_t port, std::vector<std::vector<unsigned char>> datagrams)
      : thread_([port, datagrams = std::move(datagrams)](const std::stop_token& stop) {
          Client client(SOCK_DGRAM, port);
          for (std::size_t i = 0; !stop.stop_requested(); ++i)
            client.try_to_say(datagrams[i % datagrams.size()]);
        }) {}

 private:
  std::jthread thread_;
};

// Truth from the sockets: who did not finish the handshake gets nothing at all, however much was sent.
TEST(Responder, AnswersNoDatagramOfAStranger) {
  const auto responder = started();
  const auto session = first_session_with(*responder);
  ASSERT_TRUE(session);
  std::mt19937 random(7);
  Client stranger(SOCK_DGRAM, responder->port());
  for (std::size_t size = 0; size < 1473; size += 3) {
    auto bytes = packet(*session, 1, std::max<std::size_t>(size, smallest_packet));
    bytes.resize(size);
    if (size >= smallest_packet) bytes[48 + random() % 16] ^= 1;  // the token
    stranger.say(bytes);
  }
  Client known(SOCK_DGRAM, responder->port());
  known.say(packet(*session, 0, 100));
  EXPECT_EQ(known.datagram().size(), 100U);  // so all that was sent before has been looked at
  EXPECT_FALSE(stranger.has_datagram());
}

TEST(Responder, ServesThroughAFloodOfGarbageAndStillStops) {
  auto responder = started();
  const auto session = first_session_with(*responder);
  ASSERT_TRUE(session);
  auto forged = packet(*session, 3, 172);
  forged[50] ^= 1;
  const Flood flood(responder->port(),
                    {std::vector<unsigned char>(64, 0), forged, {}, std::vector<unsigned char>(1472, 0xFF)});
  Client client(SOCK_DGRAM, responder->port());
  // Packets are lost when the flood fills the socket's buffer, so it asks until one is answered.
  std::uint32_t sequence = 0;
  do client.say(packet(*session, sequence++, 100));
  while (!client.has_datagram(20));
  EXPECT_TRUE(session_with(*responder)) << "TCP is served too";
  responder.reset();
}

TEST(Responder, DropsWhoSaysNothing) {
  ResponderOptions options;
  options.patience_seconds = 0.05;
  const auto responder = started(options);
  Client silent(SOCK_STREAM, responder->port());
  Client slow(SOCK_STREAM, responder->port());
  slow.say(std::string("GET /download HT"));
  EXPECT_EQ(silent.all(), "");  // both return because the responder closes
  EXPECT_EQ(slow.all(), "");
}

TEST(Responder, DropsWhoTakesNothing) {
  ResponderOptions options;
  options.patience_seconds = 0.05;
  options.max_sessions = 1;
  const auto responder = started(options);
  const auto session = session_with(*responder);
  ASSERT_TRUE(session);
  Client client(SOCK_STREAM, responder->port());
  client.say(get("/download?token=" + session->token));
  client.wait_for_end();
}

// Silence keeps no place: who comes next gets the oldest silent one's, whether from the same address or not.
TEST(Responder, SilentConnectionsOfOneAddressKeepNobodyOut) {
  const auto responder = started();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 1500; ++i) clients.push_back(std::make_unique<Client>(SOCK_STREAM, responder->port()));
  EXPECT_EQ(clients.front()->all(), "") << "the oldest is closed";
  for (const char* address : {"127.0.0.1", "127.0.0.2"}) {
    Client other(SOCK_STREAM, responder->port(), address);
    other.say(std::string("POST /session HTTP/1.1\r\nHost: far\r\nContent-Length: 0\r\n\r\n"));
    EXPECT_THAT(other.all(), StartsWith("HTTP/1.1 200")) << address;
  }
}

TEST(Responder, ServesEightChecksAtOnceAlike) {
  const auto responder = started();
  boost::asio::io_context loop;
  HttpClient client(loop);
  std::array<std::size_t, 8> bytes{};
  std::array<std::shared_ptr<HttpTransfer>, 8> transfers;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto session = session_with(*responder);
    ASSERT_TRUE(session);
    transfers[i] = transfer_to(responder->url() + "/download?seconds=1&rate=5000000&token=" + session->token);
    transfers[i]->received = [&bytes, i](std::size_t size) { return bytes[i] += size, true; };
  }
  for (const auto& transfer : transfers) client.start(transfer);
  loop.run();
  const auto [least, most] = std::minmax_element(bytes.begin(), bytes.end());
  EXPECT_GT(*least, *most / 2);
  EXPECT_LT(*most, 5'000'000U / 8 * 2);
  for (const auto& transfer : transfers) EXPECT_TRUE(transfer->error.empty());
}

// Both run side by side, so that a slow machine slows both.
TEST(Responder, PacesWhatItSends) {
  const auto responder = started();
  const auto session = session_with(*responder);
  ASSERT_TRUE(session);
  boost::asio::io_context loop;
  HttpClient client(loop);
  const std::string url = responder->url() + "/download?token=" + session->token + "&rate=";
  std::size_t slow_bytes = 0;
  std::size_t fast_bytes = 0;
  const auto slow = transfer_to(url + "4000000");
  slow->received = [&](std::size_t size) { return slow_bytes += size, true; };
  const auto fast = transfer_to(url + "80000000");
  fast->received = [&](std::size_t size) { return (fast_bytes += size) < 4'000'000; };
  fast->done = [&] { loop.stop(); };
  client.start(slow);
  client.start(fast);
  loop.run();
  EXPECT_GE(fast_bytes, 4'000'000U);
  EXPECT_GT(slow_bytes, 0U);
  EXPECT_LT(slow_bytes, fast_bytes / 4) << "asked for a twentieth";
  EXPECT_TRUE(fast->error.empty()) << testing::PrintToString(fast->error.written());
  EXPECT_THAT(fast->far_congestion, ::testing::AnyOf("bbr", "cubic", "reno"));
}

// Both run side by side, so that a slow machine slows both.
TEST(HttpClient, TakesAnAnswerAtItsRate) {
  const auto responder = started();
  const auto session = session_with(*responder);
  ASSERT_TRUE(session);
  boost::asio::io_context loop;
  HttpClient client(loop);
  const std::string url = responder->url() + "/download?token=" + session->token + "&rate=80000000";
  std::size_t slow_bytes = 0;
  std::size_t fast_bytes = 0;
  const auto slow = transfer_to(url);
  slow->receive_rate = 4'000'000;
  slow->received = [&](std::size_t size) { return slow_bytes += size, true; };
  const auto fast = transfer_to(url);
  fast->received = [&](std::size_t size) { return (fast_bytes += size) < 4'000'000; };
  fast->done = [&] { loop.stop(); };
  client.start(slow);
  client.start(fast);
  loop.run();
  EXPECT_GT(slow_bytes, fast_bytes / 80) << "asked for a twentieth";
  EXPECT_LT(slow_bytes, fast_bytes / 4);
  EXPECT_TRUE(slow->error.empty()) << testing::PrintToString(slow->error.written());
}

TEST(Responder, EndsADownloadInTime) {
  const auto responder = started();
  const auto session = session_with(*responder);
  ASSERT_TRUE(session);
  Client client(SOCK_STREAM, responder->port());
  client.say(get("/download?seconds=0.05&rate=8000000&token=" + session->token));
  const std::string answer = client.all();  // returns because the responder closes
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_GT(answer.size(), 1000U);
}

TEST(Responder, CountsWhatIsUploaded) {
  const auto responder = started();
  const auto session = session_with(*responder);
  ASSERT_TRUE(session);
  boost::asio::io_context loop;
  HttpClient client(loop);
  const auto transfer = transfer_to(responder->url() + "/upload?token=" + session->token);
  transfer->connect_to = session->address;
  transfer->post = true;
  std::size_t left = 3'000'001;
  transfer->send = [&](char* into, std::size_t room) {
    const std::size_t size = std::min(left, room);
    std::fill_n(into, size, 'x');
    left -= size;
    return size;
  };
  bool done = false;
  transfer->done = [&] { done = true; };
  client.start(transfer);
  while (!done) loop.run_one();
  EXPECT_TRUE(transfer->error.empty());
  EXPECT_EQ(transfer->status, 200);
  const auto json = nlohmann::json::parse(transfer->response, nullptr, false);
  ASSERT_TRUE(json.is_object()) << transfer->response;
  EXPECT_EQ(json["bytes"], 3'000'001);
  ASSERT_FALSE(json["samples"].empty());
  double before = -1;
  for (const auto& sample : json["samples"]) {
    EXPECT_GT(sample[0].get<double>(), before);
    EXPECT_LE(sample[1].get<std::uint64_t>(), 3'000'001U);
    before = sample[0];
  }
  EXPECT_LE(before, json["seconds"].get<double>());
}

TEST(Responder, RefusesBeyondItsCapacityAndSaysWhenToComeBack) {
  ResponderOptions options;
  options.max_sessions = 0;
  const auto responder = started(options);
  FarEnd far_end(responder->url());
  auto session = far_end.session({});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().cause, Cause::far_end_busy);
  EXPECT_GT(std::stoi(session.error().args["retry_after"]), 0);
}

TEST(Responder, IsFullForNewSessionsWhileItsPlacesAreTaken) {
  ResponderOptions options;
  options.max_sessions = 1;
  const auto responder = started(options);
  const auto first = session_with(*responder);
  const auto second = session_with(*responder);
  ASSERT_TRUE(first && second);
  Client inside(SOCK_STREAM, responder->port());
  inside.say(get("/download?seconds=0.01&rate=8000000&token=" + first->token));
  EXPECT_THAT(inside.all(), StartsWith("HTTP/1.1 200"));
  Client outside(SOCK_STREAM, responder->port());
  outside.say(get("/download?token=" + second->token));
  const std::string refusal = outside.all();
  EXPECT_THAT(refusal, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(refusal, HasSubstr("Retry-After: "));
  FarEnd third(responder->url());
  const auto session = third.session({});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().cause, Cause::far_end_busy);
}

TEST(Responder, SurvivesGarbage) {
  const auto responder = started();
  for (const std::string& garbage :
       {std::string("\0\xFF\x16\x03\x01\r\n\r\n", 10), std::string("GET\r\n\r\n"),
        "GET /" + std::string(20'000, 'a'), "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'b') + "\r\n\r\n",
        std::string("POST /session HTTP/1.1\r\nContent-Length: -5\r\n\r\n"),
        std::string("POST /upload?token=1.2.3 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n")}) {
    Client client(SOCK_STREAM, responder->port());
    client.say(garbage);
    EXPECT_LT(client.all().size(), 500U);  // returns because the responder closes
  }
  { const Client gone(SOCK_STREAM, responder->port()); }
  EXPECT_TRUE(session_with(*responder));
}

TEST(Responder, StopsWithConnectionsOpen) {
  auto responder = started();
  const auto session = session_with(*responder);
  ASSERT_TRUE(session);
  Client silent(SOCK_STREAM, responder->port());
  Client loading(SOCK_STREAM, responder->port());
  loading.say(get("/download?rate=8000000&token=" + session->token));
  EXPECT_FALSE(loading.datagram().empty());
  responder.reset();
  loading.all();  // both return because the sockets are closed
  silent.all();
  FarEnd far_end("http://127.0.0.1:" + std::to_string(session->port));
  EXPECT_FALSE(far_end.session({}));
}

TEST(Responder, SaysWhatItCannotListenOn) {
  const auto first = started();
  ResponderOptions taken;
  taken.port = first->port();
  auto second = Responder::start(taken);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error(), HasSubstr("127.0.0.1 port " + std::to_string(taken.port)));
  EXPECT_THAT(second.error(), HasSubstr("in use"));
  ResponderOptions name;
  name.address = "far.example";
  second = Responder::start(name);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error(), HasSubstr("\"far.example\""));
}

TEST(Responder, SaysWhichCertificateItCannotUse) {
  ResponderOptions options;
  options.certificate_file = "/nonexistent/edge.pem";
  options.key_file = "/nonexistent/edge.key";
  const auto responder = Responder::start(options);
  ASSERT_FALSE(responder);
  EXPECT_THAT(responder.error(), HasSubstr("/nonexistent/edge.pem"));
}

bool has_ipv6_loopback() {
  const int probe = socket(AF_INET6, SOCK_DGRAM, 0);
  sockaddr_in6 loopback{};
  loopback.sin6_family = AF_INET6;
  loopback.sin6_addr = in6addr_loopback;
  const bool has_it = probe >= 0 && bind(probe, reinterpret_cast<sockaddr*>(&loopback), sizeof loopback) == 0;
  if (probe >= 0) close(probe);
  return has_it;
}

TEST(Responder, ServesIPv6) {
  if (!has_ipv6_loopback()) GTEST_SKIP() << "this computer has no IPv6 loopback address";
  ResponderOptions options;
  options.address = "::1";
  const auto responder = started(options);
  ASSERT_TRUE(responder);
  EXPECT_EQ(responder->url(), "http://[::1]:" + std::to_string(responder->port()));
  const auto session = session_with(*responder);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->address, "::1");
  EXPECT_TRUE(session->on_this_machine);
}

// On a computer with several addresses the kernel would send from the one that it likes best, and the client
// would take none of the answers.
TEST(Responder, AnswersFromTheAddressThatWasAsked) {
  for (const std::string listened : {"0.0.0.0", "::"}) {
    if (listened == "::" && !has_ipv6_loopback()) continue;
    ResponderOptions options;
    options.address = listened;
    const auto responder = started(options);
    ASSERT_TRUE(responder);
    const auto session = first_session_with(*responder, "127.0.0.2");
    ASSERT_TRUE(session) << listened;
    Client client(SOCK_DGRAM, responder->port(), "127.0.0.1", "127.0.0.2");
    const auto sent = packet(*session, 0, 100);
    client.say(sent);
    ASSERT_TRUE(client.has_datagram(2000)) << listened;
    EXPECT_EQ(client.datagram().size(), sent.size()) << listened;
  }
}

// Truth from the kernel: a packet cannot arrive before it left.
TEST(Timestamps, AreTheKernelsOnLoopback) {
  const auto responder = started();
  const auto session = first_session_with(*responder);
  ASSERT_TRUE(session);
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in far{};
  far.sin_family = AF_INET;
  far.sin_port = htons(responder->port());
  inet_pton(AF_INET, "127.0.0.1", &far.sin_addr);
  ASSERT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&far), sizeof far), 0);
  ASSERT_TRUE(enable_timestamps(fd, true));
  for (std::uint32_t number = 0; number < 3; ++number) {
    const std::int64_t before = realtime_ns();
    const auto bytes = packet(*session, number, 100);
    ASSERT_EQ(send(fd, bytes.data(), bytes.size(), 0), 100);
    std::array<unsigned char, 2048> buffer;
    std::optional<Datagram> answer;
    while (!(answer = receive(fd, buffer))) {
      pollfd in{fd, POLLIN, 0};
      poll(&in, 1, -1);
    }
    const auto sent = next_transmit_stamp(fd);
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->number, number);
    EXPECT_TRUE(answer->kernel_stamp);
    const auto reflected = decode_reflected(std::span<const unsigned char>(buffer).first(answer->size));
    ASSERT_TRUE(reflected);
    EXPECT_LE(before, sent->sent_ns);
    EXPECT_LE(sent->sent_ns, unix_ns_from_ntp(reflected->received));
    EXPECT_LE(unix_ns_from_ntp(reflected->reflected), answer->received_ns);
    EXPECT_LE(answer->received_ns, realtime_ns());
    EXPECT_FALSE(next_transmit_stamp(fd));
  }
  close(fd);
}

}  // namespace
}  // namespace deskready::network

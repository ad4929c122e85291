// bench_responder_streams RESPONDER SECONDS N…: N sessions at once, each with 50 packets/s of 172 bytes each
// way, evenly spread in time, at a responder of its own. One row for each N: how long packets waited in the
// responder by its own two stamps, and how long they were away by this program's clock and the kernel's
// stamp of their coming back, which holds the responder's word to account. Both programs' processor is told
// apart. At nine tenths of the time one session more is asked for.
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <future>
#include <vector>

#include "probes/network/sockets/linux/timestamps.h"
#include "probes/statistics/statistics.h"
#include "tests/bench/responder/agent_session.h"
#include "tests/bench/responder/responder_process.h"

namespace {

using namespace deskready;
using namespace deskready::network;

constexpr std::uint32_t packets_a_second = 50;
constexpr std::size_t payload = 172;
constexpr std::uint32_t sessions_of_an_address = 50;
constexpr std::int64_t second = 1'000'000'000;

double processor() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// "p50 / p99 / most", ms of what is in ns.
std::string distribution(std::vector<double> values) {
  if (values.empty()) return "–";
  std::sort(values.begin(), values.end());
  return fmt::format("{:.3f} / {:.3f} / {:.3f}", statistics::quantile(values, 0.5) / 1e6,
                     statistics::quantile(values, 0.99) / 1e6, values.back() / 1e6);
}

class Generator {
 public:
  Generator(std::uint32_t sessions, std::uint16_t port) : port_(port) {
    for (std::uint32_t i = 0; i < sessions; ++i) {
      const std::uint32_t host = 0x100 + i / sessions_of_an_address;
      if (i % sessions_of_an_address == 0) sockets_.push_back({connected(SOCK_DGRAM, host, port), POLLIN, 0});
      Opened opened = open_session(host, port);
      if (!opened.session || !prove_address(*opened.session, sockets_.back().fd)) continue;
      opened.session->tag.stream = static_cast<std::uint32_t>(streams_.size()) + 1;
      streams_.push_back({*opened.session, sockets_.back().fd});
    }
    for (const pollfd& one : sockets_) {
      enable_timestamps(one.fd, false);
      const int room = 1 << 20;
      setsockopt(one.fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    }
  }
  ~Generator() {
    for (const pollfd& one : sockets_) close(one.fd);
  }
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;

  void run(double seconds) {
    const std::uint64_t total = static_cast<std::uint64_t>(seconds * packets_a_second) * streams_.size();
    sent_.assign(total, 0);
    const double between =
        static_cast<double>(second) / packets_a_second / static_cast<double>(streams_.size());
    const std::int64_t begin = monotonic_ns() + second / 100;
    const auto due = [&](std::uint64_t packet) {
      return begin + static_cast<std::int64_t>(static_cast<double>(packet) * between);
    };
    for (std::uint64_t next = 0; next < total;) {
      for (int burst = 0; burst < 8 && next < total && due(next) <= monotonic_ns(); ++burst)
        send_one(next++, due);
      if (next >= total * 9 / 10) ask_for_one_more();
      collect_until(next < total ? due(next) : monotonic_ns());
    }
    for (const std::int64_t end = monotonic_ns() + second / 2; monotonic_ns() < end;) collect_until(end);
  }

  void print(std::uint32_t wanted, double seconds, double responder, double own) {
    const auto share = [&](double used) { return 100 * used / seconds; };
    const Opened one_more = one_more_.valid() ? one_more_.get() : Opened{};
    fmt::print("| {} | {} | {:.0f} | {:.3f} % | {} | {} | {} | {:.0f} % | {:.0f} % | {:.3f} |\n", wanted,
               streams_.size(), static_cast<double>(sent_.size()) / seconds,
               100 - 100.0 * static_cast<double>(dwell_.size()) /
                         static_cast<double>(std::max<std::size_t>(sent_.size(), 1)),
               distribution(dwell_), distribution(trips_),
               one_more.status == 200 ? "granted" : fmt::format("refused: {}", one_more.reason),
               share(responder), share(own), late_p99());
    std::fflush(stdout);
  }

 private:
  struct Stream {
    AgentSession session;
    int fd;
  };

  template <class Due>
  void send_one(std::uint64_t packet, const Due& due) {
    const Stream& stream = streams_[packet % streams_.size()];
    std::array<unsigned char, payload> bytes;
    late_.push_back(static_cast<double>(monotonic_ns() - due(packet)));
    sent_[packet] = realtime_ns();
    stream.session.write(static_cast<std::uint32_t>(packet / streams_.size()), sent_[packet], bytes);
    ::send(stream.fd, bytes.data(), bytes.size(), MSG_DONTWAIT);
  }

  void collect_until(std::int64_t deadline_ns) {
    const std::int64_t left = std::max<std::int64_t>(deadline_ns - monotonic_ns(), 0);
    const timespec patience{left / second, left % second};
    if (ppoll(sockets_.data(), sockets_.size(), &patience, nullptr) <= 0) return;
    std::array<unsigned char, 2048> buffer;
    for (const pollfd& one : sockets_) {
      if (one.revents == 0) continue;
      while (const auto datagram = receive(one.fd, buffer))
        take(*datagram, std::span(buffer).first(datagram->size));
    }
  }

  void take(const Datagram& datagram, std::span<const unsigned char> bytes) {
    const auto answer = decode_reflected(bytes);
    if (!answer || !answer->tag || answer->tag->stream == 0 || answer->tag->stream > streams_.size()) return;
    const std::uint64_t packet =
        std::uint64_t{answer->sender_sequence} * streams_.size() + answer->tag->stream - 1;
    if (packet >= sent_.size()) return;
    dwell_.push_back(
        static_cast<double>(unix_ns_from_ntp(answer->reflected) - unix_ns_from_ntp(answer->received)));
    trips_.push_back(static_cast<double>(datagram.received_ns - sent_[packet]));
  }

  void ask_for_one_more() {
    if (one_more_.valid()) return;
    one_more_ = std::async(std::launch::async, [this] { return open_session(2, port_); });
  }

  double late_p99() {
    if (late_.empty()) return 0;
    std::sort(late_.begin(), late_.end());
    return statistics::quantile(late_, 0.99) / 1e6;
  }

  const std::uint16_t port_;
  std::vector<pollfd> sockets_;
  std::vector<Stream> streams_;
  std::vector<std::int64_t> sent_;  ///< realtime_ns() of each packet
  std::vector<double> dwell_, trips_, late_;
  std::future<Opened> one_more_;
};

void row(const char* program, double seconds, std::uint32_t sessions) {
  const ResponderProcess responder(program, {});
  {
    Generator generator(sessions, responder.port());
    const double responder_before = responder.processor(), own_before = processor();
    generator.run(seconds);
    generator.print(sessions, seconds, responder.processor() - responder_before, processor() - own_before);
  }
  responder.end();
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) {
    fmt::print(stderr, "bench_responder_streams RESPONDER SECONDS N…\n");
    return 2;
  }
  fmt::print(
      "| sessions | served | packets/s | unanswered | in the responder ms, p50 / p99 / most | away ms, p50 / "
      "p99 / most "
      "| one session more | responder's processor | generator's | sent late ms, p99 |\n"
      "|---|---|---|---|---|---|---|---|---|---|\n");
  for (int i = 3; i < count; ++i)
    row(words[1], std::atof(words[2]), static_cast<std::uint32_t>(std::atoi(words[i])));
}

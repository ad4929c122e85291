#include "probes/network/line/call/public_round_trip.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <optional>
#include <thread>

#include "probes/network/sockets/tcp_counters.h"
#include "probes/network/wire/frame.h"
#include "probes/statistics/statistics.h"

namespace deskready::network {
namespace {

constexpr int handshakes = 25;
constexpr std::size_t fewest = 20;
constexpr auto gap = std::chrono::milliseconds(50);

socklen_t parse(const std::string& address, std::uint16_t port, sockaddr_storage& parsed) {
  auto& v4 = reinterpret_cast<sockaddr_in&>(parsed);
  if (inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    return sizeof v4;
  }
  auto& v6 = reinterpret_cast<sockaddr_in6&>(parsed);
  if (inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) != 1) return 0;
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  return sizeof v6;
}

/// Nothing for a connection that fails, takes more than 2 s or needed a second SYN.
std::optional<double> handshake(const sockaddr_storage& to, socklen_t size, const std::stop_token& stop) {
  const int fd = socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::nullopt;
  connect(fd, reinterpret_cast<const sockaddr*>(&to), size);
  pollfd out{fd, POLLOUT, 0};
  for (int i = 0; i < 20 && out.revents == 0 && !stop.stop_requested(); ++i) poll(&out, 1, 100);
  const auto counters = tcp_counters(fd);
  close(fd);
  if (out.revents != POLLOUT || !counters || counters->repeated_segments > 0 || counters->round_trip == 0)
    return std::nullopt;
  return counters->round_trip;
}

std::vector<double> round_trips_to(const Session& session, const std::stop_token& stop) {
  std::vector<double> trips;
  sockaddr_storage to{};
  const socklen_t size = parse(session.address, session.port, to);
  auto next = std::chrono::steady_clock::now();
  for (int i = 0; i < handshakes && size > 0 && !stop.stop_requested(); ++i) {
    std::this_thread::sleep_until(next);
    next += gap;
    if (const auto trip = handshake(to, size, stop)) trips.push_back(*trip);
  }
  return trips;
}

tl::expected<Fact, Unmeasured> round_trip(const Context& context, const Session& session) {
  const auto trips = round_trips_to(session, context.stop);
  if (!session.on_this_machine) context.budget.spend(handshakes * empty_connection(is_ipv6(session.address)));
  if (context.stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
  if (trips.size() < fewest) return tl::unexpected(unmeasured(Cause::too_few_samples));
  const auto median = statistics::quantile_interval(trips, 0.5, statistics::Stopping::fixed);
  Fact fact;
  fact.value = median.value;
  if (std::isfinite(median.low)) fact.low = median.low;
  if (std::isfinite(median.high)) fact.high = median.high;
  fact.samples = trips.size();
  fact.method = "TCP handshakes, timed by the kernel; " + to_words(*session.public_service);
  fact.at = context.clock.now();
  fact.cost = {handshakes * empty_connection(is_ipv6(session.address)),
               std::chrono::duration<double>(gap * handshakes).count()};
  fact.detail["address_family"] = family_of(session.address);
  return fact;
}

}  // namespace

Facts measure_public_round_trip(Context& context, const Session& session) {
  Facts facts;
  for (const Question& question : context.questions) {
    const std::string key = to_string(question.key);
    if (key != "network.latency") {
      facts.cannot(key, unmeasured(Cause::public_far_end));
      continue;
    }
    context.conversation.progress("Measuring the round trip");
    auto measured = round_trip(context, session);
    if (measured)
      facts.add(key, std::move(*measured));
    else
      facts.cannot(key, std::move(measured.error()));
  }
  return facts;
}

}  // namespace deskready::network

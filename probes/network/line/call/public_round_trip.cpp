#include "probes/network/line/call/public_round_trip.h"

#include <chrono>
#include <cmath>
#include <optional>
#include <thread>

#include "probes/network/sockets/tcp_handshake.h"
#include "probes/network/wire/frame.h"
#include "probes/statistics/statistics.h"

namespace deskready::network {
namespace {

constexpr int handshakes = 25;
constexpr std::size_t fewest = 20;
constexpr auto gap = std::chrono::milliseconds(50);

std::vector<double> round_trips_to(const Session& session, const std::stop_token& stop) {
  std::vector<double> trips;
  auto next = std::chrono::steady_clock::now();
  for (int i = 0; i < handshakes && !stop.stop_requested(); ++i) {
    std::this_thread::sleep_until(next);
    next += gap;
    if (const auto trip = time_handshake(session.address, session.port, stop)) trips.push_back(*trip);
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

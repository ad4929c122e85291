#include "probes/network/line/call/public_round_trip.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <thread>

#include "probes/detail.h"
#include "probes/network/between/taken_between.h"
#include "probes/network/far_end/public_service.h"
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

double milliseconds(double seconds) {
  return std::round(seconds * 1e6) / 1e3;
}

tl::expected<Fact, Unmeasured> round_trip(const Context& context, const Session& session) {
  const auto trips = round_trips_to(session, context.stop);
  if (!session.on_this_machine) context.budget.spend(handshakes * empty_connection(is_ipv6(session.address)));
  if (context.stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
  if (trips.size() < fewest) return tl::unexpected(unmeasured(Cause::too_few_samples));
  auto median = statistics::quantile_interval(trips, 0.5, statistics::Stopping::fixed);
  const auto answer = answer_seconds(*session.public_service, session.address, session.port, context.stop);
  if (context.stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
  if (answer && taken_between(median.value, *answer))
    return tl::unexpected(unmeasured(
        Cause::in_between, {Detail::connecting_taken_between,
                            {{"connects", milliseconds(median.value)}, {"answers", milliseconds(*answer)}}}));
  // Who takes the connection may still be nearer than who answers, so the round trip may be as long as that.
  constexpr double alike = 1.5, thinking = 0.01;
  if (answer && *answer > alike * median.value + thinking) median.high = std::max(median.high, *answer);
  Fact fact;
  fact.value = median.value;
  if (std::isfinite(median.low)) fact.low = median.low;
  if (std::isfinite(median.high)) fact.high = median.high;
  fact.samples = trips.size();
  fact.how = Method(How::timed_handshakes).also(method_of(*session.public_service));
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

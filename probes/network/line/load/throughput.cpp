#include "probes/network/line/load/throughput.h"

#include <algorithm>
#include <chrono>

#include "config/base/pause.h"
#include "config/facts/catalogue.h"
#include "probes/detail.h"
#include "probes/network/between/taken_between.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/far_end/large_packets.h"
#include "probes/network/far_end/public_service.h"
#include "probes/network/line/load/load_facts.h"
#include "probes/network/line/load/look.h"
#include "probes/network/sockets/tcp_handshake.h"

namespace deskready::network {
namespace {

constexpr std::size_t most_connections = 8;

void put(Facts& facts, std::string_view key, tl::expected<Fact, Unmeasured> answer) {
  if (answer)
    facts.add(key, std::move(*answer));
  else
    facts.cannot(key, std::move(answer.error()));
}

void tell(Context& context, const Way& way) {
  context.conversation.progress(way.up ? "Measuring the upload" : "Measuring the download");
}

bool taken_by_another(const Session& session, const std::stop_token& stop) {
  const auto connects = time_handshake(session.address, session.port, stop);
  const auto answers =
      connects ? answer_seconds(*session.public_service, session.address, session.port, stop) : std::nullopt;
  return answers && taken_between(*connects, *answers);
}

/// Everything about one direction, as far as it was looked at.
void tell_look(Context& context, const Session& session, const Look& look, Facts& facts) {
  const Way& way = *look.way;
  const Loaded& first = look.loads.front();
  auto rate = rate_fact(context, look.loads, session);
  const bool nothing_came = !rate && first.rate.interval.samples == 0 && !first.out_of_budget;
  if (nothing_came && !session.public_service && !context.stop.stop_requested() &&
      first.transfer.status != 503 && loses_large_packets(session, way.up, context.stop))
    rate = tl::unexpected(unmeasured(Cause::far_end_failed, Detail::large_packets_lost));
  put(facts, way.rate_name, std::move(rate));
  const auto delay = delay_fact(context, look.loads);
  put(facts, way.delay_name, delay);
  put(facts, way.added_name, added_fact(context, delay));
  if (!way.up) put(facts, "network.congestion_control", congestion_fact(context, first));
}

/// One load, or a better one in its place; nothing where the line may not or cannot be loaded.
std::optional<Look> look_at(Context& context, const Session& session, const Way& way, Facts& facts) {
  if (const auto why = context.guard.may_load()) {
    for (const auto name : {way.rate_name, way.delay_name, way.added_name}) facts.cannot(name, *why);
    if (!way.up) facts.cannot("network.congestion_control", *why);
    return std::nullopt;
  }
  tell(context, way);
  // Nobody tells what arrived there, and who acknowledges it is not who it is for.
  if (way.up && session.public_service && taken_by_another(session, context.stop)) {
    for (const auto name : {way.rate_name, way.delay_name, way.added_name})
      facts.cannot(name, unmeasured(Cause::in_between, Detail::upload_taken_between));
    return std::nullopt;
  }
  const LoadPlan plan = plan_for(context, session, way);
  Loaded loaded = load_line(context, session, plan);
  // What disturbed it may be over by now; a second disturbed measurement says so and is kept.
  const bool affordable = context.budget.left() > 2 * loaded.wire_bytes;
  const auto again = [&] {
    return affordable && !context.stop.stop_requested() && !context.guard.may_load();
  };
  if (loaded.taint && again()) loaded = load_line(context, session, plan);
  if (!loaded.taint && one_cannot_fill(context, session, loaded) && again())
    loaded = better_of(loaded, load_line(context, session, plan, most_connections));
  Look look{&way, {}, strata_after(context, session, loaded)};
  look.loads.push_back(std::move(loaded));
  tell_look(context, session, look, facts);
  return look;
}

/// Both directions, and those again that change while they are looked at.
void look_at_ways(Context& context, const Session& session, Facts& facts) {
  std::vector<Look> looks;
  for (const Way& way : ways) {
    if (!asks(context.questions, way) || context.stop.stop_requested()) continue;
    if (auto look = look_at(context, session, way, facts)) looks.push_back(std::move(*look));
  }
  std::erase_if(looks, [](const Look& look) { return !look.strata; });
  if (looks.empty() || context.stop.stop_requested()) return;
  look_on(context, session, looks);
  // A stop leaves what the first loads told.
  if (context.stop.stop_requested()) return;
  for (const Look& look : looks) tell_look(context, session, look, facts);
}

/// A queue drains within the delay that it made; what is measured next must not stand in it.
void let_drain(const Context& context, const tl::expected<Fact, Unmeasured>& delay) {
  constexpr double longest = 3;  // seconds
  const double seconds = delay ? std::min(std::get<double>(delay->value), longest) : 0;
  pause(context.stop, std::chrono::milliseconds(static_cast<int>(seconds * 1000)));
}

void fill_way(Context& context, const Session& session, const Way& way, Facts& facts) {
  if (session.public_service) return facts.cannot(way.queue_name, unmeasured(Cause::public_far_end));
  if (const auto why = context.guard.may_load()) return facts.cannot(way.queue_name, *why);
  tell(context, way);
  const auto delay = queue_fact(context, load_line(context, session, filling_plan(way)));
  put(facts, way.queue_name, delay);
  let_drain(context, delay);
}

Facts measure(Context& context) {
  Facts facts;
  const auto session = context.far_end.session(context.stop);
  if (session) look_at_ways(context, **session, facts);
  // Last, for what it leaves in the queue.
  for (const Way& way : ways) {
    if (session && asks_for_queue(context.questions, way) && !context.stop.stop_requested())
      fill_way(context, **session, way, facts);
  }
  Facts asked;
  for (const Question& question : context.questions) {
    const std::string key = to_string(question.key);
    if (const Fact* fact = facts.find(key)) asked.add(key, *fact);
    if (const Unmeasured* why = facts.why_not(key)) asked.cannot(key, *why);
  }
  const Unmeasured left = context.stop.stop_requested() ? unmeasured(Cause::stopped)
                          : session ? unmeasured(Cause::unsupported, Detail::load_to_far_end_only)
                                    : session.error();
  answer_the_rest(asked, context, left);
  return asked;
}

constexpr std::string_view reads[] = {"network.call_stream", "network.gateway"};

}  // namespace

Probe throughput_probe() {
  return {"network.throughput", names_of("network.throughput"),
          Occupies::link,       reads,
          worst_cost_of_load,   measure,
          usual_seconds_of_load};
}

}  // namespace deskready::network

#include "probes/network/stun/target_probe.h"

#include <algorithm>
#include <utility>

#include "config/facts/catalogue.h"
#include "config/spec/stun_address.h"
#include "probes/detail.h"
#include "probes/network/here/route.h"
#include "probes/network/line/packets/disturbance.h"
#include "probes/network/stun/binding.h"
#include "probes/network/stun/binding_stream.h"
#include "probes/network/stun/server.h"
#include "probes/network/stun/target_figures.h"
#include "probes/network/wire/frame.h"

namespace deskready::network::stun {
namespace {

/// Requests that look for the server: three to each of four addresses, and three to each server that is sent
/// to.
constexpr std::size_t looking_requests = 18;

struct Asked {
  std::string server;  ///< as a spec names it
  std::vector<Question> questions;
};

/// One for each server, those without one left out.
std::vector<Asked> asked_of(std::span<const Question> questions) {
  std::vector<Asked> all;
  for (const Question& question : questions) {
    if (question.place.empty()) continue;
    auto one = std::find_if(all.begin(), all.end(), [&](const Asked& other) {
      return same_stun_server(other.server, question.place);
    });
    if (one == all.end()) one = all.insert(all.end(), Asked{question.place, {}});
    one->questions.push_back(question);
  }
  return all;
}

tl::expected<CallRecord, Unmeasured> record_at(Context& context, const HostPort& address) {
  std::size_t overhead = udp_overhead(true);  // the longer of both, until it is known
  const auto spend = [&](std::size_t payload) { return context.budget.spend(payload + overhead); };
  const auto server = find_server(address, NamedBy::spec, context.stop, spend);
  if (!server) return tl::unexpected(server.error());
  overhead = udp_overhead(is_ipv6(server->host));
  const DisturbanceWatch watch(context.root, route_device(server->host).value_or(""));
  auto stream = ask_again_and_again(*server, context.stop, spend);
  if (!stream) return tl::unexpected(std::move(stream.error()));
  if (context.stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
  if (stream->packets.size() < requests && context.budget.left() == 0)
    return tl::unexpected(unmeasured(Cause::budget));
  const Disturbance disturbance = watch.until_now(stream->wire_bytes);
  return record_of(std::move(*stream), disturbance, context.clock.now());
}

Facts measure_one(Context& context, const Asked& asked) {
  Facts facts;
  const auto address = read_stun_address(asked.server);
  auto record = address ? record_at(context, *address)
                        : tl::unexpected(unmeasured(Cause::unknown_name, Detail::target_unclear));
  if (!record) {
    answer_the_rest(facts, asked.questions, record.error());
    return facts;
  }
  facts = target_facts(*record, asked.questions);
  for (auto& [key, fact] : facts.known) fact.detail["place"] = stun_server_mark(asked.server);
  return facts;
}

Facts measure(Context& context) {
  Facts facts;
  const std::vector<Asked> all = asked_of(context.questions);
  for (std::size_t i = 0; i < all.size() && !context.stop.stop_requested(); ++i) {
    if (i >= most_servers) {
      answer_the_rest(facts, all[i].questions,
                      unmeasured(Cause::budget, {Detail::targets_too_many, {{"count", most_servers}}}));
      continue;
    }
    context.conversation.progress("Measuring delay, loss");
    facts.merge(measure_one(context, all[i]));
  }
  answer_the_rest(facts, context,
                  context.stop.stop_requested() ? unmeasured(Cause::stopped)
                                                : unmeasured(Cause::unknown_name, Detail::target_unclear));
  return facts;
}

Cost worst_cost(std::span<const Question> questions, Depth) {
  const std::size_t servers = std::min(asked_of(questions).size(), most_servers);
  constexpr double look_up_and_linger = 8;
  const std::size_t each = binding_request_size + largest_answer + 2 * udp_overhead(true);
  return {servers * (requests + looking_requests) * each,
          static_cast<double>(servers) * (stream_seconds + look_up_and_linger)};
}

}  // namespace

Probe target_probe() {
  return {"network.targets", names_of("network.targets"), Occupies::link, {}, worst_cost, measure};
}

}  // namespace deskready::network::stun

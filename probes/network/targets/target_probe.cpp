#include "probes/network/targets/target_probe.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "config/facts/catalogue.h"
#include "config/spec/line_server.h"
#include "config/spec/stun_address.h"
#include "config/spec/turn_address.h"
#include "probes/detail.h"
#include "probes/network/here/route.h"
#include "probes/network/line/packets/disturbance.h"
#include "probes/network/stun/binding.h"
#include "probes/network/stun/binding_stream.h"
#include "probes/network/stun/server.h"
#include "probes/network/targets/target_figures.h"
#include "probes/network/turn/channel_data.h"
#include "probes/network/turn/credentials.h"
#include "probes/network/turn/relay.h"
#include "probes/network/turn/relay_stream.h"
#include "probes/network/wire/frame.h"

namespace deskready::network::targets {
namespace {

/// Requests that look for a STUN server: three to each of four addresses, and three to each server that is
/// sent to. Those that open and end a relay: three of each of nine requests at most.
constexpr std::size_t looking_requests = 18, relay_requests = 27;
/// Of requests to a TURN server and its answers, with a realm and a nonce as they are.
constexpr std::size_t largest_request = 548;

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
      return same_line_server(other.server, question.place);
    });
    if (one == all.end()) one = all.insert(all.end(), Asked{question.place, {}});
    one->questions.push_back(question);
  }
  return all;
}

/// What is sent while a server is looked for may go by IPv6, which takes more.
class Spending {
 public:
  explicit Spending(BudgetMeter& budget) : budget_(budget) {}
  /// On a connection each packet takes what a segment of TCP does.
  void to(const std::string& address, bool connection = false) {
    overhead_ = connection ? tcp_overhead(is_ipv6(address)) : udp_overhead(is_ipv6(address));
  }
  bool operator()(std::size_t payload) const { return budget_.spend(payload + overhead_); }

 private:
  BudgetMeter& budget_;
  std::size_t overhead_ = udp_overhead(true);
};

Way way_of(const TurnAddress& address) {
  switch (address.transport) {
    case TurnTransport::udp:
      return Way::relayed;
    case TurnTransport::tcp:
      return Way::relayed_over_tcp;
    case TurnTransport::tls:
      return Way::relayed_over_tls;
  }
  return Way::relayed;
}

using Stream = std::function<tl::expected<StreamRecord, Unmeasured>()>;

tl::expected<CallRecord, Unmeasured> recorded(Context& context, Way way, const std::string& address,
                                              std::size_t whole, const Stream& measure) {
  const DisturbanceWatch watch(context.root, route_device(address).value_or(""));
  auto stream = measure();
  if (!stream) return tl::unexpected(std::move(stream.error()));
  if (context.stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
  if (stream->packets.size() < whole && context.budget.left() == 0)
    return tl::unexpected(unmeasured(Cause::budget));
  const Disturbance disturbance = watch.until_now(stream->wire_bytes);
  return record_of(std::move(*stream), way, disturbance, context.clock.now());
}

tl::expected<CallRecord, Unmeasured> by_answers(Context& context, const HostPort& address) {
  Spending spending(context.budget);
  const auto spend = [&](std::size_t payload) { return spending(payload); };
  const auto server = stun::find_server(address, NamedBy::spec, context.stop, spend);
  if (!server) return tl::unexpected(server.error());
  spending.to(server->host);
  return recorded(context, Way::answered, server->host, stun::requests,
                  [&] { return stun::ask_again_and_again(*server, context.stop, spend); });
}

tl::expected<CallRecord, Unmeasured> by_relay(Context& context, const TurnAddress& address) {
  Spending spending(context.budget);
  const auto spend = [&](std::size_t payload) { return spending(payload); };
  const auto credentials =
      turn::credentials_for(address.place.host, context.relay_credentials, context.clock.now());
  const auto relay = turn::Relay::open(address, NamedBy::spec, credentials, context.stop, spend);
  if (!relay) return tl::unexpected(relay.error());
  const std::string& server = (*relay)->server().host;
  spending.to(server, address.transport != TurnTransport::udp);
  return recorded(context, way_of(address), server, turn::packets,
                  [&] { return turn::relay_to_oneself(**relay, context.stop, spend); });
}

Facts measure_one(Context& context, const Asked& asked) {
  const auto stun = read_stun_address(asked.server);
  const auto turn = read_turn_address(asked.server);
  auto record = turn   ? by_relay(context, *turn)
                : stun ? by_answers(context, *stun)
                       : tl::unexpected(unmeasured(Cause::unknown_name, Detail::target_unclear));
  Facts facts;
  if (!record) {
    answer_the_rest(facts, asked.questions, record.error());
    return facts;
  }
  facts = target_facts(*record, turn ? way_of(*turn) : Way::answered, asked.questions);
  for (auto& [key, fact] : facts.known) fact.detail["place"] = line_server_mark(asked.server);
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

Cost worst_of(const Asked& asked) {
  constexpr std::size_t overhead = udp_overhead(true);
  constexpr double look_up_and_linger = 8, opening = 12;
  if (read_turn_address(asked.server)) {
    constexpr std::size_t packet = turn::channel_header + turn::call_bytes + tcp_overhead(true);
    return {2 * (turn::packets * packet + relay_requests * (largest_request + overhead)),
            turn::stream_seconds + look_up_and_linger + opening};
  }
  constexpr std::size_t each = stun::binding_request_size + stun::largest_answer + 2 * overhead;
  return {(stun::requests + looking_requests) * each, stun::stream_seconds + look_up_and_linger};
}

Cost worst_cost(std::span<const Question> questions, Depth) {
  Cost worst;
  const std::vector<Asked> all = asked_of(questions);
  for (std::size_t i = 0; i < std::min(all.size(), most_servers); ++i) worst += worst_of(all[i]);
  return worst;
}

double usual_seconds(std::span<const Question> questions, Depth) {
  constexpr double around = 1;  // looking up, opening, what is on its way at the end
  double seconds = 0;
  const std::vector<Asked> all = asked_of(questions);
  for (std::size_t i = 0; i < std::min(all.size(), most_servers); ++i)
    seconds += around + (read_turn_address(all[i].server) ? turn::stream_seconds : stun::stream_seconds);
  return seconds;
}

}  // namespace

Probe target_probe() {
  return {"network.targets", names_of("network.targets"), Occupies::link, {}, worst_cost, measure,
          usual_seconds};
}

}  // namespace deskready::network::targets

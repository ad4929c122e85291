#include "probes/network/reach/reach_probe.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "config/facts/catalogue.h"
#include "config/spec/targets/reach.h"
#include "probes/detail.h"
#include "probes/network/between/proxy_setting.h"
#include "probes/network/reach/connections.h"
#include "probes/network/reach/datagrams.h"
#include "probes/network/reach/reach_facts.h"
#include "probes/network/reach/reaching.h"
#include "probes/network/reach/sent_lately.h"

namespace deskready::network::reach {
namespace {

/// All pairs of all questions, none twice.
std::vector<Reach> asked_of(std::span<const Question> questions) {
  std::vector<Reach> all;
  for (const Question& question : questions) {
    for (const Reach& one : read_reaches(question.place).value_or(std::vector<Reach>())) {
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
  }
  return all;
}

Facts measure(Context& context) {
  Facts facts;
  const std::vector<Reach> all = asked_of(context.questions);
  if (!all.empty()) context.conversation.progress("Reaching servers");
  const WallTime began = context.clock.now();
  const std::size_t sent_before = sent_lately(context.sent_note, began);
  std::size_t sent_so_far = 0;
  const Spend spend = [&](std::size_t sent, std::size_t back) -> std::optional<Unmeasured> {
    if (sent_before + sent_so_far + sent > most_reach_bytes)
      return unmeasured(Cause::budget, {Detail::tries_too_many_bytes, {{"count", most_reach_bytes / 1000}}});
    if (!context.budget.spend(sent + back)) return unmeasured(Cause::budget);
    sent_so_far += sent;
    return std::nullopt;
  };
  const std::vector<Tried> tried = try_all(all, NamedBy::spec, spend, context.stop);
  note_sent(context.sent_note, began, sent_so_far);
  const auto environment = [](const char* name) -> const char* { return std::getenv(name); };
  const bool proxy = proxy_is_set(context.root, environment).value_or(false);
  facts = reach_facts(tried, context.questions, proxy, context.clock.now());
  if (context.stop.stop_requested()) answer_the_rest(facts, context, unmeasured(Cause::stopped));
  return facts;
}

std::size_t bytes_of(ReachBy by) {
  const auto [sent, back] = cost_of_connection(by);
  return most_addresses_tried * (by_connection(by) ? sent + back : 2 * questions_each * datagram_bytes);
}

Cost worst_cost(std::span<const Question> questions, Depth) {
  constexpr double look_up = 5, connecting = 8, datagrams = 5, at_once = 8;
  Cost worst;
  std::size_t sent = 0, count = 0;
  for (const Reach& one : asked_of(questions)) {
    if (count == most_reach_pairs || sent > most_reach_bytes) break;
    ++count;
    sent += most_addresses_tried * reach_bytes(one.by);
    worst.bytes += bytes_of(one.by);
  }
  if (count > 0) {
    const double rounds = std::ceil(static_cast<double>(count) / at_once);
    worst.seconds = rounds * (look_up + connecting * most_addresses_tried) + datagrams;
  }
  return worst;
}

double usual_seconds(std::span<const Question> questions, Depth) {
  constexpr double each = 0.1, around = 0.5;  // several at a time
  const std::size_t count = std::min(asked_of(questions).size(), most_reach_pairs);
  return count == 0 ? 0 : around + each * static_cast<double>(count);
}

}  // namespace

Probe reach_probe() {
  return {"network.reach", names_of("network.reach"), Occupies::link, {}, worst_cost, measure, usual_seconds};
}

}  // namespace deskready::network::reach

#include "probes/network/here/lookup.h"

#include <algorithm>
#include <chrono>
#include <functional>

#include "config/facts/catalogue.h"
#include "probes/detail.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/far_end/url.h"
#include "probes/network/here/name_service.h"
#include "probes/network/lookup/address.h"
#include "probes/network/lookup/answer_in_time.h"

namespace deskready::network {
namespace {

constexpr std::chrono::seconds patience{5};
constexpr int times = 3;

/// Why there is no figure; empty for what was answered.
Explanation trouble_of(const NameAnswer& answer) {
  switch (answer.end) {
    case NameAnswer::End::answered:
      break;
    case NameAnswer::End::no_server:
      return Detail::no_name_server;
    case NameAnswer::End::silent:
      return Detail::name_server_silent;
    case NameAnswer::End::failed:
      return {Detail::name_lookup_failed, {{"system", SystemText(reason_of(answer.code))}}};
  }
  return {};
}

/// Of `name`, or of the root zone where it is empty.
std::function<NameAnswer()> question_for(const std::string& name) {
  if (name.empty()) return ask_for_root;
  return [name] { return ask_for_name(name); };
}

tl::expected<Fact, Unmeasured> measure_lookup(const Context& context, const std::string& name) {
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const auto answer = answer_in_time(question_for(name), patience, context.stop);
    if (context.stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
    if (!answer) {
      return tl::unexpected(
          unmeasured(Cause::failed, {Detail::name_server_slow, {{"seconds", patience.count()}}}));
    }
    if (const auto trouble = trouble_of(*answer); !trouble.empty()) {
      return tl::unexpected(unmeasured(Cause::failed, trouble));
    }
    taken.push_back(std::chrono::duration<double>(answer->taken).count());
  }
  // Later ones may come from a cache, so the first is the figure; the interval says how much they differ.
  Fact fact;
  fact.value = taken.front();
  fact.low = *std::min_element(taken.begin(), taken.end());
  fact.high = *std::max_element(taken.begin(), taken.end());
  fact.samples = times;
  fact.how = name.empty() ? How::root_zone_lookup : How::far_end_lookup;
  fact.at = context.clock.now();
  for (const double seconds : taken) fact.cost.seconds += seconds;
  return fact;
}

Facts measure(Context& context) {
  Facts facts;
  if (context.root == "/") {
    const bool plain = std::any_of(context.questions.begin(), context.questions.end(),
                                   [](const Question& q) { return to_string(q.key) == "network.lookup"; });
    if (plain) {
      auto fact = measure_lookup(context, name_in(context.far_end.url()));
      if (fact)
        facts.add("network.lookup", std::move(*fact));
      else
        facts.cannot("network.lookup", fact.error());
    }
  }
  answer_the_rest(facts, context, unmeasured(Cause::unsupported, Detail::lookup_of_recorded));
  return facts;
}

Cost worst_cost(std::span<const Question>, Depth) {
  return {3000, times * std::chrono::duration<double>(patience).count()};
}

}  // namespace

std::string name_in(std::string_view url) {
  auto place = place_in(url);
  return place && !is_numeric(place->host) ? std::move(place->host) : std::string();
}

Probe lookup_probe() {
  return {"network.lookup", names_of("network.lookup"), Occupies::nothing, {}, worst_cost, measure};
}

}  // namespace deskready::network

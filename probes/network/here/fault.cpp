#include "probes/network/here/fault.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/units/quantity.h"
#include "probes/detail.h"
#include "probes/network/far_end/far_end.h"
#include "probes/noted.h"

namespace deskready::network {
namespace {

constexpr double much_loss = 0.01, long_trip = 0.15, much_jitter = 0.03, much_under_load = 0.1;
constexpr double long_dwell = 0.02;

std::optional<double> number(const Facts& facts, std::string_view key) {
  const Fact* fact = facts.find(key);
  const double* value = fact != nullptr ? std::get_if<double>(&fact->value) : nullptr;
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

std::optional<double> detail(const Facts& facts, std::string_view key, const char* name) {
  const Fact* fact = facts.find(key);
  return fact != nullptr ? number_of(fact->detail, name) : std::nullopt;
}

struct Trouble {
  std::string_view name;
  std::string_view key;
  double whole = 0;            ///< end to end
  std::optional<double> home;  ///< the part of it between computer and router
  Unit unit = Unit::second;
};

/// The worst first: what is lost cannot be repaired by any buffer.
std::optional<Trouble> trouble_in(const Facts& facts) {
  if (const auto loss = number(facts, "network.loss"); loss && *loss >= much_loss)
    return Trouble{"loss", "network.loss", *loss, number(facts, "network.gateway.loss"), Unit::ratio};
  if (const auto trip = number(facts, "network.latency"); trip && *trip >= long_trip)
    return Trouble{"delay", "network.latency", *trip, number(facts, "network.gateway.latency"), Unit::second};
  if (const auto jitter = number(facts, "network.jitter"); jitter && *jitter >= much_jitter)
    return Trouble{"jitter", "network.jitter", *jitter, detail(facts, "network.gateway.latency", "jitter"),
                   Unit::second};
  for (const char* key : {"network.bufferbloat_download", "network.bufferbloat_upload"}) {
    if (const auto added = number(facts, key); added && *added >= much_under_load)
      return Trouble{"load", key, *added, detail(facts, key, "gateway_added"), Unit::second};
  }
  return std::nullopt;
}

/// What was not measured may be the trouble. Load is the exception: few ask for it.
tl::expected<Fault, Unmeasured> no_trouble(const Facts& facts) {
  for (const char* key : {"network.loss", "network.latency", "network.jitter"}) {
    if (number(facts, key)) continue;
    const Unmeasured* why = facts.why_not(key);
    return tl::unexpected(why != nullptr ? *why
                                         : unmeasured(Cause::too_few_samples, Detail::line_not_measured));
  }
  return Fault{};
}

std::string_view words(std::string_view trouble) {
  if (trouble == "loss") return "lost packets";
  if (trouble == "delay") return "delay";
  return trouble == "jitter" ? "jitter" : "delay added by load";
}

Fault at(FaultPlace place, const Trouble& trouble, std::string why) {
  return {place, std::string(trouble.name), trouble.whole, trouble.home,
          fmt::format("{} {} to the far end: {}", words(trouble.name),
                      format_quantity(trouble.whole, trouble.unit, 2), why)};
}

std::optional<Fault> in_the_computer(const Facts& facts, const Trouble& trouble) {
  const Fact* fact = facts.find(trouble.key);
  const auto taint = fact != nullptr ? noted_taint(*fact) : std::nullopt;
  if (!taint) return std::nullopt;
  if (taint == Taint::paused) return at(FaultPlace::computer, trouble, "check paused (Ctrl-Z)");
  if (taint == Taint::busy_computer)
    return at(FaultPlace::computer, trouble, "this computer's processor was too busy meanwhile");
  return at(FaultPlace::computer, trouble,
            fmt::format("other programs moved {} over the same link meanwhile",
                        format_quantity(detail(facts, trouble.key, "other_traffic").value_or(0),
                                        Unit::bit_per_second, 2)));
}

Facts measure(Context& context) {
  Facts facts;
  const auto session = context.far_end.session(context.stop);
  const auto fault = session && !(*session)->on_this_machine
                         ? locate_fault(context.facts)
                         : tl::unexpected(session ? unmeasured(Cause::no_far_end) : session.error());
  if (fault) {
    Fact fact;
    fact.value = std::string(to_string(fault->place));
    fact.how = How::router_against_far_end;
    fact.at = context.clock.now();
    fact.detail["trouble"] = fault->trouble;
    fact.detail["evidence"] = fault->evidence;
    if (fault->place != FaultPlace::none) fact.detail["whole"] = fault->whole;
    if (fault->home) fact.detail["home"] = *fault->home;
    facts.add("network.fault", std::move(fact));
  } else {
    facts.cannot("network.fault", fault.error());
  }
  Facts asked;
  for (const Question& question : context.questions) {
    const std::string key = to_string(question.key);
    if (const Fact* fact = facts.find(key)) asked.add(key, *fact);
    if (const Unmeasured* why = facts.why_not(key)) asked.cannot(key, *why);
  }
  answer_the_rest(asked, context, unmeasured(Cause::unsupported, Detail::place_has_no_statistic));
  return asked;
}

Cost worst_cost(std::span<const Question>, Depth) {
  return {0, 0};
}

constexpr std::string_view reads[] = {"network.call_stream", "network.throughput", "network.gateway"};

}  // namespace

std::string_view to_string(FaultPlace place) {
  constexpr std::string_view words_of_place[] = {"none", "computer", "home_network", "provider", "far_end"};
  return words_of_place[static_cast<std::size_t>(place)];
}

tl::expected<Fault, Unmeasured> locate_fault(const Facts& facts) {
  auto trouble = trouble_in(facts);
  if (!trouble) return no_trouble(facts);
  // An echo crosses the home twice, so it can meet more of the trouble than one way to the far end.
  if (trouble->home) trouble->home = std::min(*trouble->home, trouble->whole);
  if (const auto fault = in_the_computer(facts, *trouble)) return *fault;
  const auto shown = [&](double value) { return format_quantity(value, trouble->unit, 2); };
  if (trouble->home && *trouble->home >= trouble->whole / 2)
    return at(FaultPlace::home_network, *trouble,
              fmt::format("{} of it up to the router", shown(*trouble->home)));
  const auto dwell = detail(facts, trouble->key, "far_end_dwell_p95");
  // Of a delay it has to be the larger part; what was lost has no part that it could be.
  const double least = trouble->unit == Unit::second ? std::max(long_dwell, trouble->whole / 2) : long_dwell;
  if (dwell && *dwell >= least)
    return at(FaultPlace::far_end, *trouble,
              fmt::format("its machine held packets for up to {}", format_quantity(*dwell, Unit::second, 2)));
  if (!trouble->home)
    return tl::unexpected(unmeasured(Cause::too_few_samples, Detail::home_and_provider_alike));
  return at(FaultPlace::provider, *trouble,
            fmt::format("only {} of it up to the router", shown(*trouble->home)));
}

Probe fault_probe() {
  return {"network.fault", names_of("network.fault"), Occupies::nothing, reads, worst_cost, measure};
}

}  // namespace deskready::network

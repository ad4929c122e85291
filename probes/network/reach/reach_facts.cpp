#include "probes/network/reach/reach_facts.h"

#include <algorithm>
#include <set>
#include <string>

#include "config/spec/targets/target_place.h"
#include "probes/network/wire/frame.h"
#include "probes/noted.h"

namespace deskready::network::reach {
namespace {

const Tried* find_try(std::span<const Tried> all, const Reach& reach) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Tried& one) { return one.reach == reach; });
  return found == all.end() ? nullptr : &*found;
}

/// As where nothing leads out but a proxy, who looks names up and finds ways for others.
bool has_no_way(const Tried& one) {
  if (one.why.is(Detail::no_way_to_it)) return true;
  if (!one.untold) return false;
  const Explanation why = Explanation::read(one.untold->args);
  return why.is(Detail::name_not_found) || why.is(Detail::name_server_slow);
}

/// Its place among those of its target, from 1.
std::size_t number_of(const Tried* one, const std::vector<const Tried*>& tries) {
  return static_cast<std::size_t>(std::find(tries.begin(), tries.end(), one) - tries.begin()) + 1;
}

/// By TCP, TLS.
Method method_of(const std::vector<const Tried*>& tries) {
  constexpr std::pair<ReachBy, std::string_view> names[] = {
      {ReachBy::tcp, "TCP"},   {ReachBy::tls, "TLS"}, {ReachBy::https, "HTTPS"},
      {ReachBy::stun, "STUN"}, {ReachBy::dns, "DNS"}, {ReachBy::ntp, "NTP"}};
  std::string protocols;
  for (const auto& [by, name] : names) {
    const bool used =
        std::any_of(tries.begin(), tries.end(), [by = by](const Tried* one) { return one->reach.by == by; });
    if (!used) continue;
    if (!protocols.empty()) protocols += ", ";
    protocols += name;
  }
  return {How::connections_by, {{"protocols", Term(protocols)}}};
}

void note_answers(Fact& fact, const std::vector<const Tried*>& tries) {
  std::set<std::string> families, openers;
  std::vector<UnusedAddress> unused;
  for (const Tried* one : tries) {
    if (!one->address.empty()) families.insert(is_ipv6(one->address) ? "IPv6" : "IPv4");
    unused.insert(unused.end(), one->unused.begin(), one->unused.end());
    if (!one->opened_by.empty()) openers.insert(one->opened_by);
    fact.cost.bytes += one->bytes;
  }
  if (families.size() == 1) fact.detail["address_family"] = *families.begin();
  std::vector<std::string> codes = codes_of(unused);
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  if (!codes.empty()) fact.detail["unused"] = codes;
  if (!openers.empty()) fact.detail["opened_by"] = openers;
}

Fact fact_of(const std::vector<const Tried*>& tries, const Tried* failed, const Question& question,
             WallTime at) {
  Fact fact;
  fact.value = failed == nullptr;
  fact.samples = tries.size();
  fact.how = method_of(tries);
  fact.at = at;
  note_answers(fact, tries);
  fact.detail["place"] = target_place_mark(question.place);
  if (failed != nullptr) note_unreached({number_of(failed, tries), failed->why}, fact);
  return fact;
}

/// The first try of which that is so; null where there is none.
template <class Is>
const Tried* first(const std::vector<const Tried*>& tries, Is&& is) {
  const auto found = std::find_if(tries.begin(), tries.end(), [&](const Tried* one) { return is(*one); });
  return found == tries.end() ? nullptr : *found;
}

tl::expected<Fact, Unmeasured> answer(std::span<const Tried> all, const Question& question,
                                      bool only_by_proxy, WallTime at) {
  if (question.key.name != "network.reachable" || !question.key.statistic.empty()) {
    return tl::unexpected(
        unmeasured(Cause::unsupported, {Detail::key_unsupported, {{"key", Term(to_string(question.key))}}}));
  }
  const auto reaches = read_reaches(question.place);
  if (!reaches) return tl::unexpected(unmeasured(Cause::unknown_name, Detail::target_has_no_ports));
  std::vector<const Tried*> tries;
  for (const Reach& reach : *reaches) {
    const Tried* one = find_try(all, reach);
    if (one == nullptr) return tl::unexpected(unmeasured(Cause::stopped));
    tries.push_back(one);
  }
  if (only_by_proxy && first(tries, has_no_way) != nullptr)
    return tl::unexpected(unmeasured(Cause::in_between, Detail::only_proxy));
  const Tried* failed = first(tries, [](const Tried& one) { return !one.answered && !one.untold; });
  const Tried* untold = first(tries, [](const Tried& one) { return one.untold.has_value(); });
  if (failed == nullptr && untold != nullptr) {
    Unmeasured why = *untold->untold;
    // Whose words name the host and the port knows the spec.
    if (why.cause == Cause::target_failed) why.args["pair"] = std::to_string(number_of(untold, tries));
    return tl::unexpected(std::move(why));
  }
  return fact_of(tries, failed, question, at);
}

}  // namespace

Facts reach_facts(std::span<const Tried> all, std::span<const Question> questions, bool only_by_proxy,
                  WallTime at) {
  Facts facts;
  for (const Question& question : questions) {
    auto result = answer(all, question, only_by_proxy, at);
    if (result)
      facts.add(to_string(question.key), std::move(*result));
    else
      facts.cannot(to_string(question.key), std::move(result.error()));
  }
  return facts;
}

}  // namespace deskready::network::reach

#include "config/spec/lint/target_lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "config/base/addresses/address.h"
#include "config/base/host_port.h"
#include "config/base/text.h"
#include "config/facts/key_subject.h"
#include "config/spec/demand.h"
#include "config/spec/line_server.h"
#include "config/spec/targets/reach.h"
#include "config/spec/turn_address.h"
#include "config/units/quantity.h"

namespace deskready {
namespace {

/// As the spec writes it.
std::string asked(const Rule& rule, const FactInfo& info) {
  return fmt::format("{} asks for {} of [targets.{}]", rule.id, to_string(rule.comparison, info),
                     rule.key.target);
}

/// A target that no spec has is a fault of its own, and counts as whatever is asked of it.
const Target* target_of(const Rule& rule, const Spec& spec) {
  const auto target = spec.targets.find(rule.key.target);
  return target == spec.targets.end() ? nullptr : &target->second;
}

void no_server(const Rule& rule, const FactInfo& info, const Target& target, std::vector<SpecError>& flags) {
  if (!info.relay_alone && line_server(target).empty()) {
    flags.push_back({rule.where, rule.key.target,
                     asked(rule, info) + ", which names no server that the line could be measured to",
                     "add stun = \"stun:HOST\" to it, or turn = \"turn:HOST\""});
  }
  if (info.relay_alone && target.turn.empty()) {
    flags.push_back({rule.where, rule.key.target,
                     asked(rule, info) + ", which names no TURN server, and only one shows it",
                     "add turn = \"turn:HOST\" to it, or leave the target out"});
  }
}

/// What comes by TCP comes in order and whole, however it fared on the way.
void only_delay_is_told(const Rule& rule, const FactInfo& info, const Target& target,
                        std::vector<SpecError>& flags) {
  const auto turn = read_turn_address(target.turn);
  if (!turn || turn->transport == TurnTransport::udp || info.round_trip) return;
  flags.push_back({rule.where, rule.key.target,
                   asked(rule, info) + ", but over TCP and TLS a TURN server shows nothing but delay",
                   "write turn = \"turn:HOST?transport=udp\""});
}

void never_decided(const Rule& rule, const FactInfo& info, const Target* target,
                   std::vector<SpecError>& flags) {
  const bool ceiling = is_ceiling(rule.comparison.op) || rule.comparison.op == Operator::between;
  const bool relay = target != nullptr && !target->turn.empty();
  const double least = relay ? info.relay_least : info.target_least;
  if (!ceiling || rule.comparison.high >= least) return;
  flags.push_back({rule.where, rule.id,
                   fmt::format("{}, but a {} alone never decides a limit below {}", asked(rule, info),
                               relay ? "TURN server" : "STUN server", format_quantity(least, info.unit)),
                   fmt::format("ask for it without a target, to the far end, or write <= {}",
                               format_quantity(least, info.unit))});
}

/// Of few packets only the middle is known well: nothing bounds how long one in twenty takes.
void never_met(const Rule& rule, const FactInfo& info, const Target* target, std::vector<SpecError>& flags) {
  const bool relay = target != nullptr && !target->turn.empty();
  const auto unmet = split_at_spaces(relay ? info.relay_unmet : info.target_unmet);
  const bool among = std::find(unmet.begin(), unmet.end(), rule.key.statistic) != unmet.end();
  if (!among || !rule.key.window.empty() || limits(rule.comparison).empty()) return;
  flags.push_back(
      {rule.where, rule.id,
       fmt::format("{}, but so few packets never show that {} meets a limit", asked(rule, info),
                   rule.key.statistic),
       "ask for the median, the mean or the max, or write \"any\" to have it shown and not judged"});
}

/// Whether a spec may not name it: nobody but who is in that network reaches it, or everybody reaches
/// another.
bool is_private(std::string_view host) {
  std::string plain(host);
  if (plain.starts_with('[') && plain.ends_with(']')) plain = plain.substr(1, plain.size() - 2);
  const auto bytes = address_bytes(plain);
  if (!bytes.empty()) return !is_public_address(bytes);
  const std::string name = lower(plain);
  for (const std::string_view ending : {".local", ".localhost", ".internal", ".lan", ".home.arpa"}) {
    if (name.ends_with(ending)) return true;
  }
  return name == "localhost";
}

void private_address(const Location& where, std::string_view part, std::string_view host,
                     std::vector<SpecError>& flags) {
  if (host.empty() || !is_private(host)) return;
  flags.push_back({where, std::string(host),
                   fmt::format("{} names {}, which is of this computer or of a private network", part, host),
                   "write a name or an address that the person's computer reaches over the internet"});
}

void private_addresses(const Spec& spec, std::vector<SpecError>& flags) {
  const Location head{spec.files.empty() ? spec.name : spec.files.front().name, 1, 1};
  for (const auto& [name, target] : spec.targets) {
    const std::string part = fmt::format("[targets.{}]", name);
    for (const std::string& host : target.hosts) private_address(head, part, host, flags);
    for (const std::string& server : {target.stun, target.turn}) {
      if (const auto place = line_server_place(server)) private_address(head, part, place->host, flags);
    }
  }
  const auto scheme = spec.far_end_url.find("://");
  if (scheme == std::string::npos) return;
  std::string_view rest = std::string_view(spec.far_end_url).substr(scheme + 3);
  const auto place = split_host_port(rest.substr(0, rest.find('/')));
  if (place) private_address(head, "[far_end]", place->host, flags);
}

/// A target that nobody could try to reach, though a rule asks whether it can be.
void nothing_to_try(const Rule& rule, const FactInfo& info, const Spec& spec, std::vector<SpecError>& flags) {
  const Target* target = target_of(rule, spec);
  if (target == nullptr || !reaches_of(*target).empty()) return;
  flags.push_back({rule.where, rule.key.target,
                   asked(rule, info) + ", which names no host and ports that could be tried",
                   "add host = \"HOST\" and ports = [\"tls/443\"] to it"});
}

/// More than a check tries is never told.
void too_much_to_try(const Spec& spec, std::vector<SpecError>& flags) {
  std::vector<Reach> all;
  const Rule* last = nullptr;
  for (const Rule* rule : all_rules(spec)) {
    const FactInfo* info = find_fact(rule->key.name);
    const Target* target = info == nullptr || !info->targeted ? nullptr : target_of(*rule, spec);
    if (target == nullptr) continue;
    last = rule;
    for (const Reach& one : reaches_of(*target)) {
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
    }
  }
  std::size_t bytes = 0;
  for (const Reach& one : all) bytes += reach_bytes(one.by);
  std::string message;
  if (all.size() > most_reach_pairs) {
    message = fmt::format("the rules have {} pairs of host and port tried, and a check tries {}", all.size(),
                          most_reach_pairs);
  } else if (bytes > most_reach_bytes) {
    message = fmt::format("to try what the rules ask for takes {} kB, and {} kB an hour may be sent",
                          (bytes + 999) / 1000, most_reach_bytes / 1000);
  }
  if (message.empty()) return;
  flags.push_back(
      {last->where, last->id, std::move(message), "ask for those targets without which nobody can work"});
}

/// Whoever checks by it has then nothing that the line could be judged by.
void nowhere_to_measure_to(const Spec& spec, std::vector<SpecError>& flags) {
  if (spec.public_test != PublicTest::forbidden || !spec.far_end_url.empty()) return;
  for (const Rule* rule : all_rules(spec)) {
    if (!about_far_end(rule->key)) continue;
    flags.push_back({rule->where, rule->id,
                     fmt::format("[far_end] forbids public tests and names no url, so {} is judged only for "
                                 "people to whom you give an address",
                                 rule->id),
                     "add url = \"https://…\" to [far_end], or leave public out"});
    return;
  }
}

}  // namespace

std::vector<SpecError> target_flags(const Spec& spec) {
  std::vector<SpecError> flags;
  private_addresses(spec, flags);
  nowhere_to_measure_to(spec, flags);
  too_much_to_try(spec, flags);
  for (const Rule* rule : all_rules(spec)) {
    const FactInfo* info = find_fact(rule->key.name);
    if (info == nullptr || rule->key.target.empty()) continue;
    if (info->targeted) {
      nothing_to_try(*rule, *info, spec, flags);
      continue;
    }
    if (info->target_probe.empty()) {
      flags.push_back({rule->where, rule->key.target,
                       asked(*rule, *info) + ", which only a far end of the employer's can show",
                       "leave the target out"});
      continue;
    }
    const Target* target = target_of(*rule, spec);
    if (target != nullptr) {
      no_server(*rule, *info, *target, flags);
      only_delay_is_told(*rule, *info, *target, flags);
    }
    never_decided(*rule, *info, target, flags);
    never_met(*rule, *info, target, flags);
  }
  return flags;
}

}  // namespace deskready

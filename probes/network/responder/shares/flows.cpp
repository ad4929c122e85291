#include "probes/network/responder/shares/flows.h"

#include <algorithm>
#include <cstring>

namespace deskready::network {

bool SeenNumbers::first(std::uint32_t number) {
  constexpr std::uint32_t words = window / 64;
  if (!any_ || number > newest_) {
    // Words between the newest and this one hold what is out of the window by now.
    const std::uint32_t from = any_ ? newest_ / 64 : number / 64;
    const std::uint32_t steps = std::min(number / 64 - from, words);
    for (std::uint32_t i = 0; i < steps; ++i) bits_[(number / 64 - i) % words] = 0;
    newest_ = number;
    any_ = true;
  } else if (newest_ - number >= window - 64) {
    return false;
  }
  std::uint64_t& word = bits_[number / 64 % words];
  const std::uint64_t bit = std::uint64_t{1} << (number % 64);
  if ((word & bit) != 0) return false;
  word |= bit;
  return true;
}

std::size_t Flows::Hash::operator()(const SessionId& id) const {
  std::size_t hash = 0;  // the ids are random, or hashes with a secret key
  std::memcpy(&hash, id.data(), sizeof hash);
  return hash;
}

std::nullopt_t Flows::leave(Unanswered why) {
  ++unanswered_[static_cast<std::size_t>(why)];
  return std::nullopt;
}

std::optional<Reflection> Flows::take(const SenderPacket& sent, const std::string& address,
                                      std::uint16_t port, std::int64_t now_ns) {
  const std::int64_t now = now_ns / 1'000'000'000;
  forget_expired(now);
  Kept* kept = proved(sent, address, now);
  if (kept == nullptr) return std::nullopt;
  if (!kept->packets.take(1, now_ns)) return leave(Unanswered::too_many_packets);
  const bool question = sent.tag && sent.tag->stream == 0;
  const std::uint64_t id = sent.tag ? sent.tag->stream : port;
  Flow* flow = question ? nullptr : flow_of(*kept, id);
  const Networks networks = flow != nullptr ? flow->networks : networks_of(address, trusted_);
  // A token proves the sender, but not where it is: who asks to be answered there must have received there.
  // Until then nothing is kept of an address, for one session could name all that there are.
  const bool is_new = !question && flow == nullptr;
  const std::uint64_t echo = is_new && sent.tag ? admission_.echo_for(sent.tag->session, address) : 0;
  if (is_new && sent.tag && sent.tag->echo != echo) return leave(Unanswered::no_echo);
  if (question && kept->asked.size() >= most_of_a_session) return leave(Unanswered::too_many_flows);
  if (!within_rate(networks, now_ns)) return leave(Unanswered::too_many_packets);
  if (question) return answer_question(*kept, sent, address, port);
  if (flow == nullptr) {
    if (kept->flows.size() >= most_of_a_session || !flows_.take(networks))
      return leave(Unanswered::too_many_flows);
    flow = &kept->flows.emplace_back(Flow{id, echo, address, port, 0, {}, networks});
  }
  if (flow->address != address || flow->port != port || (sent.tag && sent.tag->echo != flow->echo))
    return leave(Unanswered::no_echo);
  if (!flow->seen.first(sent.sequence)) return leave(Unanswered::repeated);
  return Reflection{flow->next++, flow->echo};
}

Flows::Kept* Flows::proved(const SenderPacket& sent, const std::string& address, std::int64_t now) {
  const auto proves = [&](const PacketKey& key) {
    return same(sent.token, packet_token(key, sent.ssid, sent.sequence, sent.tag));
  };
  if (sent.tag) {
    const Admitted admitted{sent.tag->session, sent.tag->expires};
    const auto found = sessions_.find(admitted.session);
    const bool known = found != sessions_.end() && found->second.expires == admitted.expires;
    const PacketKey key = known ? found->second.key : admission_.key_for(admitted.session, admitted.expires);
    if (!proves(key)) return leave(Unanswered::no_proof), nullptr;
    if (now > admitted.expires) return leave(Unanswered::expired), nullptr;
    return known ? &found->second : keep(admitted, key);
  }
  if (const auto known = by_ssid_.find({address, sent.ssid}); known != by_ssid_.end()) {
    const auto found = sessions_.find(known->second);
    if (found != sessions_.end() && proves(found->second.key)) return &found->second;
  }
  for (int ago = 0; ago <= 2; ++ago) {
    const Admitted admitted = admission_.session_by_ssid(address, sent.ssid, now, ago);
    const PacketKey key = admission_.key_for(admitted.session, admitted.expires);
    if (!proves(key)) continue;
    Kept* kept = keep(admitted, key);
    if (kept != nullptr) by_ssid_[{address, sent.ssid}] = admitted.session;
    return kept;
  }
  return leave(Unanswered::no_proof), nullptr;
}

Flows::Kept* Flows::keep(const Admitted& admitted, const PacketKey& key) {
  if (sessions_.size() >= most_sessions) return leave(Unanswered::too_many_flows), nullptr;
  Kept& kept = sessions_[admitted.session];
  kept.key = key;
  kept.expires = admitted.expires;
  return &kept;
}

std::optional<Reflection> Flows::answer_question(Kept& kept, const SenderPacket& sent,
                                                 const std::string& address, std::uint16_t port) {
  const std::pair<std::string, std::uint16_t> place(address, port);
  if (std::find(kept.asked.begin(), kept.asked.end(), place) != kept.asked.end())
    return leave(Unanswered::no_echo);
  kept.asked.push_back(place);
  return Reflection{0, admission_.echo_for(sent.tag->session, address)};
}

Flows::Flow* Flows::flow_of(Kept& kept, std::uint64_t id) {
  // From the newest on, which is mostly the one.
  const auto found =
      std::find_if(kept.flows.rbegin(), kept.flows.rend(), [&](const Flow& flow) { return flow.id == id; });
  return found == kept.flows.rend() ? nullptr : &*found;
}

bool Flows::within_rate(const Networks& networks, std::int64_t now_ns) {
  const double most = address_packets * networks.weight;
  return packets_.try_emplace(networks.narrow, most, most / 2).first->second.take(1, now_ns);
}

void Flows::forget_expired(std::int64_t now) {
  if (now == swept_) return;
  swept_ = now;
  std::erase_if(sessions_, [&](const auto& entry) {
    if (now <= entry.second.expires) return false;
    for (const Flow& flow : entry.second.flows) flows_.give_back(flow.networks);
    return true;
  });
  std::erase_if(by_ssid_, [&](const auto& entry) { return !sessions_.contains(entry.second); });
  // Begins anew with full buckets, which is less than a second's worth for each.
  if (now - cleared_ < 60) return;
  cleared_ = now;
  packets_.clear();
}

}  // namespace deskready::network

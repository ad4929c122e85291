// What servers that answer anybody by UDP are asked for a sign of life, beside STUN's (stun/binding.h): one
// question each, and what counts as its answer. Pure, but for the random numbers.
#pragma once

#include <array>

#include "probes/network/stun/layout.h"

namespace deskready::network::reach {

/// Random, for one question; its answer brings it back.
using Nonce = std::array<unsigned char, 8>;
Nonce new_nonce();

/// Who serves the root zone (RFC 1035, section 4), which every name server may be asked.
stun::Bytes dns_question(const Nonce& nonce);
/// Whether it is an answer to dns_question(nonce): whatever the server says, a refusal too.
bool is_dns_answer(stun::View datagram, const Nonce& nonce);

/// What time it is (RFC 5905, section 7.3), without telling this computer's own.
stun::Bytes ntp_question(const Nonce& nonce);
/// Whether it is an answer to ntp_question(nonce), a kiss of death too.
bool is_ntp_answer(stun::View datagram, const Nonce& nonce);

/// UDP payload of the longest question.
inline constexpr std::size_t longest_question = 48;

}  // namespace deskready::network::reach

// STUN's Binding: the request that asks for nothing but an answer, and what counts as one (RFC 8489, section
// 7). Pure, but for the random number.
#pragma once

#include <optional>

#include "probes/network/stun/contents.h"

namespace deskready::network::stun {

/// Of a fresh transaction.
TransactionId new_transaction();

/// With FINGERPRINT.
Bytes binding_request(const TransactionId& id);

/// UDP payload of each request.
inline constexpr std::size_t binding_request_size = header_size + 8;

/// An answer to a Binding request of some transaction.
struct BindingAnswer {
  TransactionId id{};
  std::optional<int> error;          ///< the server's, such as 401; an answer all the same
  std::optional<HostPort> sends_to;  ///< with error 300
};

/// Nothing for what is no STUN, no answer, an answer to something else, a success that tells no address, or
/// an error without its number: those are not answers of a STUN server. Whether the transaction is one's own
/// is for the caller to see.
std::optional<BindingAnswer> binding_answer(View datagram);

}  // namespace deskready::network::stun

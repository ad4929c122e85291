// How a request to a TURN server shows who it is from (RFC 8489, section 9.2). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probes/network/stun/message.h"
#include "probes/network/turn/credentials.h"

namespace deskready::network::turn {

/// What a server asked for, and the credentials for it.
struct Login {
  std::string user, realm, nonce;
  stun::Bytes key;
};

/// Of an error 401 or 438. Nothing where it lacks a realm or a nonce, or one is longer than RFC 8489 allows.
std::optional<Login> login_for(const stun::Message& error, const Credentials& credentials);

/// The bytes of a request, with MESSAGE-INTEGRITY where there is a login, and FINGERPRINT.
stun::Bytes request(stun::Method method, const stun::TransactionId& id,
                    std::vector<stun::Attribute> attributes, const std::optional<Login>& login);

/// The answer to that request: a success, which a login's key has to prove, or an error, which may be without
/// proof but with no wrong one. Nothing for anything else.
std::optional<stun::Message> answer_to(stun::Method method, const stun::TransactionId& id,
                                       const std::optional<Login>& login, stun::View datagram);

}  // namespace deskready::network::turn

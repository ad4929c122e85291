// An employer's challenge: asks one person for a report that is not older than it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/base/time.h"
#include "config/spec/spec.h"
#include "config/trust/key.h"
#include "config/trust/refusal.h"

namespace deskready {

inline constexpr auto challenge_lasts = std::chrono::minutes(15);

struct Challenge {
  std::string spec_name;
  std::string spec_sha256;  ///< of the resolved rules
  std::string reference;    ///< is_reference(), or empty
  std::string role;
  WallTime issued{};
  WallTime expires{};
  PublicKey issuer;    ///< as it says itself, and its signature holds by that key
  std::string sha256;  ///< of the signed bytes; what an answer names
};

/// A signed one of this moment, in one line without its end; 32 random bytes in it make sure that nobody can
/// have answered before it was made.
std::string new_challenge(const Spec& spec, const std::string& reference, const std::string& role,
                          WallTime now, const SecretKey& key);

/// Whoever reads it still has to ask whose key `issuer` is. The error is the envelope's, bad_signature, or
/// no_challenge.
tl::expected<Challenge, Refusal> read_challenge(std::string_view envelope);

}  // namespace deskready

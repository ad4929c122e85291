// A signed document: DSSE, version 1, in its JSON form (github.com/secure-systems-lab/dsse). What is signed
// are exact bytes together with their kind; nothing is parsed before its signature holds.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/trust/key.h"
#include "config/trust/refusal.h"

namespace deskready {

inline constexpr std::size_t most_envelope_bytes = 1'000'000;
inline constexpr std::size_t most_signatures = 8;

/// Kinds of documents; they stand within what is signed, so that none passes for another kind.
inline constexpr std::string_view report_type = "application/vnd.deskready.report.v1+json";
inline constexpr std::string_view challenge_type = "application/vnd.deskready.challenge.v1+json";
inline constexpr std::string_view spec_type = "application/vnd.deskready.spec.v1+toml";

struct Signed {
  std::string key_id;  ///< what the document says of its signer; a hint that nobody signed
  Signature signature{};
};

struct Envelope {
  std::string type;
  std::string body;  ///< to be read only once verified() gives it back
  std::vector<Signed> signatures;
};

/// What of an envelope is signed: "DSSEv1", the kind and the body, each with its length. Pure.
std::string signed_bytes(std::string_view type, std::string_view body);

/// Nothing of it is believed yet. Members that it does not know are passed over, as DSSE wants. Thread-safe.
tl::expected<Envelope, Refusal> read_envelope(std::string_view text);

/// One line of JSON, without its end.
std::string envelope_text(const Envelope& envelope);

/// Adds the key's signature to those that are there.
void sign(Envelope& envelope, const SecretKey& key);

/// With its key_id(), which would else be hashed anew for each document.
struct KnownKey {
  PublicKey key;
  std::string id;
};
KnownKey known_key(const PublicKey& key);

struct Verified {
  std::string_view body;  ///< of the envelope, and as long as it lives
  PublicKey by;           ///< one of the keys that were named
};

/// The body of an envelope of this kind that one of `keys` signed; those that the hints name are tried first.
/// Signatures of others are passed over. Where none holds: bad_signature when one says to be of one of
/// `keys`, else unknown_signer.
tl::expected<Verified, Refusal> verified(const Envelope& envelope, std::string_view type,
                                         std::span<const KnownKey> keys);

}  // namespace deskready

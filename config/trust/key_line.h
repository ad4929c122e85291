// A key as one line of text: "deskready-key ed25519 BASE64 COMMENT", a secret as "deskready-secret …".
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/trust/key.h"
#include "config/trust/refusal.h"

namespace deskready {

struct NamedKey {
  PublicKey key;
  std::string comment;  ///< whoever wrote the line calls it so; may be empty, and is as hostile as the line
};

struct NamedSeed {
  Seed seed;
  std::string comment;
};

/// What a secret's seed is for; the line says it.
inline constexpr std::string_view signing_seed = "ed25519";  ///< it is a key's own
inline constexpr std::string_view deriving_seed = "derive";  ///< keys are derived from it

/// The key in base64, as lines and documents have it.
std::string key_text(const PublicKey& key);
/// The error is no_key, or weak_key.
tl::expected<PublicKey, Refusal> read_key_text(std::string_view text);

/// Without its end. Of the comment whatever would end the line becomes a space.
std::string key_line(const PublicKey& key, std::string_view comment);
std::string secret_line(const Seed& seed, std::string_view kind, std::string_view comment);

tl::expected<NamedKey, Refusal> read_key_line(std::string_view line);
/// Of this kind; any other is other_algorithm.
tl::expected<NamedSeed, Refusal> read_secret_line(std::string_view line, std::string_view kind);

/// Each line of a file of public keys but for empty ones and those that begin with '#'. The error is the
/// first bad line's; no_key where there is no line.
tl::expected<std::vector<NamedKey>, Refusal> read_key_lines(std::string_view text);

}  // namespace deskready

// A spec that its employer signed: the file to the byte, behind a head of comments, so that the whole is
// TOML.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/base/time.h"
#include "config/trust/envelope.h"
#include "config/trust/key.h"
#include "config/trust/refusal.h"

namespace deskready {

/// What is signed with the file.
struct SpecHead {
  PublicKey by;
  WallTime issued{};                    ///< whole seconds
  std::optional<PublicKey> after = {};  ///< the key that `by` takes the place of
  std::string next = {};  ///< fingerprint() of a key that may take the place of `by`; may be empty
};

struct SignedSpec {
  SpecHead head;      ///< whose signature holds by `head.by`
  std::string text;   ///< of the file
  Envelope envelope;  ///< whose other signatures nobody has looked at
};

/// Whether the text can only be meant as a signed document, for no TOML begins so.
bool looks_signed(std::string_view text);

/// In one line without its end, signed by `key`, and by `before` where there is one; `head.by` becomes
/// `key`'s, `head.after` `before`'s.
std::string signed_spec(std::string_view text, SpecHead head, const SecretKey& key, const SecretKey* before);

/// Whoever reads it still has to ask whose key it is. The error is the envelope's, bad_signature, weak_key or
/// no_spec.
tl::expected<SignedSpec, Refusal> read_signed_spec(std::string_view envelope);

/// Whether that key signed it, too.
bool also_signed_by(const SignedSpec& spec, const PublicKey& key);

}  // namespace deskready

// The employers whose signed specs were accepted on this computer. Each is its key; names are labels, and
// nobody is looked up by one. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/trust/signed_spec.h"

namespace deskready {

struct KnownEmployer {
  PublicKey first;  ///< that was accepted; what belongs to this employer follows it for ever
  PublicKey key;    ///< that signs now
  std::vector<PublicKey> former = {};  ///< that signed before, and must not any more
  /// Fingerprints of keys that its specs said may follow, in the order in which they were said.
  std::vector<std::string> next = {};
  std::map<std::string, WallTime> newest = {};  ///< when the newest spec of each name was issued; bounded
  std::string called;                           ///< as its spec calls itself; may be empty, and is bounded
  std::set<std::string> places = {};            ///< where its specs lie: files, addresses
  WallTime accepted{};
};
using KnownEmployers = std::vector<KnownEmployer>;

/// A file's text; nothing where it is none of ours.
std::optional<KnownEmployers> read_known_employers(std::string_view text);
std::string known_employers_text(const KnownEmployers& employers);

/// A signed spec as it was met.
struct MetSpec {
  const SignedSpec& spec;
  std::string name;      ///< as it calls itself
  std::string employer;  ///< the same
  std::string place;     ///< a file or address; empty where it lies nowhere, as on standard input
};

enum class Met : std::uint8_t {
  known,
  by_new_key,  ///< of a known employer, which its former key or an earlier spec vouches for
  first        ///< a key that was never met; whether it is the employer's only a person can tell
};

/// What is to be thought of it. The error is future, older_spec, retired_signer, unproven_signer or
/// other_signer: a known employer is contradicted.
tl::expected<Met, Refusal> met(const KnownEmployers& employers, const MetSpec& spec, WallTime now);

/// Why an unsigned spec may not be taken from `place`: a signed one lay there.
std::optional<Refusal> why_not_unsigned(const KnownEmployers& employers, std::string_view place);

/// Notes a spec that is taken: its employer, which becomes a known one where it is none, is then the only one
/// whose specs lie at its place. The employer's first key.
PublicKey take_note(KnownEmployers& employers, const MetSpec& spec, WallTime now);

/// The one of this key; null for none. Lives as long as `employers` is unchanged.
const KnownEmployer* employer_of(const KnownEmployers& employers, const PublicKey& key);

/// What belongs to this employer is known by this, see Spec::identity.
std::string employer_identity(const PublicKey& first);
/// Whether an identity is one of those, and not where an unsigned spec came from.
bool is_employer_identity(std::string_view identity);

}  // namespace deskready

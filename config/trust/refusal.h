// Why a signed document, a key or a chain of reports is refused, or what is said about it: each with a code
// that programs rely on. docs/verify.md lists them; reports/words/refusals/trust_words says them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace deskready {

enum class Refused : std::uint8_t {
  // The envelope.
  file_unreadable,  ///< `about`: what the system says
  too_large,
  no_json,      ///< or a name that stands twice
  no_envelope,  ///< a member is missing or of the wrong kind
  payload_base64,
  no_signature,
  too_many_signatures,
  signature_base64,
  signature_length,
  other_type,      ///< a signed document of another kind; `about`: the kind that it says
  bad_signature,   ///< says that a known key made it, which did not
  unknown_signer,  ///< by a key that nobody named; `about`: that of the computer that it says it is of
  // Keys and their files.
  no_key,
  other_algorithm,     ///< `about`: the algorithm
  weak_key,            ///< of small order, or written otherwise than its one way
  secret_given,        ///< where a public key is expected
  key_unreadable,      ///< `about`: the file, and what the system says
  key_open_to_others,  ///< `about`: the file
  key_not_written,     ///< `about`: what failed
  // The spec that an employer signed.
  no_spec,                ///< `about`: what of its head is missing or wrong
  new_signer,             ///< a key that nobody accepted on this computer; `about`: its fingerprint
  other_signer,           ///< than before from the same place; `about`: that one's fingerprint
  retired_signer,         ///< a key that another took the place of; `about`: that one's fingerprint
  unproven_signer,        ///< says to take a known key's place; `about`: that one's fingerprint
  older_spec,             ///< than one that was seen; `about`: when that one was issued
  signature_gone,         ///< unsigned where a signed one was; `about`: by whom, as a fingerprint
  link_differs,           ///< another key than the link names; `about`: the fingerprint of the key
  employers_unreadable,   ///< `about`: the file with those that were accepted
  employers_not_written,  ///< `about`: what failed
  // The report.
  no_report,        ///< `about`: what is wrong
  bad_reference,    ///< with letters that could be taken for others
  other_device,     ///< it names another key than signed it
  other_person,     ///< than the key is known to be of
  inconsistent,     ///< `about`: what does not follow
  verdict_differs,  ///< `about`: what it says, and what it comes to
  other_spec,
  spec_unknown,
  expired,
  future,
  unguided,   ///< `about`: the rules that decided nothing
  old_facts,  ///< `about`: those that were measured long before the check
  interrupted,
  other_files,  ///< `about`: those of the spec that differ from those that are known
  // The challenge that a report answers.
  no_challenge,     ///< what is signed is none; `about`: the member that is wrong
  other_challenge,  ///< none of those that were named
  other_reference,
  other_role,
  stale,              ///< the check was not within the challenge's time
  challenge_unknown,  ///< it answers one that was not named
  older_facts,        ///< `about`: those that were measured before the challenge
  // What several reports show together.
  doubled,
  gap,  ///< `about`: the numbers that are missing
  forked,
  previous_differs,
  reordered,
  answered_twice,    ///< the same challenge
  chain_unreadable,  ///< `about`: the file
};

/// All of them, in their order.
std::span<const Refused> all_refused();

/// "bad_signature": never changes, once it was published.
std::string_view code_of(Refused why);

struct Refusal {
  Refused why;
  std::string about = {};  ///< of the document or the system, and as hostile; may be empty
};

}  // namespace deskready

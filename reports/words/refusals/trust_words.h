// Why a signed document, a key or a chain of reports was refused, and what is said about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "config/trust/refusal.h"

namespace deskready {

/// A sentence with what to do, where something can be done. `about` is cleaned for a terminal.
std::string refusal_words(std::string_view language, const Refusal& refusal);

/// The same as a table lists it, "…" where a document's own words stand.
std::string refusal_words(std::string_view language, Refused why);

enum class Standing : std::uint8_t { holds, refused, unknown };
/// "does not hold".
std::string verified_words(std::string_view language, Standing standing);

/// The one sentence of what no signature proves.
std::string not_proven_words(std::string_view language);

/// What is proven of a report that holds: which computer's key signed it, and that it is its report `number`.
std::string proven_words(std::string_view language, const std::string& fingerprint,
                         const std::string& number);

/// "Acme Support will be able to tell …": what is learnt by a signed report, all of it, and the question.
/// `employer` is the spec's word for itself; may be empty.
std::string consent_words(std::string_view language, const std::string& employer);

/// Who asks, before the person is asked for consent.
std::string asked_words(std::string_view language, const std::string& fingerprint,
                        const std::string& reference);

/// What a reference may be.
std::string bad_reference_words(std::string_view language);

/// What was signed, for the person who signed it.
std::string signed_words(std::string_view language, const std::string& employer, const std::string& number,
                         const std::string& fingerprint);

}  // namespace deskready

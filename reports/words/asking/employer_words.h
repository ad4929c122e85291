// What is said when a computer meets the key of an employer, or cannot take a spec from where it lies.
#pragma once

#include <string>
#include <string_view>

#include "config/spec/spec.h"
#include "config/trust/refusal.h"

namespace deskready {

/// A signed spec by a key that was never met.
struct NewEmployer {
  std::string called;          ///< as the spec calls itself; may be empty
  std::string from;            ///< the host or file that it came from
  std::string key;             ///< its fingerprint
  bool named_by_link = false;  ///< the link that led to it names that key
  std::string namesake = {};   ///< fingerprint of a known employer that calls itself the same; may be empty
  std::string signed_before =
      {};  ///< fingerprint of whoever signed what came from there before; may be empty
};

/// Who signed it and what it asks of this computer, in sentences.
std::string new_employer_words(std::string_view language, const NewEmployer& employer);
std::string what_it_asks_words(std::string_view language, const Spec& spec);
/// The question after them, about the key and without a word of the spec's.
std::string accept_question_words(std::string_view language, const std::string& key);
/// Said of one that is accepted, and of one that was before.
std::string accepted_words(std::string_view language, std::string_view called, const std::string& key);
/// For a person who says no.
std::string not_accepted_words(std::string_view language);

/// A known employer signs by another key from now on.
std::string new_key_words(std::string_view language, std::string_view called, const std::string& key);

/// Why the spec of this name cannot be used, with the command that helps where there is one.
std::string refused_spec_words(std::string_view language, const Refusal& refusal, std::string_view name);

/// The copy that was kept is used, for the spec cannot be fetched.
std::string kept_copy_words(std::string_view language, std::string_view address, std::string_view why);
/// It cannot be fetched, and no copy was kept.
std::string not_fetched_words(std::string_view language, std::string_view why);
/// No copy of it was kept here so far.
std::string never_fetched_words(std::string_view language, std::string_view address);
/// What an address gives must be signed.
std::string unsigned_address_words(std::string_view language);
/// http:// is none of the ways.
std::string https_only_words(std::string_view language);

}  // namespace deskready

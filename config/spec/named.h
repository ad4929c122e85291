// Texts as rules ask for them and as computers have them: by name, where people have several for one thing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/facts/catalogue.h"

namespace deskready {

/// Whether `found`, or one of the other names `also` that it goes by, is what `asked` names, as the fact's
/// texts are compared. Pure.
bool is_named(std::string_view asked, std::string_view found, std::span<const std::string> also,
              const FactInfo& fact);

/// Whether `found` says too little to be held against a name. Pure.
bool says_too_little(std::string_view found, const FactInfo& fact);

/// Nothing when `text` can be a value of the fact; else why it never is, and what to write: for a fact that
/// has no other words, and for names that no such thing has.
std::optional<std::string> never_named(std::string_view text, const FactInfo& fact);

}  // namespace deskready

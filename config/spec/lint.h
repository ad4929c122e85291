// What is allowed in a spec but seldom meant: flags for the person who writes it.
#pragma once

#include <optional>
#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// In order of place. A loaded spec with flags still works. `today` decides what is past its date.
std::vector<SpecError> lint(const Spec& spec, const Day& today);

/// What `to` demands compared with `from`, for one fact at one level; nothing when it is the same.
std::optional<Change> change_of(const Rule& from, const Rule& to, const FactInfo& info);

}  // namespace deskready

// What a spec does to the rules of the one that it extends.
#pragma once

#include <optional>
#include <string>

#include "config/spec/spec.h"

namespace deskready {

/// What `to` demands compared with `from`, over every field of a rule that is part of its demand; nothing
/// when they demand the same. `tightened` and `loosened` only where nothing goes the other way. Ids, words
/// for people, sources and places are no demands. Both are about facts of the catalogue.
std::optional<Change> change_of(const Rule& from, const Rule& to);

/// The rule's whole demand for people: ">= 5 Mbit/s, tolerance 5 %, evidence witnessed". Where it is about
/// another figure, level or people than `other`, it says that too.
std::string demand_text(const Rule& rule, const Rule& other);

}  // namespace deskready

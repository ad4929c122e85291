// Reads a target, as a spec and a shipped list of a provider's hosts write it.
#pragma once

#include <string>

#include "config/spec/spec.h"
#include "config/toml/reader.h"

namespace deskready {

inline constexpr std::string_view target_keys[] = {"host",       "hosts",  "ports",   "stun",     "turn",
                                                   "stands_for", "source", "reading", "published"};

/// What is wrong in it is noted; which keys there may be is for the caller to say.
Target read_target(TomlReader& read, const std::string& name, const toml::table& table);

/// `published` of a spec or a target: a date, or as much of one as the source gives: "2018", "2018-04".
std::string read_published(TomlReader& read, const toml::table& table);

/// What `reading` may be.
inline constexpr std::string_view readings[] = {"official", "unofficial"};

}  // namespace deskready

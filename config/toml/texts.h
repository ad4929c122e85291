// Values that are more than a TOML type: texts for people, and days.
#pragma once

#include <map>
#include <string>

namespace deskready {

/// Texts by language tag; a plain text in the file is stored under "en".
using Texts = std::map<std::string, std::string>;

/// A calendar day, UTC, ISO 8601 "2026-12-31" so that texts compare as days do.
using Day = std::string;

}  // namespace deskready

// Why JSON from elsewhere was refused.
#pragma once

#include <string>
#include <string_view>

#include "config/base/json/bounded_json.h"

namespace deskready {

/// "it is deeper than 32 levels": the end of a sentence about the text, without a full stop.
std::string refusal_words(std::string_view language, const JsonRefusal& refusal);

}  // namespace deskready

// Why a fact has no value, in words.
#pragma once

#include "probes/cause.h"
#include "reports/words/language.h"

namespace deskready {

/// What exactly happened, by the cause's arguments; empty when they do not say.
std::string cause_detail(std::string_view language, Cause cause, const Arguments& arguments);

/// One sentence; "detail" among the arguments says what exactly happened.
std::string cause_sentence(std::string_view language, Cause cause, const Arguments& arguments);

/// What the person can do about it, by what exactly happened where that tells more; may be empty.
std::string cause_action(std::string_view language, Cause cause, const Arguments& arguments);

}  // namespace deskready

// Why a fact has no value, in words.
#pragma once

#include "probes/cause.h"
#include "reports/words/language.h"

namespace deskready {

std::string cause_sentence(std::string_view language, Cause cause, const Arguments& arguments);

}  // namespace deskready

// How a fact was found out, in words.
#pragma once

#include "probes/method.h"
#include "reports/words/language.h"

namespace deskready {

/// "TCP, 1 connection; batches of 250 ms from the end of slow start, …". What a document of an earlier
/// version says is given back as it is, as a name that keeps its own direction. Empty for a method without
/// steps.
std::string method_words(std::string_view language, const Method& method);

}  // namespace deskready

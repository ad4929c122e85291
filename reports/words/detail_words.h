// What exactly happened where a fact has no value, in words.
#pragma once

#include "reports/words/language.h"

namespace deskready {

/// The sentence, without a capital and a full stop, of the detail that these arguments hold (see
/// Explanation::written()); a text that is no known code, as reports of earlier versions hold one, is
/// returned as it is. Empty without a detail.
std::string detail_sentence(std::string_view language, const Arguments& written);

}  // namespace deskready

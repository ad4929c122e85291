// Documents that people are sent in place of a spec.
#pragma once

#include <string_view>

namespace deskready {

/// What a file that begins so is, as "a PDF document"; empty where nothing shows that it is no spec.
std::string_view other_document(std::string_view begin);

}  // namespace deskready

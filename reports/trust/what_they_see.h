// One report, field by field, as its employer gets it signed, and what of it stays here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/document/report.h"

namespace deskready {

/// Tables for a page of so many columns: the fields with what they hold and say, then those that the signed
/// one has not, or otherwise. What comes with the signature is named without its value.
std::string what_they_see(const Report& report, std::string_view language, std::size_t width);

}  // namespace deskready

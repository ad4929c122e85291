// Comma-separated values, RFC 4180.
#pragma once

#include <span>
#include <string>

namespace deskready {

/// One line with its end. A field that a spreadsheet would run as a formula (OWASP, "CSV Injection") begins
/// with an apostrophe, but for a plain number, which is written as it is.
std::string csv_line(std::span<const std::string> fields);

}  // namespace deskready

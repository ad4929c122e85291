// Comma-separated values, RFC 4180.
#pragma once

#include <span>
#include <string>

namespace deskready {

/// One line with its end. A field that a spreadsheet would run as a formula begins with an apostrophe.
std::string csv_line(std::span<const std::string> fields);

}  // namespace deskready

// Comma-separated values, RFC 4180.
#pragma once

#include <span>
#include <string>

namespace deskready {

/// One line with its end; each field as for_csv() of config/base/outward/outward.h.
std::string csv_line(std::span<const std::string> fields);

}  // namespace deskready

// SHA-256 as reports carry it.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// Lower-case hex, 64 characters.
std::string sha256_hex(std::string_view bytes);

}  // namespace deskready

// SHA-256 as reports carry it.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// Lower-case hex, 64 characters.
std::string sha256_hex(std::string_view bytes);

/// Whether the text can be one. Pure.
bool is_sha256_hex(std::string_view text);

}  // namespace deskready

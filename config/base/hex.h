// Bytes as hexadecimal digits.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace deskready {

/// Two lower-case digits a byte.
std::string hex_of(std::span<const unsigned char> bytes);

/// Fills `bytes`; false, with `bytes` undefined, where the text is not just its digits in either case.
bool read_hex(std::string_view text, std::span<unsigned char> bytes);

}  // namespace deskready

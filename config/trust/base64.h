// Base64 (RFC 4648) with its padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready {

/// In the standard alphabet.
std::string base64_of(std::string_view bytes);

/// The bytes of a text in either alphabet, the standard one or that for URLs; nothing where it is in both,
/// lacks its padding, or has bits that no byte needs: each text of bytes has one form in an alphabet.
std::optional<std::string> read_base64(std::string_view text);

}  // namespace deskready

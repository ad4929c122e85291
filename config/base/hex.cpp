#include "config/base/hex.h"

#include <sodium.h>

namespace deskready {

std::string hex_of(std::span<const unsigned char> bytes) {
  std::string text(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

bool read_hex(std::string_view text, std::span<unsigned char> bytes) {
  std::size_t length = 0;
  return sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, nullptr) ==
             0 &&
         length == bytes.size();
}

}  // namespace deskready

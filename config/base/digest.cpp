#include "config/base/digest.h"

#include <sodium.h>

#include <array>

#include "config/base/hex.h"

namespace deskready {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return hex_of(hash);
}

}  // namespace deskready

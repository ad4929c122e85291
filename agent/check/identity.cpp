#include "agent/check/identity.h"

#include <sodium.h>

#include <array>

#include "agent/machine/machine_id.h"
#include "config/base/hex.h"

namespace deskready {
namespace {

/// The id itself must not leave the computer; a keyed hash with a context of one's own may.
std::string hashed_id(const std::filesystem::path& root, const std::string& context) {
  const std::string id = machine_id(root);
  if (id.empty()) return {};
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(context.data()),
                     context.size(), reinterpret_cast<const unsigned char*>(id.data()), id.size());
  return hex_of(hash);
}

}  // namespace

std::string random_id() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return hex_of(bytes);
}

std::string machine_hash(const std::filesystem::path& root, std::string_view spec_identity) {
  return hashed_id(root, "deskready machine/2 " + std::string(spec_identity));
}

}  // namespace deskready

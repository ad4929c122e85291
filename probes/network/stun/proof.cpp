#include "probes/network/stun/proof.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <string>

namespace deskready::network::stun {
namespace {

constexpr std::size_t sha1_size = 20, sha256_size = 32, least_sha256 = 16, fingerprint_size = 4;
constexpr std::uint32_t fingerprint_mask = 0x5354554E;  // "STUN"

Bytes hmac(const EVP_MD* hash, View key, View text) {
  Bytes digest(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  HMAC(hash, key.data(), static_cast<int>(key.size()), text.data(), text.size(), digest.data(), &size);
  digest.resize(size);
  return digest;
}

/// What a proof that stands at `at` is about: all before it, with the length as if the message ended with it.
Bytes proven_by(View message, std::size_t at, std::size_t proof_size) {
  Bytes text(message.begin(), message.begin() + static_cast<std::ptrdiff_t>(at));
  set_length(text, at - header_size + attribute_header + proof_size);
  return text;
}

Bytes crc(View text) {
  boost::crc_32_type sum;
  sum.process_bytes(text.data(), text.size());
  const std::uint32_t value = sum.checksum() ^ fingerprint_mask;
  return {static_cast<unsigned char>(value >> 24), static_cast<unsigned char>(value >> 16),
          static_cast<unsigned char>(value >> 8), static_cast<unsigned char>(value)};
}

void add(Bytes& message, Type type, const EVP_MD* hash, std::size_t size, View key) {
  append(message, type, hmac(hash, key, proven_by(message, message.size(), size)));
}

/// The first of that type; nothing where there is none. `spans` is not empty then.
const AttributeSpan* first_of(const std::optional<std::vector<AttributeSpan>>& spans, Type type) {
  if (!spans) return nullptr;
  const auto found = std::find_if(spans->begin(), spans->end(),
                                  [type](const AttributeSpan& one) { return one.type == type; });
  return found == spans->end() ? nullptr : &*found;
}

Proven keyed(View datagram, Type type, const EVP_MD* hash, std::size_t least, std::size_t most, View key) {
  const auto spans = attributes_in(datagram);
  if (!spans) return Proven::wrong;
  const AttributeSpan* span = first_of(spans, type);
  if (span == nullptr) return Proven::unsaid;
  if (span->size < least || span->size > most || span->size % 4 != 0) return Proven::wrong;
  const Bytes expected = hmac(hash, key, proven_by(datagram, span->at, span->size));
  const View said = value_in(datagram, *span);
  return CRYPTO_memcmp(said.data(), expected.data(), said.size()) == 0 ? Proven::right : Proven::wrong;
}

}  // namespace

void add_integrity(Bytes& message, View key) {
  add(message, Type::message_integrity, EVP_sha1(), sha1_size, key);
}

void add_fingerprint(Bytes& message) {
  append(message, Type::fingerprint, crc(proven_by(message, message.size(), fingerprint_size)));
}

Proven integrity(View datagram, View key) {
  return keyed(datagram, Type::message_integrity, EVP_sha1(), sha1_size, sha1_size, key);
}

Proven integrity_sha256(View datagram, View key) {
  return keyed(datagram, Type::message_integrity_sha256, EVP_sha256(), least_sha256, sha256_size, key);
}

Proven fingerprint(View datagram) {
  const auto spans = attributes_in(datagram);
  if (!spans) return Proven::wrong;
  const AttributeSpan* span = first_of(spans, Type::fingerprint);
  if (span == nullptr) return Proven::unsaid;
  if (span->size != fingerprint_size || span != &spans->back()) return Proven::wrong;
  const Bytes expected = crc(proven_by(datagram, span->at, fingerprint_size));
  return std::ranges::equal(value_in(datagram, *span), expected) ? Proven::right : Proven::wrong;
}

Bytes long_term_key(std::string_view user, std::string_view realm, std::string_view password) {
  const std::string text = std::string(user).append(":").append(realm).append(":").append(password);
  Bytes digest(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr);
  digest.resize(size);
  return digest;
}

}  // namespace deskready::network::stun

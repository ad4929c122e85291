#include "config/trust/key.h"

#include <sodium.h>

#include <algorithm>

#include "config/base/hex.h"
#include "config/base/text.h"

namespace deskready {
namespace {

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

using Id = std::array<unsigned char, 16>;

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr int letters_in_all = 28, letters_a_group = 4;

Id hashed(const unsigned char* bytes, std::size_t size) {
  Id id{};
  crypto_generichash(id.data(), id.size(), bytes, size, nullptr, 0);
  return id;
}

Id id_of(const PublicKey& key) {
  return hashed(key.bytes.data(), key.bytes.size());
}

}  // namespace

std::optional<PublicKey> public_key(std::string_view bytes) {
  PublicKey key;
  if (bytes.size() != key.bytes.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
  if (crypto_core_ed25519_is_valid_point(key.bytes.data()) != 1) return std::nullopt;
  return key;
}

std::string key_id(const PublicKey& key) {
  return hex_of(id_of(key));
}

std::string fingerprint(const PublicKey& key) {
  constexpr int bits_each = 5;
  const Id id = id_of(key), sum = hashed(id.data(), id.size());
  std::array<unsigned char, 2 * std::tuple_size_v<Id>> bytes{};
  std::copy(sum.begin(), sum.end(), std::copy(id.begin(), id.end(), bytes.begin()));
  std::string text;
  for (int i = 0; i < letters_in_all; ++i) {
    unsigned value = 0;
    for (int bit = i * bits_each; bit < (i + 1) * bits_each; ++bit)
      value = value * 2 + ((bytes[bit / 8] >> (7 - bit % 8)) & 1u);
    if (i > 0 && i % letters_a_group == 0) text += '-';
    text += letters[value];
  }
  return text;
}

bool is_fingerprint(std::string_view text) {
  if (text.size() != letters_in_all + letters_in_all / letters_a_group - 1) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool between = i % (letters_a_group + 1) == letters_a_group;
    if (between ? text[i] != '-' : letters.find(text[i]) == std::string_view::npos) return false;
  }
  return true;
}

bool is_fingerprint_of(const PublicKey& key, std::string_view typed) {
  const auto bare = [](std::string_view text) {
    std::string kept = lower(text);
    std::erase_if(kept, [](char c) { return c == '-' || c == ' '; });
    return kept;
  };
  return bare(typed) == bare(fingerprint(key));
}

Seed Seed::random() {
  Seed seed;
  randombytes_buf(seed.bytes_.data(), seed.bytes_.size());
  return seed;
}

std::optional<Seed> Seed::of(std::string_view bytes) {
  if (bytes.size() != size) return std::nullopt;
  Seed seed;
  std::copy(bytes.begin(), bytes.end(), seed.bytes_.begin());
  return seed;
}

Seed Seed::derived(std::string_view purpose) const {
  Seed seed;
  crypto_generichash(seed.bytes_.data(), seed.bytes_.size(), raw(purpose), purpose.size(), bytes_.data(),
                     bytes_.size());
  return seed;
}

Seed::Seed(Seed&& other) noexcept : bytes_(other.bytes_) {
  sodium_memzero(other.bytes_.data(), other.bytes_.size());
}

Seed& Seed::operator=(Seed&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

Seed::~Seed() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

std::string_view Seed::bytes() const {
  return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
}

SecretKey::SecretKey(const Seed& seed) {
  crypto_sign_seed_keypair(public_.bytes.data(), bytes_.data(), raw(seed.bytes()));
}

SecretKey::SecretKey(SecretKey&& other) noexcept : bytes_(other.bytes_), public_(other.public_) {
  sodium_memzero(other.bytes_.data(), other.bytes_.size());
}

SecretKey::~SecretKey() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

Signature SecretKey::sign(std::string_view bytes) const {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, raw(bytes), bytes.size(), bytes_.data());
  return signature;
}

bool signed_by(const PublicKey& key, std::string_view bytes, const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), raw(bytes), bytes.size(), key.bytes.data()) == 0;
}

}  // namespace deskready

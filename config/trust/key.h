// Keys that sign documents (Ed25519, RFC 8032), and what they are called.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace deskready {

/// Known by its bytes; whatever is called one has passed public_key().
struct PublicKey {
  std::array<unsigned char, 32> bytes{};
  friend auto operator<=>(const PublicKey&, const PublicKey&) = default;
};

/// Nothing unless the bytes are 32, in their one form, of a point in the group that signatures are made in:
/// under a key of small order one signature fits every document.
std::optional<PublicKey> public_key(std::string_view bytes);

/// BLAKE2b-128 of the key as 32 lower-case hex digits: what documents carry as a hint at their signer.
std::string key_id(const PublicKey& key);

/// The same for people: seven groups of four letters and digits (base32), "ABCD-…". The last two letters and
/// a half are a sum over the others, so that no mistyped one passes for another key's.
std::string fingerprint(const PublicKey& key);

/// Whether the text has the form of one, whosever.
bool is_fingerprint(std::string_view text);

/// Whether a person means this key's: letter case, spaces and dashes do not count.
bool is_fingerprint_of(const PublicKey& key, std::string_view typed);

inline constexpr std::size_t signature_bytes = 64;
using Signature = std::array<unsigned char, signature_bytes>;

/// 32 secret bytes. Wiped when it ends.
class Seed {
 public:
  static constexpr std::size_t size = 32;
  /// New ones, from the system's generator.
  static Seed random();
  /// Nothing where there are not 32.
  static std::optional<Seed> of(std::string_view bytes);
  /// What belongs to `purpose` alone (BLAKE2b keyed by this seed): nobody who has one of two can find the
  /// other, or tell that they come from one seed.
  Seed derived(std::string_view purpose) const;
  Seed(Seed&& other) noexcept;
  Seed& operator=(Seed&& other) noexcept;
  ~Seed();
  std::string_view bytes() const;

 private:
  Seed() = default;
  std::array<unsigned char, size> bytes_{};
};

/// Signs. Wiped when it ends. Thread-safe once made.
class SecretKey {
 public:
  explicit SecretKey(const Seed& seed);
  SecretKey(SecretKey&& other) noexcept;
  SecretKey& operator=(SecretKey&&) = delete;
  ~SecretKey();
  const PublicKey& public_key() const { return public_; }
  Signature sign(std::string_view bytes) const;

 private:
  std::array<unsigned char, 64> bytes_{};
  PublicKey public_;
};

/// Whether `key` signed these bytes.
bool signed_by(const PublicKey& key, std::string_view bytes, const Signature& signature);

}  // namespace deskready

#include "probes/network/responder/admission.h"

#include <fmt/format.h>
#include <sodium.h>

#include <cstdio>

namespace deskready::network {

Admission::Admission() {
  randombytes_buf(secret_.data(), secret_.size());
}

Grant Admission::grant(std::string_view address, std::uint16_t ssid, std::int64_t now_seconds) const {
  return {token_for(address, ssid, now_seconds + lifetime_seconds), key_for(address, ssid), ssid};
}

bool Admission::admits(std::string_view token, std::string_view address, std::int64_t now_seconds,
                       std::uint16_t& ssid) const {
  unsigned id = 0;
  long long expires = 0;
  const std::string given(token.substr(0, 100));
  if (std::sscanf(given.c_str(), "%5u.%19lld.", &id, &expires) != 2 || id > 0xFFFF) return false;
  const std::string right = token_for(address, static_cast<std::uint16_t>(id), expires);
  if (given.size() != right.size() || sodium_memcmp(given.data(), right.data(), right.size()) != 0)
    return false;
  ssid = static_cast<std::uint16_t>(id);
  return now_seconds <= expires;
}

std::string Admission::token_for(std::string_view address, std::uint16_t ssid, std::int64_t expires) const {
  return fmt::format("{}.{}.{}", ssid, expires, proof(address, ssid, expires));
}

std::string Admission::proof(std::string_view address, std::uint16_t ssid, std::int64_t expires) const {
  const std::string content = fmt::format("session {} {} {}", ssid, expires, address);
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(), secret_.data(), secret_.size());
  std::array<char, 33> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

}  // namespace deskready::network

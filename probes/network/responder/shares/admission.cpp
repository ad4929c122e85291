#include "probes/network/responder/shares/admission.h"

#include <fmt/format.h>
#include <sodium.h>

#include <charconv>
#include <cstring>

#include "config/base/hex.h"

namespace deskready::network {
namespace {

constexpr std::size_t id_digits = 32;

template <class Result>
Result keyed_hash(const Secret& secret, std::string_view content) {
  Result hash;
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(), secret.data(), secret.size());
  return hash;
}

std::uint16_t random_ssid() {
  return static_cast<std::uint16_t>(1 + randombytes_uniform(0xFFFF));
}

}  // namespace

Admission::Admission() {
  randombytes_buf(secret_.data(), secret_.size());
}

Grant Admission::made(const Admitted& admitted, std::uint16_t ssid) const {
  return {token_for(admitted), admitted.session, key_for(admitted.session, admitted.expires), ssid,
          admitted.expires};
}

Grant Admission::grant(std::int64_t now) const {
  Admitted admitted{{}, now + lifetime_seconds};
  randombytes_buf(admitted.session.data(), admitted.session.size());
  return made(admitted, random_ssid());
}

Grant Admission::grant_by_ssid(std::string_view address, std::int64_t now) const {
  const std::uint16_t ssid = random_ssid();
  return made(session_by_ssid(address, ssid, now, 0), ssid);
}

Admitted Admission::session_by_ssid(std::string_view address, std::uint16_t ssid, std::int64_t now,
                                    int ago) const {
  const std::int64_t period = now / period_seconds - ago;
  return {keyed_hash<SessionId>(secret_, fmt::format("ssid {} {} {}", ssid, period, address)),
          (period + 1) * period_seconds + ssid_lifetime_seconds - 1};
}

std::optional<Admitted> Admission::admits(std::string_view token, std::int64_t now) const {
  Admitted admitted;
  if (token.size() < id_digits + 2 || token.size() > 200 || token[id_digits] != '.') return std::nullopt;
  if (!read_hex(token.substr(0, id_digits), admitted.session)) return std::nullopt;
  const std::string_view rest = token.substr(id_digits + 1);
  std::from_chars(rest.data(), rest.data() + rest.size(), admitted.expires);
  const std::string right = token_for(admitted);
  if (token.size() != right.size() || sodium_memcmp(token.data(), right.data(), right.size()) != 0 ||
      now > admitted.expires)
    return std::nullopt;
  return admitted;
}

std::string Admission::token_for(const Admitted& admitted) const {
  const std::string id = hex_of(admitted.session);
  const auto proof = keyed_hash<SessionId>(secret_, fmt::format("session {} {}", id, admitted.expires));
  return fmt::format("{}.{}.{}", id, admitted.expires, hex_of(proof));
}

PacketKey Admission::key_for(const SessionId& session, std::int64_t expires) const {
  return keyed_hash<PacketKey>(secret_, fmt::format("packet {} {}", hex_of(session), expires));
}

std::uint64_t Admission::echo_for(const SessionId& session, std::string_view address) const {
  const auto hash = keyed_hash<SessionId>(secret_, fmt::format("echo {} {}", hex_of(session), address));
  std::uint64_t echo = 0;
  std::memcpy(&echo, hash.data(), sizeof echo);
  return echo == 0 ? 1 : echo;
}

}  // namespace deskready::network

#include "reports/trust/challenge.h"

#include <nlohmann/json.hpp>

#include "config/base/digest.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/spec/reference.h"
#include "config/trust/base64.h"
#include "config/trust/envelope.h"
#include "config/trust/key_line.h"

namespace deskready {
namespace {

constexpr std::string_view schema = "deskready.challenge/1";

tl::unexpected<Refusal> refuse(std::string about) {
  return tl::unexpected(Refusal{Refused::no_challenge, std::move(about)});
}

/// Of bytes that `issuer` signed.
tl::expected<Challenge, Refusal> read_body(const nlohmann::json& json, const PublicKey& issuer,
                                           std::string_view body) {
  if (text_of(json, "schema") != schema) return refuse("schema");
  const nlohmann::json& spec = object_of(json, "spec");
  Challenge read{text_of(spec, "name"),
                 text_of(spec, "sha256"),
                 text_of(json, "reference"),
                 text_of(json, "role"),
                 {},
                 {},
                 issuer,
                 sha256_hex(body)};
  const auto nonce = read_base64(text_of(json, "nonce"));
  if (!nonce || nonce->size() != Seed::size) return refuse("nonce");
  if (!is_sha256_hex(read.spec_sha256)) return refuse("spec");
  if (!read.reference.empty() && !is_reference(read.reference)) return refuse("reference");
  const auto issued = time_of(json, "issued"), expires = time_of(json, "expires");
  if (!issued) return refuse("issued");
  if (!expires || *expires <= *issued || *expires > *issued + challenge_lasts) return refuse("expires");
  read.issued = *issued;
  read.expires = *expires;
  return read;
}

}  // namespace

std::string new_challenge(const Spec& spec, const std::string& reference, const std::string& role,
                          WallTime now, const SecretKey& key) {
  const nlohmann::json json = {{"schema", schema},
                               {"issuer", key_text(key.public_key())},
                               {"nonce", base64_of(Seed::random().bytes())},
                               {"spec", {{"name", spec.name}, {"sha256", spec.resolved_sha256}}},
                               {"reference", reference},
                               {"role", role},
                               {"issued", format_time(now)},
                               {"expires", format_time(now + challenge_lasts)}};
  Envelope envelope{std::string(challenge_type), json_text(json), {}};
  sign(envelope, key);
  return envelope_text(envelope);
}

tl::expected<Challenge, Refusal> read_challenge(std::string_view text) {
  const auto envelope = read_envelope(text);
  if (!envelope) return tl::unexpected(envelope.error());
  // Whoever answers need not know the employer's key beforehand, and is shown it; what that key did not sign
  // is refused all the same.
  const auto json = read_json(envelope->body);
  const auto issuer = read_key_text(json ? text_of(*json, "issuer") : std::string());
  if (envelope->type == challenge_type && !issuer) return refuse("issuer");
  const KnownKey key = known_key(issuer ? *issuer : PublicKey());
  const auto body = verified(*envelope, challenge_type, {&key, 1});
  if (!body) {
    const Refusal& refusal = body.error();
    return tl::unexpected(refusal.why == Refused::other_type ? refusal : Refusal{Refused::bad_signature});
  }
  return read_body(*json, key.key, body->body);
}

}  // namespace deskready

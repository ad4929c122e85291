#include "config/trust/envelope.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/trust/base64.h"

namespace deskready {
namespace {

tl::unexpected<Refusal> refuse(Refused why, std::string about = {}) {
  return tl::unexpected(Refusal{why, std::move(about)});
}

/// The member's text; nothing where it is missing or no text.
const std::string* needed_text(const nlohmann::json& json, std::string_view name) {
  const nlohmann::json* member = member_of(json, name);
  return member != nullptr ? member->get_ptr<const std::string*>() : nullptr;
}

tl::expected<Signed, Refusal> read_signature(const nlohmann::json& json) {
  const std::string* text = needed_text(json, "sig");
  const nlohmann::json* key = member_of(json, "keyid");
  if (text == nullptr || (key != nullptr && !key->is_string())) return refuse(Refused::no_envelope);
  const auto bytes = read_base64(*text);
  if (!bytes) return refuse(Refused::signature_base64);
  if (bytes->size() != signature_bytes) return refuse(Refused::signature_length);
  Signed read{key != nullptr ? key->get<std::string>() : std::string(), {}};
  std::copy(bytes->begin(), bytes->end(), read.signature.begin());
  return read;
}

}  // namespace

std::string signed_bytes(std::string_view type, std::string_view body) {
  std::string bytes = "DSSEv1";
  for (const std::string_view part : {type, body}) {
    bytes += ' ' + std::to_string(part.size()) + ' ';
    bytes += part;
  }
  return bytes;
}

tl::expected<Envelope, Refusal> read_envelope(std::string_view text) {
  if (text.size() > most_envelope_bytes) return refuse(Refused::too_large);
  // Enough for what is passed over beside the signatures.
  const auto json = read_json(text, {most_envelope_bytes, 8, 1000});
  if (!json) return refuse(Refused::no_json);
  const std::string* type = needed_text(*json, "payloadType");
  const std::string* body = needed_text(*json, "payload");
  const nlohmann::json* signatures = member_of(*json, "signatures");
  if (type == nullptr || body == nullptr || signatures == nullptr || !signatures->is_array())
    return refuse(Refused::no_envelope);
  if (signatures->empty()) return refuse(Refused::no_signature);
  if (signatures->size() > most_signatures) return refuse(Refused::too_many_signatures);
  auto bytes = read_base64(*body);
  if (!bytes) return refuse(Refused::payload_base64);
  Envelope envelope{*type, std::move(*bytes), {}};
  for (const nlohmann::json& one : *signatures) {
    auto signature = read_signature(one);
    if (!signature) return tl::unexpected(std::move(signature.error()));
    envelope.signatures.push_back(std::move(*signature));
  }
  return envelope;
}

std::string envelope_text(const Envelope& envelope) {
  nlohmann::json json;
  json["payloadType"] = envelope.type;
  json["payload"] = base64_of(envelope.body);
  json["signatures"] = nlohmann::json::array();
  for (const Signed& one : envelope.signatures) {
    const std::string_view bytes(reinterpret_cast<const char*>(one.signature.data()), one.signature.size());
    json["signatures"].push_back({{"keyid", one.key_id}, {"sig", base64_of(bytes)}});
  }
  return json_text(json);
}

void sign(Envelope& envelope, const SecretKey& key) {
  envelope.signatures.push_back(
      {key_id(key.public_key()), key.sign(signed_bytes(envelope.type, envelope.body))});
}

KnownKey known_key(const PublicKey& key) {
  return {key, key_id(key)};
}

tl::expected<Verified, Refusal> verified(const Envelope& envelope, std::string_view type,
                                         std::span<const KnownKey> keys) {
  if (envelope.type != type) return refuse(Refused::other_type, envelope.type);
  const std::string bytes = signed_bytes(envelope.type, envelope.body);
  bool named = false;
  for (const bool hinted : {true, false}) {
    for (const KnownKey& known : keys) {
      for (const Signed& one : envelope.signatures) {
        if ((one.key_id == known.id) != hinted) continue;
        if (signed_by(known.key, bytes, one.signature)) return Verified{envelope.body, known.key};
        named |= hinted;
      }
    }
  }
  return refuse(named ? Refused::bad_signature : Refused::unknown_signer);
}

}  // namespace deskready

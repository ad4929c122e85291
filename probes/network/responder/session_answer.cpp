#include "probes/network/responder/session_answer.h"

#include <nlohmann/json.hpp>

#include "config/base/hex.h"
#include "config/base/json/json_read.h"
#include "config/base/time.h"

namespace deskready::network {

std::string granted(const Serving& serving, const std::string& address, int protocol) {
  const std::int64_t now = unix_seconds();
  const Grant grant =
      protocol == 1 ? serving.admission.grant_by_ssid(address, now) : serving.admission.grant(now);
  nlohmann::json json;
  json["protocol"] = protocol;
  json["token"] = grant.token;
  json["ssid"] = grant.ssid;
  json["key"] = hex_of(grant.packet_key);
  json["max_rate"] = serving.options.max_session_rate;
  json["expires_s"] = grant.expires - now;
  if (protocol > 1) {
    json["session"] = hex_of(grant.session);
    json["expires"] = grant.expires;
    if (!serving.options.advertised.empty()) json["udp"] = serving.options.advertised;
  }
  return json_text(json);
}

std::string refusal(const Serving& serving, Refusal why) {
  nlohmann::json json;
  json["error"] = "too many checks at once";
  json["reason"] = to_string(why);
  if (why == Refusal::draining) json["error"] = "it is about to stop";
  if (why == Refusal::draining && !serving.options.elsewhere.empty())
    json["elsewhere"] = serving.options.elsewhere;
  return json_text(json);
}

}  // namespace deskready::network

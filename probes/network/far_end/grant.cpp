#include "probes/network/far_end/grant.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "config/base/hex.h"
#include "config/base/host_port.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/lookup/address.h"

namespace deskready::network {
namespace {

/// What may stand in a URL as it is, so that a far end cannot write into the requests to it.
bool is_token(const std::string& text) {
  return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '-' || c == '_';
  });
}

/// False where packets cannot be sent to what is named.
bool take_udp(const std::string& named, Session& session) {
  auto place = parse_host_port(named);
  if (!place || !is_numeric(place->host)) return false;
  session.udp_address = std::move(place->host);
  session.udp_port = place->port;
  return true;
}

/// 0 where there is no such number.
std::uint64_t number_in(const nlohmann::json& json, const char* name) {
  return static_cast<std::uint64_t>(count_of(json, name).value_or(0));
}

/// 1 where it names none, as the first responders do; nothing where what stands there is no version.
std::optional<std::uint64_t> protocol_in(const nlohmann::json& json) {
  const auto named = json.find("protocol");
  if (named == json.end()) return 1;
  if (!named->is_number_unsigned() || *named == 0) return std::nullopt;
  return named->get<std::uint64_t>();
}

/// `theirs` is the oldest that the far end speaks; 0 where it does not tell.
Unmeasured outdated(std::uint64_t theirs, Protocols ours) {
  if (theirs <= static_cast<std::uint64_t>(ours.newest))
    return unmeasured(Cause::agent_outdated, {Detail::wants_newer_protocol, {{"ours", ours.newest}}});
  return unmeasured(Cause::agent_outdated,
                    {Detail::wants_protocol, {{"theirs", theirs}, {"ours", ours.newest}}});
}

}  // namespace

tl::expected<std::optional<Session>, Unmeasured> read_grant(const std::string& answer, Protocols ours) {
  const auto read = read_json(answer);
  if (!read || !read->is_object()) return std::nullopt;
  const nlohmann::json& json = *read;
  const auto named = protocol_in(json);
  if (!named) return std::nullopt;
  const std::uint64_t protocol = *named;
  if (protocol > static_cast<std::uint64_t>(ours.newest)) return tl::unexpected(outdated(protocol, ours));
  Session session;
  session.token = text_of(json, "token");
  session.max_rate = number_in(json, "max_rate");
  const std::uint64_t ssid = number_in(json, "ssid");
  if (!read_hex(text_of(json, "key"), session.packet_key) || !is_token(session.token) ||
      session.max_rate == 0 || ssid == 0 || ssid > 0xFFFF)
    return std::nullopt;
  if (protocol < static_cast<std::uint64_t>(ours.oldest))
    return tl::unexpected(unmeasured(
        Cause::far_end_outdated, {Detail::speaks_protocol, {{"theirs", protocol}, {"ours", ours.oldest}}}));
  session.ssid = static_cast<std::uint16_t>(ssid);
  if (protocol == 1) return session;
  SessionTag& tag = session.tag.emplace();
  if (!read_hex(text_of(json, "session"), tag.session)) return std::nullopt;
  tag.expires = static_cast<std::uint32_t>(number_in(json, "expires"));
  constexpr std::uint64_t day = 86'400;
  const auto lasts = static_cast<std::int64_t>(std::min(number_in(json, "expires_s"), day));
  if (lasts > 0) session.ends_ns = monotonic_ns() + lasts * 1'000'000'000;
  if (const std::string udp = text_of(json, "udp"); !udp.empty() && !take_udp(udp, session))
    return std::nullopt;
  return session;
}

std::optional<Unmeasured> outdated_by(const std::string& answer, Protocols ours) {
  if (answer.empty()) return outdated(0, ours);
  const auto read = read_json(answer);
  if (!read || !read->is_object()) return std::nullopt;
  return outdated(number_in(*read, "protocol"), ours);
}

}  // namespace deskready::network

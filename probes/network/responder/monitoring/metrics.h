// What the responder counts, and the page that says it to a monitoring system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace deskready::network {

/// Why a session, a transfer or a connection is refused.
enum class Refusal : std::uint8_t {
  connections,
  proxy_header,
  no_token,
  draining,
  full,
  strained,
  too_many_of_network,
  session_connections,
  address_rate,
};
/// As answers and metrics have it: "too_many_of_network".
const char* to_string(Refusal refusal);
/// Each with 0: an alert on a reason that never came must find it all the same.
std::map<std::string, std::uint64_t> nothing_refused();

/// Since the start, but for what is called "now".
struct Figures {
  std::uint64_t sessions_granted = 0;
  std::uint64_t bytes_down = 0, bytes_up = 0;  ///< payload of transfers
  std::uint64_t packets_answered = 0;
  std::map<std::string, std::uint64_t> refusals = nothing_refused();  ///< by reason
  std::map<std::string, std::uint64_t> unanswered;                    ///< packets, by reason
  std::size_t loading_now = 0;                                        ///< sessions that have a place
  std::size_t granted_now = 0;                                        ///< sessions that have not expired
  std::size_t connections_now = 0;
  bool strained = false;
  bool draining = false;
  double lateness_seconds = 0;                      ///< the latest of the last 50 ms
  std::optional<std::int64_t> certificate_expires;  ///< Unix time, seconds
};

/// OpenMetrics 1.0, or the text format 0.0.4 of Prometheus, which names counters otherwise in their heads.
enum class Exposition : std::uint8_t { openmetrics, prometheus };

/// What the Accept header asks for; Prometheus' where it does not name OpenMetrics.
Exposition exposition_for(std::string_view accept);
const char* content_type(Exposition exposition);
std::string metrics_page(const Figures& figures, Exposition exposition);

}  // namespace deskready::network

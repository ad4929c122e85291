#include "probes/network/far_end/still_there.h"

#include <fmt/format.h>

#include "probes/network/far_end/http_client.h"

namespace deskready::network {

OverTcp still_there(const Session& session, const std::stop_token& stop) {
  const auto transfer = std::make_shared<HttpTransfer>();
  transfer->url = fmt::format("{}://{}/download?token={}&seconds=0.1&rate=100000",
                              session.tls ? "https" : "http", session.host, session.token);
  transfer->connect_to = session.address;
  transfer->connect_port = session.port;
  transfer->connect_seconds = 2;
  transfer->total_seconds = 4;
  transfer->received = [](std::size_t) { return false; };
  perform(transfer, stop);
  switch (transfer->status) {
    case 200:
      return OverTcp::serves;
    case 403:
      return OverTcp::ended;
    case 503:
      return OverTcp::busy;
    default:
      return OverTcp::silent;
  }
}

}  // namespace deskready::network

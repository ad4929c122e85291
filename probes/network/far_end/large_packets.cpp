#include "probes/network/far_end/large_packets.h"

#include <fmt/format.h>

#include "probes/network/far_end/http_client.h"

namespace deskready::network {
namespace {

bool passes(const Session& session, bool up, int largest_segment, const std::stop_token& stop) {
  constexpr std::size_t wanted = 3000;  // more than one packet of any line
  std::size_t bytes = 0;
  const auto transfer = std::make_shared<HttpTransfer>();
  transfer->url = fmt::format("{}://{}/{}?token={}&seconds=1&rate=100000", session.tls ? "https" : "http",
                              session.host, up ? "upload" : "download", session.token);
  transfer->connect_to = session.address;
  transfer->connect_port = session.port;
  transfer->largest_segment = largest_segment;
  transfer->connect_seconds = 2;
  transfer->total_seconds = 4;
  transfer->post = up;
  if (up) {
    transfer->body.assign(wanted, 'x');
  } else {
    transfer->received = [&](std::size_t size) { return (bytes += size) < wanted; };
  }
  perform(transfer, stop);
  return transfer->status == 200 && (up ? transfer->error.empty() : bytes > 0);
}

}  // namespace

bool loses_large_packets(const Session& session, bool up, const std::stop_token& stop) {
  return passes(session, up, small_segment, stop) && !passes(session, up, 0, stop) && !stop.stop_requested();
}

}  // namespace deskready::network

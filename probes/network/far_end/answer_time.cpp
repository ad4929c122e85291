#include "probes/network/far_end/answer_time.h"

#include <algorithm>
#include <memory>

#include "probes/network/far_end/http_client.h"

namespace deskready::network {

std::optional<double> answer_seconds(const Session& session, const std::stop_token& stop) {
  constexpr int requests = 3;
  if (!session.public_service) return std::nullopt;
  std::optional<double> least;
  for (int i = 0; i < requests && !stop.stop_requested(); ++i) {
    const auto transfer = std::make_shared<HttpTransfer>();
    transfer->url = session.public_service->smallest_url();
    transfer->connect_to = session.address;
    transfer->connect_port = session.port;
    transfer->connect_seconds = 2;
    transfer->total_seconds = 3;
    transfer->received = [](std::size_t) { return false; };
    perform(transfer, stop);
    if (transfer->status != 200 || transfer->answer_seconds <= 0) return std::nullopt;
    least = std::min(least.value_or(transfer->answer_seconds), transfer->answer_seconds);
  }
  return least;
}

bool taken_between(double connects, double answers) {
  constexpr double times = 3, thinking = 0.08;  // seconds
  return answers > times * connects + thinking;
}

}  // namespace deskready::network

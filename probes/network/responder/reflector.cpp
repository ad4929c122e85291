#include "probes/network/responder/reflector.h"

#include <utility>

#include "probes/machine/clocks.h"

namespace deskready::network {

Reflector::Reflector(int fd, const Admission& admission, const std::vector<Prefix>& trusted)
    : datagrams_(fd), flows_(admission, trusted) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Reflector::~Reflector() {
  thread_.request_stop();
  thread_.join();
}

void Reflector::trust(const std::vector<Prefix>& networks) {
  const std::lock_guard lock(mutex_);
  flows_.trust(networks);
}

Dwell Reflector::take_dwell() {
  const std::lock_guard lock(mutex_);
  return std::exchange(dwell_, {});
}

void Reflector::run(const std::stop_token& stop) {
  // A flood must not keep it from seeing that it is to stop.
  while (!stop.stop_requested()) {
    for (const TakenDatagram& datagram : datagrams_.take()) answer(datagram);
  }
}

void Reflector::answer(const TakenDatagram& datagram) {
  auto reflected = answer_to(datagram);
  if (!reflected) return;
  const std::int64_t now = realtime_ns();
  reflected->reflected = ntp_from_unix_ns(now);
  encode(*reflected, datagram.bytes);
  datagrams_.send_back(datagram);
  ++answered_;
  const std::lock_guard lock(mutex_);
  dwell_.add(now - datagram.received_ns);
}

std::optional<ReflectedPacket> Reflector::answer_to(const TakenDatagram& datagram) {
  const auto sent = datagram.whole ? decode_sender(datagram.bytes) : std::nullopt;
  if (!sent) return std::nullopt;
  const std::lock_guard lock(mutex_);  // another holds it at a reload and for its figures only
  const auto reflection = flows_.take(*sent, datagram.address, datagram.port, datagram.received_ns);
  if (!reflection) {
    for (std::size_t why = 0; why < kinds_of_unanswered; ++why) unanswered_[why] = flows_.unanswered()[why];
    return std::nullopt;
  }
  ReflectedPacket reflected{
      reflection->sequence, 0,          sent->ssid, ntp_from_unix_ns(datagram.received_ns),
      sent->sequence,       sent->sent, sent->token};
  reflected.sender_error_estimate = sent->error_estimate;
  reflected.sender_ttl = datagram.hops_left;
  reflected.tag = sent->tag;
  if (reflected.tag) reflected.tag->echo = reflection->echo;
  return reflected;
}

}  // namespace deskready::network

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
  while (!stop.stop_requested()) {
    const auto taken = datagrams_.take();
    if (taken.empty()) continue;
    answer(taken);
    datagrams_.send_answers();
  }
}

void Reflector::answer(std::span<TakenDatagram> datagrams) {
  std::array<std::optional<ReflectedPacket>, Datagrams::most> answers;
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < datagrams.size(); ++i) answers[i] = answer_to(datagrams[i]);
  // When all are ready to go: what one waited for the others is in its own figures, and no stranger's.
  const std::int64_t now = realtime_ns();
  for (std::size_t i = 0; i < datagrams.size(); ++i) {
    if (!answers[i]) continue;
    answers[i]->reflected = ntp_from_unix_ns(now);
    encode(*answers[i], datagrams[i].bytes);
    datagrams[i].answer = true;
    dwell_.add(now - datagrams[i].received_ns);
    ++answered_;
  }
  for (std::size_t why = 0; why < kinds_of_unanswered; ++why) unanswered_[why] = flows_.unanswered()[why];
}

std::optional<ReflectedPacket> Reflector::answer_to(const TakenDatagram& datagram) {
  const auto sent = datagram.whole ? decode_sender(datagram.bytes) : std::nullopt;
  if (!sent) return std::nullopt;
  const auto reflection = flows_.take(*sent, datagram.address, datagram.port, datagram.received_ns);
  if (!reflection) return std::nullopt;
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

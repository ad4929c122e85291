#include "probes/network/stun/binding_stream.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/sockets/udp_socket.h"
#include "probes/network/stun/binding.h"
#include "probes/network/wire/frame.h"

namespace deskready::network::stun {
namespace {

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t between = static_cast<std::int64_t>(1e9 / requests_per_second);

class Stream {
 public:
  Stream(const HostPort& server, const std::function<bool(std::size_t)>& spend)
      : server_(server), socket_(server.host, server.port), spend_(spend) {
    record_.packets_per_second = requests_per_second;
    record_.payload_bytes = binding_request_size;
  }

  tl::expected<StreamRecord, Unmeasured> run(const std::stop_token& stop) {
    if (!socket_.connected()) return failed(socket_.error());
    socket_.stamp_both_ways();
    socket_.report_refusals();
    wake_on_time();
    origin_ = monotonic_ns();
    record_.began = to_seconds(origin_);
    for (std::size_t i = 0; i < requests && !stop.stop_requested(); ++i) {
      collect_until(origin_ + static_cast<std::int64_t>(i) * between, stop);
      if (silent() || stop.stop_requested() || !spend(binding_request_size)) break;
      send_one();
    }
    if (left_.empty() && error_ != 0) return failed(error_);
    linger(stop);
    describe();
    return std::move(record_);
  }

 private:
  static tl::unexpected<Unmeasured> failed(int error) {
    return tl::unexpected(
        unmeasured(Cause::failed, {Detail::udp_not_sent, {{"system", SystemText(std::strerror(error))}}}));
  }

  /// It answers nothing for so long that it is not going to.
  bool silent() const {
    constexpr std::int64_t patience = 2000 * ms;
    return answered_ == 0 && monotonic_ns() - origin_ >= patience;
  }

  bool spend(std::size_t payload) {
    record_.wire_bytes += payload + udp_overhead(is_ipv6(server_.host));
    return spend_(payload);
  }

  void send_one() {
    ids_.push_back(new_transaction());
    StreamPacket& packet = record_.packets.emplace_back();
    packet.sent = to_seconds(monotonic_ns() - origin_);
    const Bytes request = binding_request(ids_.back());
    error_ = socket_.send(request);
    // A pending ICMP error is told once and has nothing to do with this packet.
    if (error_ != 0 && !queue_is_full(error_)) error_ = socket_.send(request);
    packet.refused = error_ != 0;
    if (!packet.refused) left_.push_back(ids_.size() - 1);
  }

  void collect_until(std::int64_t deadline_ns, const std::stop_token& stop) {
    constexpr std::int64_t look = 100 * ms;  // at a stop
    for (;;) {
      collect();
      const std::int64_t now = monotonic_ns();
      if (now >= deadline_ns || stop.stop_requested()) return;
      wait_readable(socket_, std::min(deadline_ns, now + look));
    }
  }

  void linger(const std::stop_token& stop) {
    constexpr double least = 0.2, most = 3, none_came = 1;
    const double patience = answered_ == 0 ? none_came : std::clamp(1.5 * longest_trip_, least, most);
    const std::int64_t end = monotonic_ns() + static_cast<std::int64_t>(patience * 1e9);
    while (answered_ < left_.size() && monotonic_ns() < end && !stop.stop_requested())
      collect_until(std::min(end, monotonic_ns() + 20 * ms), stop);
  }

  void collect() {
    while (const auto stamp = socket_.next_transmit_stamp()) {
      const auto at = monotonic_of(stamp->sent_ns);
      if (stamp->number >= left_.size() || !at) continue;
      record_.packets[left_[stamp->number]].sent = to_seconds(*at - origin_);
      ++stamped_;
    }
    std::array<unsigned char, 2048> buffer;
    while (const auto datagram = socket_.receive(buffer))
      take(*datagram, View(buffer.data(), datagram->size));
  }

  void take(const Datagram& arrived, View bytes) {
    const auto answer = binding_answer(bytes);
    const auto id = answer ? std::find(ids_.begin(), ids_.end(), answer->id) : ids_.end();
    if (id == ids_.end()) {
      ++forged_;
      return;
    }
    spend(bytes.size());
    StreamPacket& packet = record_.packets[static_cast<std::size_t>(id - ids_.begin())];
    if (packet.answered) {
      ++duplicates_;
      return;
    }
    packet.answered = true;
    const auto back = monotonic_of(arrived.received_ns);
    packet.back = to_seconds(back.value_or(monotonic_ns()) - origin_);
    longest_trip_ = std::max(longest_trip_, packet.back - packet.sent);
    ++answered_;
    errors_ += answer->error ? 1 : 0;
    taken_by_kernel_ += arrived.kernel_stamp && back ? 1 : 0;
  }

  void describe() {
    // A wall clock that is set costs the stamps of that moment, and no more.
    record_.kernel_stamps =
        stamped_ >= left_.size() * 9 / 10 && taken_by_kernel_ >= answered_ * 9 / 10 && stamped_ > 0;
    auto& detail = record_.detail;
    detail["packets"] = record_.packets.size();
    detail["answered"] = answered_;
    detail["duplicates"] = duplicates_;
    detail["forged"] = forged_;
    detail["not_sent"] = record_.packets.size() - left_.size();
    if (errors_ > 0) detail["errors"] = errors_;
    detail["address_family"] = family_of(server_.host);
  }

  const HostPort& server_;
  UdpSocket socket_;
  const std::function<bool(std::size_t)>& spend_;
  StreamRecord record_;
  std::vector<TransactionId> ids_;  ///< of each packet
  std::vector<std::size_t> left_;   ///< the packet of each send that the kernel numbered
  std::int64_t origin_ = 0;
  double longest_trip_ = 0;
  std::size_t answered_ = 0, duplicates_ = 0, forged_ = 0, errors_ = 0;
  std::size_t stamped_ = 0, taken_by_kernel_ = 0;
  int error_ = 0;
};

}  // namespace

tl::expected<StreamRecord, Unmeasured> ask_again_and_again(const HostPort& server,
                                                           const std::stop_token& stop,
                                                           const std::function<bool(std::size_t)>& spend) {
  return Stream(server, spend).run(stop);
}

}  // namespace deskready::network::stun

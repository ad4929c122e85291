#include "probes/network/stun/echoed_stream.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/wire/frame.h"

namespace deskready::network::stun {
namespace {

constexpr std::int64_t ms = 1'000'000;

class Stream {
 public:
  Stream(const UdpSocket& socket, const Echoed& row, const std::function<bool(std::size_t)>& spend)
      : socket_(socket),
        row_(row),
        between_(static_cast<std::int64_t>(1e9 / row.packets_per_second)),
        spend_(spend) {
    record_.packets_per_second = row.packets_per_second;
    record_.payload_bytes = row.payload_bytes;
  }

  tl::expected<StreamRecord, Unmeasured> run(const std::stop_token& stop) {
    if (!socket_.connected()) return failed(socket_.error());
    socket_.stamp_both_ways();
    socket_.report_refusals();
    wake_on_time();
    origin_ = monotonic_ns();
    record_.began = to_seconds(origin_);
    for (std::size_t i = 0; i < row_.packets && !stop.stop_requested(); ++i) {
      collect_until(origin_ + static_cast<std::int64_t>(i) * between_, stop);
      if (auto why = gives_way(i)) return tl::unexpected(std::move(*why));
      if (silent() || stop.stop_requested() || !spend(row_.payload_bytes)) break;
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

  std::optional<Unmeasured> gives_way(std::size_t number) const {
    constexpr double looks_per_second = 5;
    const auto each = static_cast<std::size_t>(row_.packets_per_second / looks_per_second);
    if (!row_.gives_way || number % std::max<std::size_t>(1, each) != 0) return std::nullopt;
    return row_.gives_way(record_.packets);
  }

  bool spend(std::size_t payload) {
    record_.wire_bytes += payload + udp_overhead(row_.ipv6);
    return spend_(payload);
  }

  void send_one() {
    const std::size_t number = record_.packets.size();
    StreamPacket& packet = record_.packets.emplace_back();
    packet.sent = to_seconds(monotonic_ns() - origin_);
    const Bytes bytes = row_.packet(number);
    error_ = socket_.send(bytes);
    // A pending ICMP error is told once and has nothing to do with this packet.
    if (error_ != 0 && !queue_is_full(error_)) error_ = socket_.send(bytes);
    packet.refused = error_ != 0;
    if (!packet.refused) left_.push_back(number);
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
    const auto number = row_.number_of(bytes);
    if (!number || *number >= record_.packets.size()) {
      ++forged_;
      return;
    }
    spend(bytes.size());
    StreamPacket& packet = record_.packets[*number];
    if (packet.answered) {
      ++duplicates_;
      return;
    }
    packet.answered = true;
    const auto back = monotonic_of(arrived.received_ns);
    packet.back = to_seconds(back.value_or(monotonic_ns()) - origin_);
    longest_trip_ = std::max(longest_trip_, packet.back - packet.sent);
    ++answered_;
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
  }

  const UdpSocket& socket_;
  const Echoed& row_;
  const std::int64_t between_;
  const std::function<bool(std::size_t)>& spend_;
  StreamRecord record_;
  std::vector<std::size_t> left_;  ///< the packet of each send that the kernel numbered
  std::int64_t origin_ = 0;
  double longest_trip_ = 0;
  std::size_t answered_ = 0, duplicates_ = 0, forged_ = 0;
  std::size_t stamped_ = 0, taken_by_kernel_ = 0;
  int error_ = 0;
};

}  // namespace

tl::expected<StreamRecord, Unmeasured> send_and_take_back(const UdpSocket& socket, const Echoed& row,
                                                          const std::stop_token& stop,
                                                          const std::function<bool(std::size_t)>& spend) {
  return Stream(socket, row, spend).run(stop);
}

}  // namespace deskready::network::stun

#include "probes/network/line/packets/packet_stream.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/line/packets/udp_path.h"
#include "probes/network/wire/frame.h"
#include "probes/network/wire/packet_token.h"
#include "probes/network/wire/stamp.h"
#include "probes/statistics/look_thread.h"
#include "probes/statistics/statistics.h"

namespace deskready::network {
namespace {

std::uint32_t packets_of(const StreamPlan& plan) {
  return static_cast<std::uint32_t>(plan.seconds * plan.packets_per_second);
}

constexpr std::int64_t second_ns = 1'000'000'000;

class Stream {
 public:
  Stream(const Session& session, const StreamPlan& plan, BudgetMeter* budget)
      : session_(session),
        plan_(plan),
        budget_(budget),
        overhead_(udp_overhead(is_ipv6(session.udp_address))) {
    record_.packets_per_second = plan.packets_per_second;
    record_.payload_bytes = plan.payload_bytes;
  }

  tl::expected<StreamRecord, Unmeasured> run(const std::stop_token& stop, const Enough& enough) {
    auto path = udp_path(session_, stop, [&](std::size_t payload) { return spend(payload); });
    if (!path) return tl::unexpected(path.error());
    socket_ = std::move(path->socket);
    tag_ = session_.tag;
    if (tag_) {
      tag_->stream = 1 + randombytes_uniform(0xFFFFFFFE);
      tag_->echo = path->echo;
    }
    origin_ = monotonic_ns();
    prepare();
    statistics::LookThread<SoFar> looks(
        enough ? [&](const SoFar& so_far) { return enough(so_far.record, so_far.seconds); }
               : std::function<bool(const SoFar&)>());
    wake_on_time();
    record_.began = to_seconds(origin_);
    const std::int64_t begin = origin_ + 1'000'000;
    const auto look_every = static_cast<std::int64_t>(plan_.look_every * 1e9);
    std::int64_t next_look = begin + look_every;
    const std::uint32_t total = packets_of(plan_);
    for (std::uint32_t sequence = 0; sequence < total && !stop.stop_requested() && !looks.enough();
         ++sequence) {
      const auto due = begin + static_cast<std::int64_t>(sequence * 1e9 / plan_.packets_per_second);
      collect_until(due);
      if (!spend(size_of(sequence))) break;
      send_one(sequence, due);
      const std::int64_t now = monotonic_ns();
      if (now < next_look) continue;
      next_look += look_every;
      looks.offer([&] { return SoFar{record_, to_seconds(now - begin)}; });
    }
    if (sent_ == 0 && send_error_ != 0) return failed(send_error_);
    linger(stop);
    describe();
    return std::move(record_);
  }

 private:
  static tl::unexpected<Unmeasured> failed(int error) {
    return tl::unexpected(unmeasured(Cause::far_end_failed,
                                     {Detail::udp_not_sent, {{"system", SystemText(std::strerror(error))}}}));
  }

  struct SoFar {
    StreamRecord record;
    double seconds;
  };

  void prepare() {
    kernel_stamps_ = socket_.stamp_both_ways();
    socket_.report_refusals();
    socket_.make_room(1 << 20);
    record_.packets.reserve(packets_of(plan_));
  }

  std::size_t size_of(std::uint32_t sequence) const {
    return is_larger(sequence, plan_.every, plan_.larger) ? plan_.larger_bytes : plan_.payload_bytes;
  }

  PacketToken token_of(std::uint32_t sequence) const {
    return packet_token(session_.packet_key, session_.ssid, sequence, tag_);
  }

  void linger(const std::stop_token& stop) {
    constexpr double least = 0.2, most = 3, none_came = 1;
    const double patience = answered_ == 0 ? none_came : std::clamp(1.5 * longest_trip_, least, most);
    const std::int64_t end = monotonic_ns() + static_cast<std::int64_t>(patience * 1e9);
    while (answered_ < record_.packets.size() && monotonic_ns() < end && !stop.stop_requested()) {
      collect_until(std::min(end, monotonic_ns() + second_ns / 50));
    }
  }

  bool spend(std::size_t payload) {
    record_.wire_bytes += payload + overhead_;
    return budget_ == nullptr || budget_->spend(payload + overhead_);
  }

  void send_one(std::uint32_t sequence, std::int64_t due) {
    std::array<unsigned char, 2048> buffer;
    const std::span<unsigned char> packet(buffer.data(), size_of(sequence));
    SenderPacket content{sequence, ntp_from_unix_ns(realtime_ns()), session_.ssid, token_of(sequence)};
    content.tag = tag_;
    encode(content, packet);
    StreamPacket& entry = record_.packets.emplace_back();
    const std::int64_t now = monotonic_ns();
    entry.sent = to_seconds(now - origin_);
    lateness_.push_back(to_seconds(now - due));
    int error = socket_.send(packet);
    // A pending ICMP error is reported once and has nothing to do with this packet.
    if (error != 0 && !queue_is_full(error)) error = socket_.send(packet);
    if (error != 0) {
      entry.refused = true;
      send_error_ = error;
      return;
    }
    ++sent_;
    by_number_.push_back(sequence);
  }

  /// Takes in answers and stamps until the deadline.
  void collect_until(std::int64_t deadline) {
    for (;;) {
      drain();
      if (monotonic_ns() >= deadline) return;
      wait_readable(socket_, deadline);
    }
  }

  void drain() {
    while (const auto stamp = socket_.next_transmit_stamp()) {
      const auto sent = monotonic_of(stamp->sent_ns);
      if (stamp->number < by_number_.size() && sent) {
        record_.packets[by_number_[stamp->number]].sent = to_seconds(*sent - origin_);
        ++transmit_stamps_;
      }
    }
    std::array<unsigned char, 2048> buffer;
    while (const auto datagram = socket_.receive(buffer)) {
      take(*datagram, std::span<const unsigned char>(buffer.data(), datagram->size));
    }
  }

  void take(const Datagram& datagram, std::span<const unsigned char> bytes) {
    const auto answer = decode_reflected(bytes);
    if (!answer || answer->ssid != session_.ssid || answer->sender_sequence >= record_.packets.size() ||
        !same(answer->token, token_of(answer->sender_sequence))) {
      ++forged_;
      return;
    }
    StreamPacket& entry = record_.packets[answer->sender_sequence];
    spend(bytes.size());
    if (entry.answered) {
      ++duplicates_;
      // A far end may answer one packet for ever.
      constexpr std::size_t most_kept = 100'000;
      if (record_.extra.size() < most_kept) record_.extra.push_back(answer->sequence);
      return;
    }
    const std::int64_t reached = unix_ns_from_ntp(answer->received);
    if (answered_++ == 0) {
      far_origin_ = reached;
      record_.far_began = to_seconds(reached);
    }
    if (answer->sender_sequence < newest_) ++reordered_;
    newest_ = std::max(newest_, answer->sender_sequence);
    entry.answered = true;
    entry.reflected = answer->sequence;
    entry.reached = to_seconds(reached - far_origin_);
    entry.left = to_seconds(unix_ns_from_ntp(answer->reflected) - far_origin_);
    const auto back = monotonic_of(datagram.received_ns);
    entry.back = to_seconds(back.value_or(monotonic_ns()) - origin_);
    longest_trip_ = std::max(longest_trip_, entry.back - entry.sent);
    receive_stamps_ += datagram.kernel_stamp && back ? 1 : 0;
  }

  void describe() {
    auto& detail = record_.detail;
    // A wall clock that is set costs the stamps of that moment, and no more.
    record_.kernel_stamps =
        kernel_stamps_ && transmit_stamps_ >= sent_ * 9 / 10 && receive_stamps_ >= answered_ * 9 / 10;
    detail["packets"] = record_.packets.size();
    detail["answered"] = answered_;
    detail["duplicates"] = duplicates_;
    detail["reordered"] = reordered_;
    detail["forged"] = forged_;
    detail["not_sent"] = record_.packets.size() - sent_;
    detail["address_family"] = family_of(session_.udp_address);
    std::vector<double> held;
    for (const StreamPacket& packet : record_.packets) {
      if (packet.answered) held.push_back(dwell(packet));
    }
    if (!held.empty()) {
      std::sort(held.begin(), held.end());
      detail["far_end_dwell_p95"] = statistics::quantile(held, 0.95);
    }
    if (lateness_.empty()) return;
    std::sort(lateness_.begin(), lateness_.end());
    detail["sent_late_median"] = statistics::quantile(lateness_, 0.5);
    detail["sent_late_max"] = lateness_.back();
  }

  const Session& session_;
  const StreamPlan& plan_;
  BudgetMeter* budget_;
  UdpSocket socket_;
  std::optional<SessionTag> tag_;
  StreamRecord record_;
  std::vector<std::uint32_t> by_number_;  ///< sequence of each send that the kernel numbered
  std::vector<double> lateness_;
  std::int64_t origin_ = 0;
  const std::size_t overhead_;
  double longest_trip_ = 0;
  std::int64_t far_origin_ = 0;
  std::uint32_t newest_ = 0;
  std::size_t sent_ = 0, answered_ = 0, duplicates_ = 0, reordered_ = 0, forged_ = 0;
  std::size_t transmit_stamps_ = 0, receive_stamps_ = 0;
  int send_error_ = 0;
  bool kernel_stamps_ = false;
};

}  // namespace

std::uint64_t wire_bytes(const StreamPlan& plan, bool ipv6) {
  const double packets = plan.seconds * plan.packets_per_second;
  const double larger =
      std::ceil(packets / static_cast<double>(plan.every)) * static_cast<double>(plan.larger);
  const double bytes = packets * static_cast<double>(plan.payload_bytes + udp_overhead(ipv6)) +
                       larger * static_cast<double>(plan.larger_bytes - plan.payload_bytes);
  return static_cast<std::uint64_t>(2 * bytes);
}

double ip_rate(const StreamPlan& plan, bool ipv6) {
  const auto every = static_cast<double>(plan.every), larger = static_cast<double>(plan.larger);
  return plan.packets_per_second / every *
         (larger * ip_bits_of_datagram(plan.larger_bytes, ipv6) +
          (every - larger) * ip_bits_of_datagram(plan.payload_bytes, ipv6));
}

tl::expected<StreamRecord, Unmeasured> send_stream(const Session& session, const StreamPlan& plan,
                                                   const std::stop_token& stop, BudgetMeter* budget,
                                                   const Enough& enough) {
  return Stream(session, plan, budget).run(stop, enough);
}

}  // namespace deskready::network

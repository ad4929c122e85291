#include "probes/network/turn/relay_stream.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/stun/echoed_stream.h"
#include "probes/network/turn/channel_data.h"
#include "probes/network/turn/filled_line.h"
#include "probes/network/wire/frame.h"

namespace deskready::network::turn {
namespace {

using Token = std::array<unsigned char, 16>;

/// The token, the number in two bytes, and what no machine on the way can make smaller.
Bytes payload_of(const Token& token, std::size_t number) {
  Bytes bytes(token.begin(), token.end());
  stun::put_number(bytes, static_cast<unsigned>(number));
  const std::size_t filled = bytes.size();
  bytes.resize(call_bytes);
  randombytes_buf(bytes.data() + filled, bytes.size() - filled);
  return bytes;
}

std::optional<std::size_t> number_of(const Token& token, std::uint16_t channel, View datagram) {
  const auto relayed = channel_data(datagram);
  if (!relayed || relayed->channel != channel || relayed->data.size() != call_bytes) return std::nullopt;
  if (!std::equal(token.begin(), token.end(), relayed->data.begin())) return std::nullopt;
  return stun::number_in(relayed->data, token.size());
}

/// Why a line that carries less than a call is asked no more: who sends on shows a queue of the own making,
/// and makes everybody at home wait in it.
std::optional<Unmeasured> too_slow(std::span<const StreamPacket> so_far, bool ipv6) {
  const auto carried = filled_line(so_far);
  if (!carried) return std::nullopt;
  const double bits = ip_bits_of_datagram(channel_header + call_bytes, ipv6);
  const auto shown = [bits](double per_second) { return std::lround(per_second * bits / 1000); };  // kbit/s
  return unmeasured(Cause::line_slow, {Detail::line_carries_no_call,
                                       {{"carries", shown(*carried)}, {"takes", shown(packets_per_second)}}});
}

/// The same row over a connection, which needs no stamps of the kernel: it is no packet that is sent.
class InOrder {
 public:
  InOrder(const Relay& relay, const Token& token, const std::function<bool(std::size_t)>& spend)
      : relay_(relay), token_(token), spend_(spend) {
    record_.packets_per_second = packets_per_second;
    record_.payload_bytes = channel_header + call_bytes;
  }

  tl::expected<StreamRecord, Unmeasured> run(const std::stop_token& stop) {
    constexpr auto between = static_cast<std::int64_t>(1e9 / packets_per_second);
    constexpr std::int64_t linger = 1'000'000'000;
    wake_on_time();
    origin_ = monotonic_ns();
    record_.began = to_seconds(origin_);
    for (std::size_t i = 0; i < packets && !over(stop); ++i) {
      collect_until(origin_ + static_cast<std::int64_t>(i) * between, stop);
      if (auto why = too_slow(record_.packets, is_ipv6(relay_.server().host)))
        return tl::unexpected(std::move(*why));
      if (over(stop) || !spend(channel_header + call_bytes)) break;
      send_one();
    }
    collect_until(monotonic_ns() + linger, stop);
    record_.detail["packets"] = record_.packets.size();
    record_.detail["answered"] = answered_;
    return std::move(record_);
  }

 private:
  /// Or it brings nothing back for so long that it is not going to.
  bool over(const std::stop_token& stop) const {
    constexpr std::int64_t patience = 2'000'000'000;
    const bool silent = answered_ == 0 && monotonic_ns() - origin_ >= patience;
    return stop.stop_requested() || relay_.line().ended() || silent;
  }

  bool spend(std::size_t payload) {
    record_.wire_bytes += payload + tcp_overhead(is_ipv6(relay_.server().host));
    return spend_(payload);
  }

  void send_one() {
    StreamPacket& packet = record_.packets.emplace_back();
    packet.sent = to_seconds(monotonic_ns() - origin_);
    const Bytes payload = payload_of(token_, record_.packets.size() - 1);
    packet.refused = relay_.line().send(channel_packet(relay_.channel(), payload)) != 0;
  }

  void collect_until(std::int64_t deadline_ns, const std::stop_token& stop) {
    constexpr std::int64_t look = 100'000'000;  // at a stop
    for (;;) {
      while (const auto bytes = relay_.line().receive()) take(*bytes);
      const std::int64_t now = monotonic_ns();
      const bool all = answered_ == packets;
      if (now >= deadline_ns || stop.stop_requested() || relay_.line().ended() || all) return;
      relay_.line().wait(std::min(deadline_ns, now + look));
    }
  }

  void take(View bytes) {
    const auto number = number_of(token_, relay_.channel(), bytes);
    if (!number || *number >= record_.packets.size() || record_.packets[*number].answered) return;
    spend(bytes.size());
    StreamPacket& packet = record_.packets[*number];
    packet.answered = true;
    packet.back = to_seconds(monotonic_ns() - origin_);
    ++answered_;
  }

  const Relay& relay_;
  const Token& token_;
  const std::function<bool(std::size_t)>& spend_;
  StreamRecord record_;
  std::int64_t origin_ = 0;
  std::size_t answered_ = 0;
};

}  // namespace

tl::expected<StreamRecord, Unmeasured> relay_to_oneself(const Relay& relay, const std::stop_token& stop,
                                                        const std::function<bool(std::size_t)>& spend) {
  Token token;
  randombytes_buf(token.data(), token.size());
  const UdpSocket* datagrams = relay.line().datagrams();
  tl::expected<StreamRecord, Unmeasured> record;
  if (datagrams != nullptr) {
    const stun::Echoed row{
        .packets_per_second = packets_per_second,
        .packets = packets,
        .payload_bytes = channel_header + call_bytes,
        .ipv6 = is_ipv6(relay.server().host),
        .packet = [&](std::size_t i) { return channel_packet(relay.channel(), payload_of(token, i)); },
        .number_of = [&](View datagram) { return number_of(token, relay.channel(), datagram); },
        .gives_way = [&](auto so_far) { return too_slow(so_far, is_ipv6(relay.server().host)); }};
    record = stun::send_and_take_back(*datagrams, row, stop, spend);
  } else {
    record = InOrder(relay, token, spend).run(stop);
  }
  if (record) record->detail["address_family"] = family_of(relay.server().host);
  return record;
}

}  // namespace deskready::network::turn

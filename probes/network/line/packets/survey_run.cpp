#include "probes/network/line/packets/survey_run.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "probes/machine/clocks.h"
#include "probes/network/line/packets/line_survey.h"
#include "probes/network/line/packets/udp_path.h"
#include "probes/network/wire/frame.h"
#include "probes/network/wire/packet_token.h"
#include "probes/network/wire/stamp.h"

namespace deskready::network {
namespace {

double now() {
  return static_cast<double>(monotonic_ns()) / 1e9;
}

std::int64_t ns_of(double seconds) {
  return static_cast<std::int64_t>(seconds * 1e9);
}

class Trains {
 public:
  Trains(const Session& session, UdpPath path, const std::function<bool(std::size_t)>& spend)
      : session_(session), spend_(spend), socket_(std::move(path.socket)), tag_(session.tag) {
    socket_.stamp_both_ways();
    if (!tag_) return;
    tag_->stream = 1 + randombytes_uniform(0xFFFFFFFE);
    tag_->echo = path.echo;
  }

  std::optional<double> run(LineSurvey& survey, const std::stop_token& stop) {
    while (const auto train = survey.next()) {
      collect(train->not_before, stop);
      if (stop.stop_requested() || !send(train->packets)) break;
      wait_for_all(stop);
      survey.came(train_);
      // What comes of it now belongs to no train any more.
      first_ += static_cast<std::uint32_t>(train_.size());
      train_.clear();
    }
    return survey.carries();
  }

 private:
  PacketToken token_of(std::uint32_t number) const {
    return packet_token(session_.packet_key, session_.ssid, number, tag_);
  }

  bool send(std::size_t packets) {
    std::array<unsigned char, smallest_tagged_packet> packet;
    for (std::size_t i = 0; i < packets; ++i) {
      if (!spend_(packet.size())) return false;
      const auto number = first_ + static_cast<std::uint32_t>(i);
      SenderPacket content{number, ntp_from_unix_ns(realtime_ns()), session_.ssid, token_of(number)};
      content.tag = tag_;
      encode(content, packet);
      StreamPacket& entry = train_.emplace_back();
      entry.sent = now();
      // Once more where an ICMP error was pending, which has nothing to do with this packet.
      entry.refused = socket_.send(packet) != 0 && socket_.send(packet) != 0;
    }
    return true;
  }

  void wait_for_all(const std::stop_token& stop) {
    constexpr double none_came = 1, least_quiet = 0.1;
    while (answered() < train_.size() && !stop.stop_requested()) {
      double until = train_.front().sent + none_came;
      if (last_back_ >= train_.front().sent)
        until = last_back_ + std::max(least_quiet, (last_back_ - train_.front().sent) / 2);
      if (now() >= until) return;
      collect(std::min(until, now() + 0.05), stop);
    }
  }

  std::size_t answered() const {
    return static_cast<std::size_t>(
        std::count_if(train_.begin(), train_.end(), [](const StreamPacket& p) { return p.answered; }));
  }

  /// Takes in answers until the moment; until one came, where a train is on its way.
  void collect(double until, const std::stop_token& stop) {
    do {
      drain();
      if (now() >= until) return;
      wait_readable(socket_, ns_of(std::min(until, now() + 0.05)));
      drain();
    } while (train_.empty() && !stop.stop_requested());
  }

  void drain() {
    while (socket_.next_transmit_stamp()) {
    }
    std::array<unsigned char, 2048> buffer;
    while (const auto datagram = socket_.receive(buffer)) {
      const auto answer = decode_reflected(std::span<const unsigned char>(buffer.data(), datagram->size));
      if (!answer || answer->ssid != session_.ssid || !same(answer->token, token_of(answer->sender_sequence)))
        continue;
      spend_(datagram->size);
      const std::uint32_t place = answer->sender_sequence - first_;
      if (place >= train_.size() || train_[place].answered) continue;
      train_[place].answered = true;
      const auto back = monotonic_of(datagram->received_ns);
      train_[place].back = static_cast<double>(back.value_or(monotonic_ns())) / 1e9;
      last_back_ = now();
    }
  }

  const Session& session_;
  const std::function<bool(std::size_t)>& spend_;
  UdpSocket socket_;
  std::optional<SessionTag> tag_;
  std::vector<StreamPacket> train_;
  std::uint32_t first_ = 0;  ///< number of the train's first packet
  double last_back_ = 0;
};

}  // namespace

tl::expected<Surveyed, Unmeasured> survey_line(const Session& session, double enough,
                                               const std::stop_token& stop, BudgetMeter* budget) {
  if (session.on_this_machine) return Surveyed{std::numeric_limits<double>::infinity(), 0};
  const std::size_t overhead = udp_overhead(is_ipv6(session.udp_address));
  Surveyed surveyed;
  const std::function<bool(std::size_t)> spend = [&](std::size_t payload) {
    surveyed.wire_bytes += payload + overhead;
    return budget == nullptr || budget->spend(payload + overhead);
  };
  auto path = udp_path(session, stop, spend);
  if (!path) return tl::unexpected(path.error());
  LineSurvey survey(enough, ip_bits_of_datagram(smallest_tagged_packet, is_ipv6(session.udp_address)));
  surveyed.carries = Trains(session, std::move(*path), spend).run(survey, stop);
  return surveyed;
}

}  // namespace deskready::network

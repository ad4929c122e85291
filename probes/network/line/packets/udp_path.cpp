#include "probes/network/line/packets/udp_path.h"

#include <array>
#include <cstring>
#include <optional>
#include <vector>

#include "config/base/host_port.h"
#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/line/packets/silence.h"
#include "probes/network/wire/packet_token.h"

namespace deskready::network {
namespace {

constexpr int most_questions = 10;
constexpr int between_ms = 250, last_ms = 750;

tl::unexpected<Unmeasured> failed(Explanation why) {
  return tl::unexpected(unmeasured(Cause::far_end_failed, std::move(why)));
}

tl::unexpected<Unmeasured> cannot_send(int error) {
  return failed({Detail::udp_not_sent, {{"system", SystemText(std::strerror(error))}}});
}

/// As UdpSocket::send().
int ask(const UdpSocket& socket, const Session& session, std::uint32_t number) {
  std::array<unsigned char, smallest_tagged_packet> packet;
  SenderPacket question{number, ntp_from_unix_ns(realtime_ns()), session.ssid};
  question.tag = session.tag;
  question.token = packet_token(session.packet_key, session.ssid, number, question.tag);
  encode(question, packet);
  return socket.send(packet);
}

/// The echo, where the socket holds an answer to question `number`.
std::uint64_t echo_in(const UdpSocket& socket, const Session& session, std::uint32_t number) {
  std::array<unsigned char, 2048> buffer;
  while (const auto datagram = socket.receive(buffer)) {
    const auto answer = decode_reflected(std::span<const unsigned char>(buffer.data(), datagram->size));
    if (!answer || !answer->tag || answer->sender_sequence != number) continue;
    if (same(answer->token, packet_token(session.packet_key, session.ssid, number, session.tag)))
      return answer->tag->echo;
  }
  return 0;
}

/// Where the far end says, and where its TCP is: what it says may be wrong.
std::vector<HostPort> places_of(const Session& session) {
  std::vector<HostPort> places = {{session.udp_address, session.udp_port}};
  if (session.udp_address != session.address || session.udp_port != session.port)
    places.push_back({session.address, session.port});
  return places;
}

/// Asks from a new port each time, at each place in turn, and takes the answer to whichever question it is.
class Asking {
 public:
  Asking(const Session& session, const std::stop_token& stop, const std::function<bool(std::size_t)>& spend)
      : session_(session), places_(places_of(session)), stop_(stop), spend_(spend) {}

  tl::expected<UdpPath, Unmeasured> run() {
    for (std::uint32_t question = 0; question < most_questions && !stop_.stop_requested(); ++question) {
      const HostPort& place = places_[question % places_.size()];
      UdpSocket socket(place.host, place.port);
      if (!spend_(smallest_tagged_packet)) return tl::unexpected(unmeasured(Cause::budget));
      if (const int error = socket.connected() ? ask(socket, session_, question) : socket.error(); error == 0)
        ++left_;
      else
        error_ = error;
      asked_.push_back(std::move(socket));
      const int patience_ms = question + 1 == most_questions ? last_ms : between_ms;
      if (auto path = answered_until(monotonic_ns() + std::int64_t{1'000'000} * patience_ms))
        return std::move(*path);
    }
    if (!stop_.stop_requested() && left_ == 0) return cannot_send(error_);
    const OverTcp tcp = still_there(session_, stop_);
    if (stop_.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
    return tl::unexpected(why_silent({tcp, refused_, places_.size() > 1}));
  }

 private:
  std::optional<UdpPath> answered_until(std::int64_t deadline_ns) {
    while (monotonic_ns() < deadline_ns && !stop_.stop_requested()) {
      for (const std::size_t i : readable(asked_, deadline_ns)) {
        refused_ = asked_[i].was_refused() || refused_;
        const std::uint64_t echo = echo_in(asked_[i], session_, static_cast<std::uint32_t>(i));
        if (echo == 0) continue;
        spend_(smallest_tagged_packet);
        return UdpPath{std::move(asked_[i]), echo};
      }
    }
    return std::nullopt;
  }

  const Session& session_;
  const std::vector<HostPort> places_;
  const std::stop_token& stop_;
  const std::function<bool(std::size_t)>& spend_;
  std::vector<UdpSocket> asked_;
  bool refused_ = false;
  int left_ = 0;   ///< questions that this computer sent
  int error_ = 0;  ///< why the last that it could not send was not
};

}  // namespace

tl::expected<UdpPath, Unmeasured> udp_path(const Session& session, const std::stop_token& stop,
                                           const std::function<bool(std::size_t)>& spend) {
  if (session.tag) return Asking(session, stop, spend).run();
  UdpPath path{UdpSocket(session.udp_address, session.udp_port), 0};
  if (!path.socket.connected()) return cannot_send(path.socket.error());
  return path;
}

}  // namespace deskready::network

#include "probes/network/stun/server.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <vector>

#include "probes/machine/clocks.h"
#include "probes/network/sockets/udp_socket.h"
#include "probes/network/stun/binding.h"
#include "probes/network/stun/places.h"

namespace deskready::network::stun {
namespace {

constexpr std::size_t most_asked = 4;
constexpr int most_sent_elsewhere = 2;
constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t sends[] = {0, 500 * ms, 1500 * ms};  // RFC 8489, section 6.2.1, the first three
constexpr std::int64_t between_addresses = 250 * ms, last_patience = 1500 * ms;

tl::unexpected<Unmeasured> failed(const Explanation& why) {
  return tl::unexpected(unmeasured(Cause::target_failed, why));
}

struct Answered {
  HostPort by;
  BindingAnswer answer;
};

/// One round to several addresses of one server.
class Asking {
 public:
  Asking(const std::vector<HostPort>& places, const std::stop_token& stop,
         const std::function<bool(std::size_t)>& spend)
      : places_(places), stop_(stop), spend_(spend) {
    for (const HostPort& place : places) {
      sockets_.emplace_back(place.host, place.port);
      ids_.push_back(new_transaction());
    }
    refused_.resize(places.size());
    const std::int64_t begin = monotonic_ns();
    for (const std::int64_t send : sends) {
      for (std::size_t i = 0; i < places.size(); ++i)
        due_.push_back({begin + send + between_addresses * static_cast<std::int64_t>(i), i});
    }
    std::sort(due_.begin(), due_.end());
  }

  tl::expected<Answered, Unmeasured> run() {
    for (const auto& [when, which] : due_) {
      if (auto answered = answered_until(when)) return std::move(*answered);
      if (stop_.stop_requested()) break;
      if (!spend_(binding_request_size)) return tl::unexpected(unmeasured(Cause::budget));
      send(which);
    }
    if (auto answered = answered_until(monotonic_ns() + last_patience)) return std::move(*answered);
    if (stop_.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
    if (left_ > 0) return failed(refused() ? Detail::stun_refused : Detail::stun_silent);
    return tl::unexpected(
        unmeasured(Cause::failed, {Detail::udp_not_sent, {{"system", SystemText(std::strerror(error_))}}}));
  }

 private:
  /// Whether any address may still answer.
  bool open() const {
    return std::any_of(sockets_.begin(), sockets_.end(),
                       [](const UdpSocket& socket) { return socket.connected(); });
  }

  /// Every address that could be asked says that nothing listens there.
  bool refused() const {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      if (sockets_[i].connected() && !refused_[i]) return false;
    }
    return true;
  }

  void send(std::size_t which) {
    const UdpSocket& socket = sockets_[which];
    const Bytes request = binding_request(ids_[which]);
    int error = socket.connected() ? socket.send(request) : socket.error();
    // A pending ICMP error is told once and has nothing to do with this packet.
    if (error != 0 && socket.connected() && !queue_is_full(error)) error = socket.send(request);
    if (error == 0)
      ++left_;
    else
      error_ = error;
  }

  std::optional<Answered> answered_until(std::int64_t deadline_ns) {
    constexpr std::int64_t look = 50 * ms;  // at a stop
    while (monotonic_ns() < deadline_ns && !stop_.stop_requested() && open()) {
      for (const std::size_t i : readable(sockets_, std::min(deadline_ns, monotonic_ns() + look))) {
        if (auto answer = taken(i)) return Answered{places_[i], std::move(*answer)};
      }
    }
    return std::nullopt;
  }

  /// A port that is closed now may be open at the next request: a server that starts again.
  std::optional<BindingAnswer> taken(std::size_t which) {
    const UdpSocket& socket = sockets_[which];
    if (socket.was_refused()) refused_[which] = true;
    std::array<unsigned char, 2048> buffer;
    while (const auto datagram = socket.receive(buffer)) {
      auto answer = binding_answer(View(buffer.data(), datagram->size));
      if (answer && answer->id == ids_[which]) return answer;
    }
    return std::nullopt;
  }

  const std::vector<HostPort>& places_;
  const std::stop_token& stop_;
  const std::function<bool(std::size_t)>& spend_;
  std::vector<UdpSocket> sockets_;
  std::vector<TransactionId> ids_;
  std::vector<std::pair<std::int64_t, std::size_t>> due_;
  std::size_t left_ = 0;       ///< requests that this computer sent
  std::vector<bool> refused_;  ///< by address
  int error_ = 0;              ///< why the last that could not be sent was not
};

}  // namespace

tl::expected<HostPort, Unmeasured> find_server(const HostPort& named, NamedBy named_by,
                                               const std::stop_token& stop,
                                               const std::function<bool(std::size_t)>& spend) {
  auto places = places_of(named, named_by, most_asked, stop);
  if (!places) return tl::unexpected(std::move(places.error()));
  for (int sent_elsewhere = 0; sent_elsewhere <= most_sent_elsewhere; ++sent_elsewhere) {
    auto answered = Asking(*places, stop, spend).run();
    if (!answered) return tl::unexpected(std::move(answered.error()));
    const auto& next = answered->answer.sends_to;
    if (!next) return answered->by;
    if (!may_follow(*next, answered->by, named_by)) break;
    places = std::vector<HostPort>{*next};
  }
  return failed(Detail::stun_sends_elsewhere);
}

}  // namespace deskready::network::stun

#include "probes/network/reach/datagrams.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "probes/machine/clocks.h"
#include "probes/network/reach/well_known.h"
#include "probes/network/sockets/udp_socket.h"
#include "probes/network/stun/binding.h"
#include "probes/network/wire/frame.h"

namespace deskready::network::reach {
namespace {

constexpr std::int64_t ms = 1'000'000;
constexpr std::array<std::int64_t, questions_each> sends = {0, 500 * ms, 1500 * ms};  // RFC 8489, 6.2.1
constexpr std::int64_t between_tries = 20 * ms, between_addresses = 250 * ms, last_patience = 1500 * ms;

/// A question that one port understands.
class Asked {
 public:
  explicit Asked(ReachBy by) : by_(by), id_(stun::new_transaction()), nonce_(new_nonce()) {}
  stun::Bytes question() const {
    if (by_ == ReachBy::dns) return dns_question(nonce_);
    if (by_ == ReachBy::ntp) return ntp_question(nonce_);
    return stun::binding_request(id_);
  }
  bool is_answer(stun::View datagram) const {
    if (by_ == ReachBy::dns) return is_dns_answer(datagram, nonce_);
    if (by_ == ReachBy::ntp) return is_ntp_answer(datagram, nonce_);
    const auto answer = stun::binding_answer(datagram);
    return answer && answer->id == id_;
  }

 private:
  ReachBy by_;
  stun::TransactionId id_;
  Nonce nonce_;
};

/// One address of one try.
struct Place {
  std::size_t which = 0;  ///< try
  std::string address;
  Asked asked;
  std::size_t sent = 0;
  bool refused = false;
  int error = 0;  ///< why the last that could not be sent was not
};

class Asking {
 public:
  Asking(std::span<const Try> tries, const Spend& spend, const std::stop_token& stop)
      : tries_(tries), spend_(spend), stop_(stop) {
    const std::int64_t begin = monotonic_ns();
    for (std::size_t i = 0; i < tries.size(); ++i) {
      for (std::size_t k = 0; k < tries[i].places.size(); ++k) {
        const HostPort& place = tries[i].places[k];
        const std::int64_t from = begin + between_tries * static_cast<std::int64_t>(i) +
                                  between_addresses * static_cast<std::int64_t>(k);
        for (const std::int64_t send : sends) due_.push_back({from + send, places_.size()});
        places_.push_back({.which = i, .address = place.host, .asked = Asked(tries[i].tried.reach.by)});
        sockets_.emplace_back(place.host, place.port);
        places_.back().error = sockets_.back().error();
      }
    }
    std::sort(due_.begin(), due_.end());
  }

  void run() {
    for (const auto& [when, which] : due_) {
      take_until(when);
      if (stop_.stop_requested() || all_done()) break;
      if (!done(places_[which].which)) send(which);
    }
    take_until(monotonic_ns() + last_patience);
    for (std::size_t i = 0; i < tries_.size(); ++i) conclude(i);
  }

 private:
  bool done(std::size_t which) const { return tries_[which].tried.answered || tries_[which].tried.untold; }
  bool all_done() const {
    for (std::size_t i = 0; i < tries_.size(); ++i) {
      if (!done(i)) return false;
    }
    return true;
  }

  void send(std::size_t which) {
    Place& place = places_[which];
    const UdpSocket& socket = sockets_[which];
    if (!socket.connected()) return;
    Tried& tried = tries_[place.which].tried;
    const stun::Bytes question = place.asked.question();
    const std::size_t sent = question.size() + udp_overhead(true);
    if (auto why = spend_(sent, datagram_bytes)) {
      tried.untold = std::move(why);
      return;
    }
    tried.bytes += sent;
    int error = socket.send(question);
    // A pending ICMP error is told once and has nothing to do with this packet.
    if (error == ECONNREFUSED) {
      place.refused = true;
      error = socket.send(question);
    }
    if (error == 0)
      ++place.sent;
    else
      place.error = error;
  }

  void take_until(std::int64_t deadline_ns) {
    constexpr std::int64_t look = 50 * ms;  // at a stop
    while (monotonic_ns() < deadline_ns && !stop_.stop_requested() && !all_done()) {
      for (const std::size_t i : readable(sockets_, std::min(deadline_ns, monotonic_ns() + look))) take(i);
    }
  }

  /// A port that is closed now may be open at the next question: a server that starts again.
  void take(std::size_t which) {
    Place& place = places_[which];
    const UdpSocket& socket = sockets_[which];
    if (socket.was_refused()) place.refused = true;
    std::array<unsigned char, 2048> buffer;
    while (const auto datagram = socket.receive(buffer)) {
      Tried& tried = tries_[place.which].tried;
      if (tried.answered || !place.asked.is_answer(stun::View(buffer.data(), datagram->size))) continue;
      tried.answered = true;
      tried.address = place.address;
      tried.bytes += datagram->size + udp_overhead(true);
    }
  }

  static NotUsed not_used(const Place& place) {
    if (place.refused) return NotUsed::refused;
    return place.sent > 0 ? NotUsed::silent : NotUsed::unreachable;
  }

  /// What came of a try, now that nothing more is waited for.
  void conclude(std::size_t which) {
    Tried& tried = tries_[which].tried;
    bool silent = false, refused = false;
    int error = 0;
    for (const Place& place : places_) {
      if (place.which != which || place.address == tried.address) continue;
      if (!tried.answered || place.sent > 0 || place.error != 0)
        tried.unused.push_back({place.address, not_used(place)});
      refused = refused || place.refused;
      silent = silent || (place.sent > 0 && !place.refused);
      if (place.error != 0) error = place.error;
    }
    if (tried.answered || tried.untold) return;
    if (stop_.stop_requested()) {
      tried.untold = unmeasured(Cause::stopped);
    } else if (silent) {
      tried.untold = unmeasured(Cause::target_failed, Detail::port_no_answer);
    } else if (refused) {
      tried.why = Detail::stun_refused;
    } else if (error == ENETUNREACH || error == EHOSTUNREACH || error == EADDRNOTAVAIL) {
      tried.why = Detail::no_way_to_it;
    } else {
      tried.untold =
          unmeasured(Cause::failed, {Detail::udp_not_sent, {{"system", SystemText(std::strerror(error))}}});
    }
  }

  const std::span<const Try> tries_;
  const Spend& spend_;
  const std::stop_token& stop_;
  std::vector<Place> places_;
  std::vector<UdpSocket> sockets_;  ///< one for each place
  std::vector<std::pair<std::int64_t, std::size_t>> due_;
};

}  // namespace

void try_datagrams(std::span<const Try> tries, const Spend& spend, const std::stop_token& stop) {
  Asking(tries, spend, stop).run();
}

}  // namespace deskready::network::reach

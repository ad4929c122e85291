#include "probes/network/turn/relay.h"

#include <utility>
#include <vector>

#include "probes/detail.h"
#include "probes/network/stun/contents.h"
#include "probes/network/stun/places.h"
#include "probes/network/turn/channel_data.h"
#include "probes/network/turn/open_line.h"

namespace deskready::network::turn {
namespace {

using stun::Attribute;
using stun::Method;
using stun::Type;

constexpr std::size_t most_asked = 2;
constexpr int try_alternate = 300, forbidden = 403, quota_reached = 486, no_capacity = 508;

tl::unexpected<Unmeasured> failed(const Explanation& why) {
  return tl::unexpected(unmeasured(Cause::target_failed, why));
}

tl::unexpected<Unmeasured> refusal(int code) {
  if (code == quota_reached || code == no_capacity) return failed(Detail::turn_full);
  if (code == forbidden) return failed(Detail::turn_forbids);
  return failed({Detail::turn_error, {{"status", code}}});
}

int code_of(const stun::Message& answer) {
  return stun::error_code(answer).value_or(0);
}

std::vector<Attribute> asking_for_udp(const stun::TransactionId&) {
  constexpr unsigned char udp = 17;  // of the IANA registry of protocols
  return {{Type::requested_transport, {udp, 0, 0, 0}}};
}

using Allocated = std::pair<std::unique_ptr<Talk>, stun::Message>;

tl::expected<Allocated, Unmeasured> allocated_at(const TurnAddress& named, const HostPort& place,
                                                 const tl::expected<Credentials, Unmeasured>& credentials,
                                                 const std::stop_token& stop,
                                                 const std::function<bool(std::size_t)>& spend) {
  auto line = open_line(named.transport, place, named.place.host, stop);
  if (!line) return tl::unexpected(std::move(line.error()));
  auto talk = std::make_unique<Talk>(std::move(*line), place, credentials, spend);
  auto answer = talk->ask(Method::allocate, asking_for_udp, stop);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  return Allocated{std::move(talk), std::move(*answer)};
}

/// Whoever answers first, whatever it answers.
tl::expected<Allocated, Unmeasured> allocated(const TurnAddress& named, const std::vector<HostPort>& places,
                                              const tl::expected<Credentials, Unmeasured>& credentials,
                                              const std::stop_token& stop,
                                              const std::function<bool(std::size_t)>& spend) {
  tl::expected<Allocated, Unmeasured> last = failed(Detail::stun_silent);
  for (const HostPort& place : places) {
    auto one = allocated_at(named, place, credentials, stop, spend);
    if (one) return one;
    last = std::move(one);
    const bool silent = last.error().cause == Cause::target_failed || last.error().cause == Cause::failed;
    if (!silent || stop.stop_requested()) break;
  }
  return last;
}

}  // namespace

tl::expected<std::unique_ptr<Relay>, Unmeasured> Relay::open(
    const TurnAddress& named, NamedBy named_by, const tl::expected<Credentials, Unmeasured>& credentials,
    const std::stop_token& stop, const std::function<bool(std::size_t)>& spend) {
  auto places = stun::places_of(named.place, named_by, most_asked, stop);
  if (!places) return tl::unexpected(std::move(places.error()));
  auto one = allocated(named, *places, credentials, stop, spend);
  if (one && code_of(one->second) == try_alternate) {
    const auto next = stun::alternate_server(one->second);
    if (!next || !stun::may_follow(*next, one->first->server(), named_by))
      return failed(Detail::stun_sends_elsewhere);
    one = allocated(named, {*next}, credentials, stop, spend);
    if (one && code_of(one->second) == try_alternate) return failed(Detail::stun_sends_elsewhere);
  }
  if (!one) return tl::unexpected(std::move(one.error()));
  const auto& [talk, answer] = *one;
  if (answer.kind == stun::Class::error) return refusal(code_of(answer));
  const auto own = stun::relayed_address(answer);
  std::unique_ptr<Relay> relay(new Relay(std::move(one->first), own.value_or(HostPort{})));
  if (!own) return failed(Detail::turn_answer_incomplete);
  if (auto why = relay->bind(stop)) return tl::unexpected(std::move(*why));
  return relay;
}

Relay::~Relay() {
  talk_->tell(Method::refresh, [](const stun::TransactionId&) {
    return std::vector<Attribute>{{Type::lifetime, {0, 0, 0, 0}}};
  });
}

std::uint16_t Relay::channel() const {
  return first_channel;
}

std::optional<Unmeasured> Relay::bind(const std::stop_token& stop) {
  const auto peer = [this](const stun::TransactionId& id) {
    return Attribute{Type::xor_peer_address, stun::hidden_address(own_, id).value_or(stun::Bytes{})};
  };
  const auto permission = [&](const stun::TransactionId& id) { return std::vector{peer(id)}; };
  const auto binding = [&](const stun::TransactionId& id) {
    stun::Bytes number;
    stun::put_number(number, channel());
    stun::put_number(number, 0);
    return std::vector{Attribute{Type::channel_number, number}, peer(id)};
  };
  const std::pair<Method, Attributes> steps[] = {{Method::create_permission, permission},
                                                 {Method::channel_bind, binding}};
  for (const auto& [method, attributes] : steps) {
    const auto answer = talk_->ask(method, attributes, stop);
    if (!answer) return answer.error();
    if (answer->kind != stun::Class::error) continue;
    if (code_of(*answer) == forbidden) return unmeasured(Cause::target_failed, Detail::turn_peer_refused);
    return refusal(code_of(*answer)).value();
  }
  return std::nullopt;
}

}  // namespace deskready::network::turn

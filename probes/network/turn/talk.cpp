#include "probes/network/turn/talk.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/stun/binding.h"
#include "probes/network/stun/contents.h"

namespace deskready::network::turn {
namespace {

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t sends[] = {0, 500 * ms, 1500 * ms};  // RFC 8489, section 6.2.1, the first three
constexpr std::int64_t patience = 3000 * ms;
constexpr int unauthorized = 401, stale_nonce = 438, wrong_credentials = 441;

tl::unexpected<Unmeasured> failed(const Explanation& why) {
  return tl::unexpected(unmeasured(Cause::target_failed, why));
}

}  // namespace

Talk::Talk(std::unique_ptr<Line> line, const HostPort& server,
           tl::expected<Credentials, Unmeasured> credentials, std::function<bool(std::size_t)> spend)
    : server_(server),
      line_(std::move(line)),
      credentials_(std::move(credentials)),
      spend_(std::move(spend)) {}

tl::expected<stun::Message, Unmeasured> Talk::ask(stun::Method method, const Attributes& attributes,
                                                  const std::stop_token& stop) {
  for (bool renewed = false;;) {
    auto answer = exchange(method, attributes, stop);
    if (!answer || answer->kind == stun::Class::success) return answer;
    const auto next = log_in(*answer, renewed);
    if (!next) return tl::unexpected(next.error());
    if (*next == Next::take) return answer;
  }
}

/// Each of both errors is heeded once, so that no server asks for ever.
tl::expected<Talk::Next, Unmeasured> Talk::log_in(const stun::Message& answer, bool& renewed) {
  const int code = stun::error_code(answer).value_or(0);
  if ((code == unauthorized && login_) || code == wrong_credentials)
    return failed(Detail::turn_credentials_refused);
  const bool first = code == unauthorized, again = code == stale_nonce && login_ && !renewed;
  if (!first && !again) return Next::take;
  if (!credentials_) return tl::unexpected(credentials_.error());
  login_ = login_for(answer, *credentials_);
  if (!login_) return failed(Detail::turn_answer_incomplete);
  renewed = renewed || again;
  return Next::again;
}

tl::expected<stun::Message, Unmeasured> Talk::exchange(stun::Method method, const Attributes& attributes,
                                                       const std::stop_token& stop) {
  const stun::TransactionId id = stun::new_transaction();
  const stun::Bytes bytes = request(method, id, attributes(id), login_);
  const std::int64_t begin = monotonic_ns();
  const bool datagrams = line_->datagrams() != nullptr;
  int error = 0;
  bool left = false;
  refused_ = false;
  for (const std::int64_t at : sends) {
    if (auto answer = answer_until(begin + at, method, id, stop)) return std::move(*answer);
    if (stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
    if (left && !datagrams) continue;
    if (!spend_(bytes.size())) return tl::unexpected(unmeasured(Cause::budget));
    error = line_->send(bytes);
    left = left || error == 0;
  }
  if (auto answer = answer_until(begin + patience, method, id, stop)) return std::move(*answer);
  if (stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
  if (!datagrams && line_->ended()) return failed(Detail::broke_off);
  if (left) return failed(refused_ ? Detail::stun_refused : Detail::stun_silent);
  return tl::unexpected(
      unmeasured(Cause::failed, {Detail::udp_not_sent, {{"system", SystemText(std::strerror(error))}}}));
}

void Talk::tell(stun::Method method, const Attributes& attributes) {
  constexpr std::int64_t moment = 200 * ms;
  const stun::TransactionId id = stun::new_transaction();
  const stun::Bytes bytes = request(method, id, attributes(id), login_);
  spend_(bytes.size());
  if (line_->send(bytes) == 0) answer_until(monotonic_ns() + moment, method, id, {});
}

std::optional<stun::Message> Talk::answer_until(std::int64_t deadline_ns, stun::Method method,
                                                const stun::TransactionId& id, const std::stop_token& stop) {
  constexpr std::int64_t look = 50 * ms;  // at a stop
  while (!line_->ended() && monotonic_ns() < deadline_ns && !stop.stop_requested()) {
    if (auto answer = taken(method, id)) return answer;
    if (!line_->ended()) line_->wait(std::min(deadline_ns, monotonic_ns() + look));
  }
  return taken(method, id);
}

std::optional<stun::Message> Talk::taken(stun::Method method, const stun::TransactionId& id) {
  refused_ = line_->refused() || refused_;
  while (const auto bytes = line_->receive()) {
    auto answer = answer_to(method, id, login_, *bytes);
    if (!answer) continue;
    spend_(bytes->size());
    return answer;
  }
  return std::nullopt;
}

}  // namespace deskready::network::turn

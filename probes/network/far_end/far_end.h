// The far end, as one run sees it: named once, greeted once, shared by all network probes. It is the
// employer's responder or, where the person named one, a public speed test.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "probes/detail.h"
#include "probes/fact.h"
#include "probes/network/far_end/session.h"

namespace deskready::network {

struct Greeting;

/// Who named a far end. What a spec names must have a public address and be a responder; the owner of this
/// computer may name any.
enum class NamedBy : std::uint8_t { owner, spec };

/// Thread-safe. Opens the session at the first call and remembers the result, good or bad, so that a far end
/// that is down costs one wait and not one for each probe. A session that would end while it is used is
/// opened anew.
class FarEnd {
 public:
  /// `url`: "http://host:port" or "https://host[:port]"; empty means that there is none. `patience_seconds`
  /// is for the whole greeting.
  explicit FarEnd(std::string url, double patience_seconds = 5, NamedBy named_by = NamedBy::owner);
  ~FarEnd();
  FarEnd(const FarEnd&) = delete;
  FarEnd& operator=(const FarEnd&) = delete;

  const std::string& url() const { return url_; }

  /// Tries a name's addresses as greet() does, and goes to another node, once, where the far end is about to
  /// stop and names one. At most 6 s; 46 s where it has to try several addresses or sizes of packets, twice
  /// that with another node, and 8 s more to find out which public speed test it is. The error's cause is
  /// no_far_end, far_end_busy (args: "retry_after", whole seconds, where it named them), far_end_failed,
  /// agent_outdated or far_end_outdated, with detail, or stopped.
  tl::expected<std::shared_ptr<const Session>, Unmeasured> session(const std::stop_token& stop);

  /// What a session given out by session() still lasts at least, where the far end grants as much: the
  /// longest that one probe uses it.
  static constexpr std::int64_t longest_use_ns = 90'000'000'000;

  /// Forgets the session, so that the next call greets again. For a second look.
  void forget();

 private:
  tl::expected<std::shared_ptr<const Session>, Unmeasured> open(const std::stop_token& stop) const;
  tl::expected<std::shared_ptr<const Session>, Unmeasured> answered(const Greeting& greeting,
                                                                    const std::stop_token& stop) const;
  /// `granted` as read_grant() reads it.
  tl::expected<std::shared_ptr<const Session>, Unmeasured> granted_at(const Greeting& greeting,
                                                                      Session granted) const;

  std::string url_;
  double patience_seconds_;
  NamedBy named_by_;
  std::mutex mutex_;
  std::optional<tl::expected<std::shared_ptr<const Session>, Unmeasured>> result_;
  std::int64_t open_anew_ns_ = 0;  ///< of monotonic_ns()
};

}  // namespace deskready::network

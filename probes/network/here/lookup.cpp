#include "probes/network/here/lookup.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "config/facts/catalogue.h"
#include "probes/detail.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/linux/timestamps.h"

namespace deskready::network {
namespace {

constexpr double patience_seconds = 5;
constexpr int times = 3;

struct Lookup {
  double seconds = 0;
  Explanation error;  ///< empty when it was answered
};

/// Shared with threads that may outlive the probe: a lookup cannot be ended from outside.
struct Waiting {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<Lookup> result;
};

Lookup look_up_name(const std::string& name) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::int64_t begin = monotonic_ns();
  const int code = getaddrinfo(name.c_str(), nullptr, &wanted, &found);
  Lookup lookup{static_cast<double>(monotonic_ns() - begin) / 1e9, {}};
  if (code == 0)
    freeaddrinfo(found);
  else
    lookup.error = {Detail::name_lookup_failed, {{"system", SystemText(gai_strerror(code))}}};
  return lookup;
}

Lookup look_up_root() {
  struct __res_state state {};
  if (res_ninit(&state) != 0) return {0, Detail::no_name_server};
  state.retry = 1;
  std::array<unsigned char, 4096> answer{};
  const std::int64_t begin = monotonic_ns();
  const int size = res_nquery(&state, ".", ns_c_in, ns_t_ns, answer.data(), static_cast<int>(answer.size()));
  Lookup lookup{static_cast<double>(monotonic_ns() - begin) / 1e9, {}};
  // A server that answers without records has answered all the same.
  const bool answered = size > 0 || state.res_h_errno == NO_DATA || state.res_h_errno == HOST_NOT_FOUND;
  if (!answered) lookup.error = Detail::name_server_silent;
  res_nclose(&state);
  return lookup;
}

std::optional<Lookup> in_time(const std::string& name, const std::stop_token& stop) {
  const auto waiting = std::make_shared<Waiting>();
  std::thread([waiting, name] {
    const Lookup lookup = name.empty() ? look_up_root() : look_up_name(name);
    const std::lock_guard lock(waiting->mutex);
    waiting->result = lookup;
    waiting->changed.notify_all();
  }).detach();
  const std::int64_t end = monotonic_ns() + static_cast<std::int64_t>(patience_seconds * 1e9);
  std::unique_lock lock(waiting->mutex);
  while (!waiting->result && monotonic_ns() < end && !stop.stop_requested())
    waiting->changed.wait_for(lock, std::chrono::milliseconds(50));
  return waiting->result;
}

tl::expected<Fact, Unmeasured> measure_lookup(const Context& context, const std::string& name) {
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const auto lookup = in_time(name, context.stop);
    if (context.stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
    if (!lookup)
      return tl::unexpected(
          unmeasured(Cause::failed, {Detail::name_server_slow, {{"seconds", patience_seconds}}}));
    if (!lookup->error.empty()) return tl::unexpected(unmeasured(Cause::failed, lookup->error));
    taken.push_back(lookup->seconds);
  }
  // Later ones may come from a cache, so the first is the figure; the interval says how much they differ.
  Fact fact;
  fact.value = taken.front();
  fact.low = *std::min_element(taken.begin(), taken.end());
  fact.high = *std::max_element(taken.begin(), taken.end());
  fact.samples = times;
  fact.method = name.empty() ? "the root zone at the configured name server, first of 3; low and high of 3"
                             : "the far end's name, first of 3; low and high of 3";
  fact.at = context.clock.now();
  for (const double seconds : taken) fact.cost.seconds += seconds;
  return fact;
}

Facts measure(Context& context) {
  Facts facts;
  if (context.root == "/") {
    const bool plain = std::any_of(context.questions.begin(), context.questions.end(),
                                   [](const Question& q) { return to_string(q.key) == "network.lookup"; });
    if (plain) {
      auto fact = measure_lookup(context, name_in(context.far_end.url()));
      if (fact)
        facts.add("network.lookup", std::move(*fact));
      else
        facts.cannot("network.lookup", fact.error());
    }
  }
  answer_the_rest(facts, context, unmeasured(Cause::unsupported, Detail::lookup_of_recorded));
  return facts;
}

Cost worst_cost(std::span<const Question>, Depth) {
  return {3000, times * patience_seconds};
}

}  // namespace

std::string name_in(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find('/'));
  if (host.starts_with('[')) return {};
  host = host.substr(0, host.rfind(':'));
  in_addr numeric{};
  std::string name(host);
  return inet_pton(AF_INET, name.c_str(), &numeric) == 1 ? std::string() : name;
}

Probe lookup_probe() {
  return {"network.lookup", names_of("network.lookup"), Occupies::nothing, {}, worst_cost, measure};
}

}  // namespace deskready::network

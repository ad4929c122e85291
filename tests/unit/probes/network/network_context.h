// What a network probe is given, for tests that run it.
#pragma once

#include "probes/network/far_end/far_end.h"
#include "probes/network/sockets/linux/timestamps.h"
#include "probes/probe.h"

namespace deskready::network {

class WillingGuard : public Guard {
 public:
  std::optional<Unmeasured> may_play() override { return std::nullopt; }
  std::optional<Unmeasured> may_load() override { return refusal; }
  std::optional<Unmeasured> refusal;
};

class Silence : public Conversation {
 public:
  void progress(std::string_view) override {}
  std::optional<std::string> ask(std::string_view, std::span<const std::string>) override {
    return std::nullopt;
  }
};

struct ProbeWorld {
  explicit ProbeWorld(const std::string& url) : far_end(url) {}
  /// Refers to this world.
  Context context(std::vector<Question> questions) {
    return {std::move(questions),
            depth,
            before,
            stop.get_token(),
            clock,
            budget,
            guard,
            silence,
            far_end,
            ScheduledSound::loop,
            root,
            {},
            {},
            relay_credentials,
            sent_note};
  }
  Facts run(const Probe& probe, std::vector<Question> questions) {
    Context given = context(std::move(questions));
    return probe.measure(given);
  }
  Depth depth = Depth::quick;
  Facts before;
  std::stop_source stop;
  std::map<std::string, std::filesystem::path> relay_credentials;
  std::filesystem::path sent_note;
  SystemClock clock;
  BudgetMeter budget{250'000'000};
  WillingGuard guard;
  Silence silence;
  FarEnd far_end;
  std::filesystem::path root = "/";
};

inline Question question(const std::string& key, std::vector<double> limits = {}) {
  return {parse_fact_key(key).value(), std::move(limits)};
}

}  // namespace deskready::network

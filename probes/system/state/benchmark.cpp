#include "probes/system/state/benchmark.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view benchmark_fact = "system.cpu.benchmark";
constexpr int runs = 10;
constexpr std::chrono::milliseconds each{20};
constexpr std::array<std::string_view, 3> after = {"network.call_stream", "network.throughput",
                                                   "audio.sound"};

/// A rule gives limits; whoever only wants to see all facts gives none.
bool is_asked(std::span<const Question> questions) {
  return std::any_of(questions.begin(), questions.end(), [](const Question& question) {
    return question.key.name == benchmark_fact && !question.limits.empty();
  });
}

/// Bytes a second of one run. The hash is fed with itself, so that nothing of the work can be left out.
double hash_rate(std::vector<unsigned char>& block, const Clock& clock) {
  const auto begin = clock.monotonic();
  std::size_t bytes = 0;
  std::chrono::nanoseconds taken{0};
  while (taken < each) {
    crypto_generichash(block.data(), crypto_generichash_BYTES, block.data(), block.size(), nullptr, 0);
    bytes += block.size();
    const auto now = clock.monotonic() - begin;
    if (now <= taken) break;  // a clock that stands still must not hold the check up
    taken = now;
  }
  return taken.count() > 0 ? static_cast<double>(bytes) / std::chrono::duration<double>(taken).count() : 0;
}

Facts measure(Context& context) {
  Facts facts;
  if (!is_asked(context.questions)) {
    facts.cannot(benchmark_fact, unmeasured(Cause::not_asked, Detail::not_asked_for));
    return answered(std::move(facts), context, {});
  }
  if (context.root != "/") return answered(std::move(facts), context, Detail::recorded_computes_nothing);
  std::vector<unsigned char> block(64 * 1024);
  double best = 0;
  int done = 0;
  for (; done < runs && !context.stop.stop_requested(); ++done) {
    best = std::max(best, hash_rate(block, context.clock));
  }
  if (context.stop.stop_requested()) {
    facts.cannot(benchmark_fact, unmeasured(Cause::stopped));
  } else if (best > 0) {
    Fact fact = inventory(context, best / 1e6, How::core_speed);
    fact.samples = static_cast<std::uint64_t>(done);
    fact.cost.seconds = std::chrono::duration<double>(each).count() * done;
    facts.add(benchmark_fact, std::move(fact));
  }
  return answered(std::move(facts), context, Detail::clock_stands_still);
}

}  // namespace

Probe benchmark_probe() {
  Probe probe = reading_probe("system.benchmark", measure);
  probe.occupies = Occupies::processor;
  probe.after = after;
  probe.worst_cost = [](std::span<const Question> questions, Depth) {
    return Cost{0, is_asked(questions) ? std::chrono::duration<double>(each).count() * runs : 0.0};
  };
  return probe;
}

}  // namespace deskready::system_facts

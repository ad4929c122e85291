// How long it takes to judge a thousand specs against one set of facts: all shipped specs in turn.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "config/facts/catalogue.h"
#include "config/spec/chain/load.h"
#include "config/spec/questions.h"
#include "reports/assess/assess.h"

namespace {

using namespace deskready;

/// A value for every fact that the specs ask for, so that nothing ends early as not measured.
Facts facts_for(const std::vector<Spec>& specs) {
  Facts facts;
  for (const Spec& spec : specs) {
    for (const FactKey& key : keys_of(spec)) {
      const FactInfo& info = *find_fact(key.name);
      Fact fact;
      fact.samples = 10'000;
      if (info.kind == Kind::truth)
        fact.value = true;
      else if (info.kind == Kind::number)
        fact.value = info.unit == Unit::ratio ? 0.001 : 50.0;
      else
        fact.value = std::string(info.kind == Kind::version ? "12.4" : "linux");
      facts.add(to_string(key), fact);
    }
  }
  return facts;
}

}  // namespace

int main() {
  constexpr std::size_t wanted = 1000;
  constexpr int rounds = 20;
  std::vector<Spec> shipped;
  for (const ShippedSpec& one : shipped_specs()) shipped.push_back(load_spec(one.name).value());
  const std::vector<Facts> attempts{facts_for(shipped)};
  Circumstances circumstances;
  circumstances.far_end = FarEndUsed::as_named;
  circumstances.role = "voice";
  circumstances.today = "2026-11-24";

  std::vector<double> times;
  std::size_t findings = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    findings = 0;
    for (std::size_t i = 0; i < wanted; ++i)
      findings += assess(shipped[i % shipped.size()], attempts, circumstances).findings.size();
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  std::sort(times.begin(), times.end());
  const double worst = times.back();
  fmt::print("{} specs, {} findings: median {:.1f} ms, worst of {} rounds {:.1f} ms (at most 100 ms)\n",
             wanted, findings, times[times.size() / 2], rounds, worst);
  return worst <= 100 ? 0 : 1;
}

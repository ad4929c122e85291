// Writes N reports by voice-baseline into a folder, every one with its own figures.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>

#include "config/facts/catalogue.h"
#include "config/spec/chain/load.h"
#include "config/spec/questions.h"
#include "reports/document/report.h"

namespace {

using namespace deskready;

Facts facts_of(const Spec& spec, std::mt19937& random, WallTime at) {
  std::uniform_real_distribution<double> share(0.2, 3);
  Facts facts;
  for (const auto& [key, limits] : limits_of(spec)) {
    const FactInfo& info = *find_fact(key.name);
    Fact fact;
    fact.samples = 1000;
    fact.at = at;
    fact.how = Method::told("made up for the bench");
    if (info.kind == Kind::truth) {
      fact.value = random() % 2 == 0;
    } else if (info.kind == Kind::number) {
      const double value = (limits.empty() ? 1 : limits.front()) * share(random);
      fact.value = value;
      fact.low = value - std::fabs(value) * 0.02;
      fact.high = value + std::fabs(value) * 0.02;
    } else {
      fact.value = std::string(random() % 2 == 0 ? "usb" : "wifi");
    }
    facts.add(to_string(key), fact);
  }
  return facts;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench_reports FOLDER COUNT\n");
    return 3;
  }
  const Spec spec = load_spec("voice-baseline").value();
  std::mt19937 random(1);
  for (int i = 0; i < std::atoi(argv[2]); ++i) {
    ReportHead head;
    head.id = fmt::format("{:032x}", i);
    head.reference = fmt::format("A-{}", i);
    head.machine = fmt::format("{:064x}", i);
    head.depth = "quick";
    head.agent_version = DESKREADY_VERSION;
    head.started = parse_time("2026-11-24T09:29:00Z").value();
    head.finished = parse_time("2026-11-24T09:29:45Z").value();
    head.conditions["far_end"] = "as_named";
    Circumstances circumstances;
    circumstances.far_end = FarEndUsed::as_named;
    circumstances.reference = head.reference;
    circumstances.today = "2026-11-24";
    const Report report = make_report(spec, {facts_of(spec, random, head.started)}, circumstances, head);
    std::ofstream(fmt::format("{}/{:05}.json", argv[1], i)) << dump(to_json(report)) << "\n";
  }
  return 0;
}

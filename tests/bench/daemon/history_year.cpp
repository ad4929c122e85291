// A year of hourly checks: the size of the history, and how long its questions take.
//
//   bench_history_year FOLDER [CHECKS]
//
// Fills FOLDER/history.db with reports of the size of the shipped scenes', asks each question ten times and
// prints one JSON object; times are the slowest of ten, in ms.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "reports/history/history.h"
#include "reports/over_time/trend.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

using Watch = std::chrono::steady_clock;

template <typename Ask>
double slowest_ms(Ask ask) {
  double slowest = 0;
  for (int i = 0; i < 10; ++i) {
    const auto begun = Watch::now();
    ask();
    slowest = std::max(slowest, std::chrono::duration<double, std::milli>(Watch::now() - begun).count());
  }
  return slowest;
}

void fill(History& history, int checks, WallTime first) {
  const Report scene = scenes().front().report;
  for (int i = 0; i < checks; ++i) {
    Report report = scene;
    report.id = fmt::format("{:08x}{:024x}", static_cast<unsigned>(i) * 2654435761u, i);
    report.finished = first + std::chrono::hours(i);
    for (auto& [key, fact] : report.facts.known) {
      fact.at = report.finished;
      if (auto* number = std::get_if<double>(&fact.value)) *number *= 1 + 0.001 * (i % 7);
    }
    if (const auto saved = history.save(report, true); !saved) {
      fmt::print(stderr, "{}\n", saved.error());
      std::exit(1);
    }
  }
}

}  // namespace
}  // namespace deskready

int main(int argc, char** argv) {
  using namespace deskready;
  if (argc < 2) return 3;
  const int checks = argc > 2 ? std::atoi(argv[2]) : 8760;
  const std::filesystem::path folder = argv[1];
  const WallTime first(std::chrono::seconds(1'790'000'000));
  const WallTime end = first + std::chrono::hours(checks);
  auto history = History::open(folder);
  if (!history) return fmt::print(stderr, "{}\n", history.error()), 3;
  const auto begun = Watch::now();
  fill(*history, checks, first);
  const Report scene = scenes().front().report;
  const JobKey job{scene.spec_name, scene.role, scene.reference};
  nlohmann::json told;
  told["checks"] = checks;
  told["save_ms"] = std::chrono::duration<double, std::milli>(Watch::now() - begun).count() / checks;
  told["open_ms"] = slowest_ms([&] { return History::open(folder).has_value(); });
  told["latest_ms"] = slowest_ms([&] { return History::open(folder)->latest(20)->size(); });
  told["trend_ms"] = slowest_ms([&] {
    return chart(*history->series("network.download", first, end), Unit::bit_per_second,
                 cctz::utc_time_zone(), {});
  });
  told["hours_of_week_ms"] = slowest_ms([&] {
    return week_share(*history->outcomes(job, "require.network.download", first, end), cctz::utc_time_zone());
  });
  told["rules_ms"] = slowest_ms([&] { return history->rules(job)->size(); });
  told["keys_ms"] = slowest_ms([&] { return history->keys()->size(); });
  told["show_ms"] =
      slowest_ms([&] { return history->find(fmt::format("{:08x}", 5000u * 2654435761u)).has_value(); });
  told["at_ms"] = slowest_ms([&] { return history->latest_of_each_job(end)->size(); });
  told["used_ms"] = slowest_ms([&] { return history->spent(end - std::chrono::hours(24 * 62))->size(); });
  history = tl::unexpected(std::string());
  told["bytes"] = std::filesystem::file_size(folder / "history.db");
  fmt::print("{}\n", told.dump());
  return 0;
}

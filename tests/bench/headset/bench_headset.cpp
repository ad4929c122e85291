// Runs the fault table and prints it as Markdown: bench_headset VOICES_FOLDER [VARIANTS [SEED [ROW]]]. With a
// ROW only the rows whose name has that text in it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <numbers>

#include "probes/audio/files/wave_file.h"
#include "probes/audio/signal/analysis.h"
#include "probes/audio/signal/speech_level.h"
#include "tests/bench/headset/fault_rows.h"
#include "tests/bench/headset/figure_rows.h"

namespace deskready::audio::bench {
namespace {

/// Largest and 95th percentile of the magnitudes.
class Errors {
 public:
  Errors(const char* what, const char* unit, double limit) : what_(what), unit_(unit), limit_(limit) {}

  /// One beyond the limit is printed, for a look at it.
  void add(const std::optional<double>& error, const std::string& variant) {
    if (!error) return;
    all_.push_back(std::abs(*error));
    if (all_.back() > limit_)
      fmt::print(stderr, "{}: {} wrong by {:.2f} {}\n", variant, what_, *error, unit_);
  }
  std::string row() {
    if (all_.empty()) return {};
    std::sort(all_.begin(), all_.end());
    const auto within = std::count_if(all_.begin(), all_.end(), [&](double e) { return e <= limit_; });
    return fmt::format("| {} | {} {} | {} | {:.2f} {} | {:.2f} {} | {:.2f} % |\n", what_, limit_, unit_,
                       all_.size(), all_[all_.size() * 95 / 100], unit_, all_.back(), unit_,
                       100.0 * static_cast<double>(within) / static_cast<double>(all_.size()));
  }

 private:
  const char* what_;
  const char* unit_;
  double limit_;
  std::vector<double> all_;
};

struct Totals {
  int faulty = 0, found = 0, right = 0, clean = 0, alarms = 0;
  Errors level{"active speech level", "dB", 0.5};
  Errors snr{"speech above noise", "dB", 1};
  Errors echo{"echo return loss", "dB", 1};
  Errors delay{"delay", "samples", 1};
};

void run_row(const FaultRow& row, std::size_t first_seed, const std::vector<Voice>& voices, int variants,
             Totals& totals) {
  int found = 0;
  int right = 0;
  for (int i = 0; i < variants; ++i) {
    std::mt19937 random(static_cast<unsigned>(first_seed + static_cast<std::size_t>(i)));
    const Outcome outcome = row.run(voices, random);
    found += outcome.found ? 1 : 0;
    right += outcome.right_cause ? 1 : 0;
    const std::string variant = fmt::format("{}, variant {}", row.name, i);
    totals.level.add(outcome.level_error, variant);
    totals.snr.add(outcome.snr_error, variant);
    totals.echo.add(outcome.echo_error, variant);
    totals.delay.add(outcome.delay_error, variant);
    const bool failed = row.clean ? outcome.found : !outcome.right_cause;
    if (failed) fmt::print(stderr, "{}: {}\n", variant, outcome.said);
  }
  if (row.clean) {
    totals.clean += variants;
    totals.alarms += found;
    fmt::print("| {} | {} | {} false | – |\n", row.name, variants, found);
  } else {
    totals.faulty += variants;
    totals.found += found;
    totals.right += right;
    fmt::print("| {} | {} | {} | {} |\n", row.name, variants, found, right);
  }
}

/// Whether a fault turns a figure good that is not.
void figures(const std::vector<Voice>& voices, int variants, std::size_t first_seed, std::string_view only) {
  fmt::print(
      "\n| sound | figures | right | could not check | worse than it is | too good |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: |\n");
  FigureTally all;
  std::size_t number = 0;
  for (const FigureRow& row : figure_rows()) {
    ++number;
    if (row.name.find(only) == std::string::npos) continue;
    FigureTally sum;
    for (int i = 0; i < variants; ++i) {
      std::mt19937 random(static_cast<unsigned>(first_seed + number * 100000 + static_cast<std::size_t>(i)));
      const FigureTally one = row.run(voices, random);
      if (one.too_good > 0) fmt::print(stderr, "{}, variant {}: {}\n", row.name, i, one.said);
      for (const auto member :
           {&FigureTally::right, &FigureTally::withheld, &FigureTally::worse, &FigureTally::too_good}) {
        sum.*member += one.*member;
        all.*member += one.*member;
      }
    }
    const int count = sum.right + sum.withheld + sum.worse + sum.too_good;
    fmt::print("| {} | {} | {} | {} | {} | {} |\n", row.name, count, sum.right, sum.withheld, sum.worse,
               sum.too_good);
  }
  fmt::print("| all | {} | {} | {} | {} | {} |\n", all.right + all.withheld + all.worse + all.too_good,
             all.right, all.withheld, all.worse, all.too_good);
}

std::vector<float> sine(bool gated) {
  std::vector<float> samples(160000);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const bool on = !gated || i / 16000 % 2 == 0;
    const double phase = 2 * std::numbers::pi * 1000 * static_cast<double>(i) / 16000;
    samples[i] = on ? static_cast<float>(0.1 * std::numbers::sqrt2 * std::sin(phase)) : 0.0F;
  }
  return samples;
}

/// What ITU-T's own tool says of a signal (Software Tool Library, actlev -sf 16000), and what this one does.
void reference_row(const char* what, const std::vector<float>& samples, double level, double activity) {
  const auto own = speech_level(samples, 16000);
  if (!own) return fmt::print("| {} | {:.3f} dBov, {:.2f} % | none | |\n", what, level, 100 * activity);
  fmt::print("| {} | {:.3f} dBov, {:.2f} % | {:.3f} dBov, {:.2f} % | {:+.3f} dB, {:+.2f} % |\n", what, level,
             100 * activity, own->level, 100 * own->activity, own->level - level,
             100 * (own->activity - activity));
}

void reference(const std::string& folder) {
  fmt::print("\n| P.56, 16 kHz | actlev | here | difference |\n| --- | --- | --- | --- |\n");
  reference_row("sine of 1 kHz, -20 dBov RMS", sine(false), -19.990, 0.99773);
  reference_row("the same, 1 s on and 1 s off", sine(true), -21.061, 0.63826);
  const auto of_file = [&](const char* what, const char* name, double level, double activity) {
    const auto file = read_wave_file(folder + "/reference/" + name);
    if (file) reference_row(what, file->samples, level, activity);
  };
  of_file("two Harvard sentences, espeak-ng -v en-us -s 150", "harvard.wav", -21.60, 0.915);
  of_file("the ten digits that are shipped", "digits.flac", -14.107, 0.71953);
  const bool silence = !speech_level(std::vector<float>(160000, 0.0F), 16000);
  fmt::print("| silence | none | {} | |\n", silence ? "none" : "a level");
}

/// By the processor's time and not the clock's: what else the machine does is no part of it.
void speed(const std::vector<Voice>& voices) {
  std::mt19937 random(1);
  double seconds = 0;
  double busy = 0;
  for (int i = 0; i < 20; ++i) {
    const Scene scene = good_scene(voices, random);
    const std::clock_t start = std::clock();
    const auto heard = analyse(scene.samples, 48000, Hearing::speech);
    busy += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    seconds += heard.seconds;
  }
  fmt::print("\nAnalysis: {:.0f} s of sound in {:.2f} s of one core, {:.0f} times real time.\n", seconds,
             busy, seconds / busy);
}

}  // namespace
}  // namespace deskready::audio::bench

int main(int argc, char** argv) {
  using namespace deskready::audio::bench;
  if (argc < 2) {
    fmt::print(stderr, "bench_headset VOICES_FOLDER [VARIANTS [SEED [ROW]]]\n");
    return 3;
  }
  const auto voices = read_voices(argv[1]);
  const int variants = argc > 2 ? std::max(1, std::atoi(argv[2])) : 60;
  const std::size_t seed = argc > 3 ? std::strtoul(argv[3], nullptr, 10) * 10000 : 0;
  const std::string_view only = argc > 4 ? argv[4] : "";
  Totals totals;
  fmt::print("{} voice recordings, {} seeded variants a row.\n\n", voices.size(), variants);
  fmt::print("| fault | variants | found | right cause first |\n| --- | ---: | ---: | ---: |\n");
  std::size_t number = 0;
  for (const FaultRow& row : fault_rows()) {
    ++number;
    if (row.name.find(only) == std::string::npos) continue;
    run_row(row, seed + number * 100000, voices, row.clean ? 2 * variants : variants, totals);
  }
  const auto share = [](int part, int whole) { return 100.0 * part / std::max(whole, 1); };
  fmt::print(
      "\nFound {:.2f} % of {} faults, the right cause first in {:.2f} %; false alarms {:.2f} % of {} clean "
      "variants.\n\n",
      share(totals.found, totals.faulty), totals.faulty, share(totals.right, totals.faulty),
      share(totals.alarms, totals.clean), totals.clean);
  fmt::print(
      "| figure | limit | variants | 95 % within | worst | inside the limit |\n| --- | --- | ---: | ---: | "
      "---: | ---: |\n");
  for (Errors* figure : {&totals.level, &totals.snr, &totals.echo, &totals.delay})
    fmt::print("{}", figure->row());
  figures(voices, std::max(1, variants / 3), seed, only);
  reference(argv[1]);
  speed(voices);
  return 0;
}

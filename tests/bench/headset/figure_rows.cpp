#include "tests/bench/headset/figure_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

#include "probes/audio/facts/recording_facts.h"
#include "tests/bench/headset/fault_rows.h"

namespace deskready::audio::bench {
namespace {

constexpr double rate = 48000;
constexpr std::size_t silence = 3 * 48000;
using Random = std::mt19937;
using Samples = std::vector<float>;

double between(Random& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}
std::size_t whole(Random& random, double low, double high) {
  return static_cast<std::size_t>(between(random, low, high));
}
double amplitude(double decibels) {
  return std::pow(10, decibels / 20);
}

enum class Good : std::uint8_t { low, high, near };

/// What is true of a figure, and from where on it would be too good.
struct Truth {
  std::string_view fact;
  Good good;
  double value;
  double tolerance;
};

void judge(const Facts& facts, const Truth& truth, FigureTally& tally) {
  const Fact* fact = facts.find(truth.fact);
  if (fact == nullptr) {
    ++tally.withheld;
    return;
  }
  const double error = std::get<double>(fact->value) - truth.value;
  const bool bound_holds =
      (fact->at_least && error <= truth.tolerance) || (fact->at_most && error >= -truth.tolerance);
  if (std::abs(error) <= truth.tolerance || bound_holds) {
    ++tally.right;
  } else if ((truth.good == Good::low && error > 0) || (truth.good == Good::high && error < 0)) {
    ++tally.worse;
  } else {
    ++tally.too_good;
    tally.said += fmt::format("{} {:.4g} for {:.4g}; ", truth.fact, truth.value + error, truth.value);
  }
}

FigureTally judge(Samples samples, const std::vector<Truth>& truths) {
  for (float& x : samples) x = std::clamp(std::nearbyint(x * 32768) / 32768, -1.0F, 32767.0F / 32768);
  const auto heard = analyse(samples, rate, Hearing::speech);
  Facts facts = recording_facts(heard, {}, {});
  facts.merge(speech_facts(heard, {}, {}));
  FigureTally tally;
  for (const Truth& truth : truths) judge(facts, truth, tally);
  return tally;
}

using Spoil = std::function<void(Samples&, Random&)>;
using Truths = std::function<std::vector<Truth>(const Scene&)>;

FigureRow row(std::string name, Spoil spoil, Truths truths) {
  return {std::move(name), [spoil = std::move(spoil), truths = std::move(truths)](
                               const std::vector<Voice>& voices, Random& random) {
            const Scene scene = good_scene(voices, random);
            Samples samples = scene.samples;
            spoil(samples, random);
            return judge(std::move(samples), truths(scene));
          }};
}

std::vector<Truth> levels(const Scene& scene) {
  return {{"audio.noise_floor", Good::low, scene.noise, 1},
          {"audio.speech.level", Good::near, scene.level, 1},
          {"audio.snr", Good::high, scene.level - scene.noise, 1.5}};
}
/// Something was lost, however little.
std::vector<Truth> some_lost(const Scene&) {
  return {{"audio.dropouts", Good::low, 1000, 999}};
}
std::vector<Truth> none_lost(const Scene&) {
  return {{"audio.dropouts", Good::low, 0, 0}};
}
std::vector<Truth> some_clipped(const Scene&) {
  return {{"audio.clipping", Good::low, 0.5, 0.4999999}};
}
/// There is no voice in it.
std::vector<Truth> no_voice(const Scene&) {
  return {{"audio.speech.level", Good::high, -200, 1},
          {"audio.snr", Good::high, -200, 1},
          {"audio.band_edge", Good::high, 0, 1}};
}

Spoil add(std::function<double(double)> signal) {
  return [signal = std::move(signal)](Samples& samples, Random&) {
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] += static_cast<float>(signal(static_cast<double>(i) / rate));
  };
}

Spoil instead(std::function<double(double)> signal) {
  return [signal = std::move(signal)](Samples& samples, Random& random) {
    std::normal_distribution<double> noise(0, amplitude(-65));
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] = static_cast<float>(signal(static_cast<double>(i) / rate) + noise(random));
  };
}

/// Noise of this level instead of the voice, as a hair dryer's; `off` of every two seconds it is 40 dB
/// weaker.
Spoil only_noise(double level, double off) {
  return [=](Samples& samples, Random& random) {
    std::normal_distribution<double> noise(0, amplitude(level));
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const bool weak = std::fmod(static_cast<double>(i) / rate, 2) < off;
      samples[i] = static_cast<float>(noise(random) * (weak ? 0.01 : 1));
    }
  };
}

double sine(double hertz, double t) {
  return std::sin(2 * std::numbers::pi * hertz * t);
}

/// Quieter by `depth` dB while the envelope is below the threshold, with these times to close and to open.
Spoil gate(double depth, double closing, double opening) {
  return [=](Samples& samples, Random&) {
    double envelope = 0;
    double gain = 0;
    double open_until = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      envelope = std::max(std::abs(double{samples[i]}), envelope * std::exp(-1 / (rate * 0.01)));
      const double t = static_cast<double>(i) / rate;
      if (envelope > amplitude(-42)) open_until = t + 0.15;
      const bool open = t < open_until;
      const double goal = open ? 1 : depth > 200 ? 0 : amplitude(-depth);
      const double seconds = open ? opening : closing;
      gain = seconds > 0 ? goal + (gain - goal) * std::exp(-1 / (rate * seconds)) : goal;
      samples[i] = static_cast<float>(samples[i] * gain);
    }
  };
}

/// Turns up to `most` dB where it is quiet, with this time to rise, and down within 10 ms.
Spoil gain_control(double most, double rising) {
  return [=](Samples& samples, Random&) {
    double envelope = 0;
    double gain = most;  // dB: it has been quiet before
    for (float& x : samples) {
      envelope = std::max(std::abs(double{x}), envelope * std::exp(-1 / (rate * 0.1)));
      const double goal = std::min(most, -12 - 20 * std::log10(std::max(envelope, 1e-6)));
      gain = goal < gain ? goal + (gain - goal) * std::exp(-1 / (rate * 0.01))
                         : goal + (gain - goal) * std::exp(-1 / (rate * rising));
      x = static_cast<float>(x * amplitude(gain));
    }
  };
}

/// In pauses the noise is what the gain control made of it: at its end all of `most`.
Truths raised(double most) {
  return [=](const Scene& scene) {
    return std::vector<Truth>{{"audio.noise_floor", Good::low, scene.noise + most, 2},
                              {"audio.snr", Good::high, scene.level - scene.noise, 3}};
  };
}

Spoil zeros(double before, double behind) {
  return [=](Samples& samples, Random&) {
    samples.insert(samples.begin(), static_cast<std::size_t>(before * rate), 0.0F);
    samples.insert(samples.end(), static_cast<std::size_t>(behind * rate), 0.0F);
  };
}

/// A place in the voice that is loud enough to be heard.
std::size_t loud_place(const Samples& samples, Random& random) {
  float most = 0;
  for (const float x : samples) most = std::max(most, std::abs(x));
  while (true) {
    const auto at = whole(random, static_cast<double>(silence), static_cast<double>(samples.size()) - 30000);
    if (std::abs(samples[at]) > most / 4) return at;
  }
}

Spoil lose(double seconds) {
  return [=](Samples& samples, Random& random) {
    for (int i = 0; i < 3; ++i) {
      const auto at = samples.begin() + static_cast<std::ptrdiff_t>(loud_place(samples, random));
      samples.erase(at, at + static_cast<std::ptrdiff_t>(seconds * rate));
    }
  };
}

Spoil repeat(double seconds) {
  return [=](Samples& samples, Random& random) {
    for (int i = 0; i < 3; ++i) {
      const auto at = static_cast<std::ptrdiff_t>(loud_place(samples, random));
      const auto length = static_cast<std::ptrdiff_t>(seconds * rate);
      const Samples piece(samples.begin() + at, samples.begin() + at + length);
      samples.insert(samples.begin() + at, piece.begin(), piece.end());
    }
  };
}

Spoil blank(double seconds, bool hold) {
  return [=](Samples& samples, Random& random) {
    for (float& x : samples) x = std::nearbyint(x * 32768) / 32768;
    for (int i = 0; i < 3; ++i) {
      const auto at = loud_place(samples, random);
      std::fill_n(samples.begin() + static_cast<std::ptrdiff_t>(at), static_cast<std::size_t>(seconds * rate),
                  hold ? samples[at] : 0.0F);
    }
  };
}

/// A moving average, twice: falls to nothing at rate / width.
Samples smoothed(const Samples& samples, std::size_t width) {
  Samples result = samples;
  for (int pass = 0; pass < 2; ++pass) {
    double sum = 0;
    const Samples before = result;
    for (std::size_t i = 0; i < before.size(); ++i) {
      sum += before[i] - (i >= width ? before[i - width] : 0.0F);
      result[i] = static_cast<float>(sum / static_cast<double>(width));
    }
  }
  return result;
}

enum class Knee : std::uint8_t { hard, soft, above_only };

/// Cut off at this share of the largest peak, then a filter of `width` samples and a gain.
Spoil cut_off(double share, Knee knee, std::size_t width, double gain) {
  return [=](Samples& samples, Random&) {
    float most = 0;
    for (const float x : samples) most = std::max(most, std::abs(x));
    // As loud as a voice is that reaches its converter's end.
    const auto scale = static_cast<float>(0.5 / (share * most));
    for (float& x : samples) {
      const float y = x * scale;
      x = knee == Knee::soft ? 0.5F * std::tanh(y / 0.5F)
                             : std::clamp(y, knee == Knee::above_only ? -9.0F : -0.5F, 0.5F);
    }
    if (width > 1) samples = smoothed(samples, width);
    for (float& x : samples) x *= static_cast<float>(gain);
  };
}

/// Sixteen steps a doubling, as A-law and mu-law have; `steps` of the smallest to full scale.
Spoil telephone(double steps, bool with_zero) {
  return [=](Samples& samples, Random&) {
    for (float& x : samples) {
      const double size = std::abs(double{x}) * steps;
      const double step = size < 32 ? 2 : std::exp2(std::floor(std::log2(size)) - 4);
      const double level =
          with_zero ? std::nearbyint(size / step) * step : (std::floor(size / step) + 0.5) * step;
      x = static_cast<float>(std::copysign(level / steps, x));
    }
  };
}

Spoil bits(int count) {
  return [=](Samples& samples, Random&) {
    const double steps = std::exp2(count - 1);
    for (float& x : samples) x = static_cast<float>(std::nearbyint(x * steps) / steps);
  };
}

void add_offsets_and_tones(std::vector<FigureRow>& rows) {
  for (const double percent : {0.5, 1.0, 3.0, 10.0}) {
    rows.push_back(
        row(fmt::format("offset of {} %", percent), add([=](double) { return percent / 100; }), levels));
  }
  rows.push_back(row("offset that wanders", add([](double t) { return 0.05 * sine(0.2, t); }), levels));
  rows.push_back(row("offset that jumps", add([](double t) { return t > 4 ? 0.03 : -0.02; }), levels));
  rows.push_back(
      row("offset and hum", add([](double t) { return 0.02 + amplitude(-75) * sine(50, t); }), levels));
  rows.push_back(row("test tone alone", instead([](double t) { return 0.1 * sine(1000, t); }), no_voice));
  rows.push_back(row("dialling tone alone",
                     instead([](double t) { return 0.05 * (sine(350, t) + sine(440, t)); }), no_voice));
  rows.push_back(row("busy tone alone",
                     instead([](double t) { return std::fmod(t, 1) < 0.5 ? 0.1 * sine(425, t) : 0; }),
                     no_voice));
  rows.push_back(row("ringing tone alone",
                     instead([](double t) { return std::fmod(t, 5) < 1 ? 0.1 * sine(425, t) : 0; }),
                     no_voice));
  rows.push_back(row("beeps alone",
                     instead([](double t) { return std::fmod(t, 2) < 0.2 ? 0.2 * sine(1000, t) : 0; }),
                     no_voice));
  rows.push_back(
      row("hum alone", instead([](double t) { return 0.02 * (sine(50, t) + sine(150, t) / 2); }), no_voice));
  rows.push_back(row("noise of -25 dBFS alone", only_noise(-25, 0), no_voice));
  rows.push_back(row("noise of -45 dBFS alone", only_noise(-45, 0), no_voice));
  rows.push_back(row("noise that comes and goes alone", only_noise(-25, 0.8), no_voice));
  const auto tone = [](const Scene& scene) {
    return std::vector<Truth>{{"audio.noise_floor", Good::low, -33.01, 1},
                              {"audio.snr", Good::high, scene.level + 33.01, 1.5}};
  };
  rows.push_back(
      row("steady tone under the voice", add([](double t) { return amplitude(-30) * sine(700, t); }), tone));
}

void add_gates_and_gains(std::vector<FigureRow>& rows) {
  rows.push_back(row("gate to exact silence", gate(300, 0, 0), levels));
  rows.push_back(row("gate to exact silence, slow", gate(300, 0.05, 0.002), levels));
  rows.push_back(row("gate of 12 dB", gate(12, 0.05, 0.002), levels));
  rows.push_back(row("gate of 20 dB", gate(20, 0.05, 0.002), levels));
  rows.push_back(row("gate of 40 dB", gate(40, 0.1, 0.005), levels));
  rows.push_back(row("noise suppression, slow", gate(25, 0.8, 0.02), levels));
  for (const double most : {12.0, 24.0}) {
    for (const double rising : {0.3, 1.0, 3.0}) {
      rows.push_back(row(fmt::format("gain control of {} dB, rising in {} s", most, rising),
                         gain_control(most, rising), raised(most)));
    }
  }
  for (const auto& [before, behind] : {std::pair{0.5, 0.0}, {1.0, 0.0}, {4.0, 0.0}, {0.0, 3.0}, {2.0, 2.0}}) {
    rows.push_back(row(fmt::format("zeros, {} s before and {} s behind", before, behind),
                       zeros(before, behind), levels));
  }
}

void add_losses(std::vector<FigureRow>& rows) {
  for (const double seconds : {0.005, 0.02, 0.1})
    rows.push_back(row(fmt::format("{} ms lost without a gap", 1000 * seconds), lose(seconds), some_lost));
  for (const double seconds : {0.005, 0.01, 0.021})
    rows.push_back(row(fmt::format("{} ms played twice", 1000 * seconds), repeat(seconds), some_lost));
  for (const double seconds : {0.003, 0.02, 0.2})
    rows.push_back(row(fmt::format("{} ms of zeros", 1000 * seconds), blank(seconds, false), some_lost));
  rows.push_back(row("10 ms held", blank(0.01, true), some_lost));
  rows.push_back(row("A-law", telephone(4096, false), none_lost));
  rows.push_back(row("mu-law", telephone(8159, true), none_lost));
  rows.push_back(row("8 bits", bits(8), none_lost));
  rows.push_back(row("12 bits", bits(12), none_lost));
}

/// Coarse formats with what else may be wrong with them: nothing is lost in any.
void add_coarse_formats(std::vector<FigureRow>& rows) {
  const auto coarse = [](double steps, double gain, double offset) {
    return [=](Samples& samples, Random&) {
      for (float& x : samples) {
        const double level = std::clamp(gain * double{x} + offset, -1.0, 1.0);
        x = static_cast<float>(std::nearbyint(level * steps) / steps);
      }
    };
  };
  rows.push_back(row("8 bits and an offset", coarse(128, 1, 0.05), none_lost));
  rows.push_back(row("8 bits, cut off", coarse(128, 12, 0), none_lost));
  rows.push_back(row("11 bits, cut off", coarse(1024, 12, 0), none_lost));
  rows.push_back(row("12 bits and an offset", coarse(2048, 1, 0.05), none_lost));
}

void add_cut_offs(std::vector<FigureRow>& rows) {
  rows.push_back(row("cut off at 0.3", cut_off(0.3, Knee::hard, 1, 1), some_clipped));
  rows.push_back(row("cut off at 0.3, above only", cut_off(0.3, Knee::above_only, 1, 0.9), some_clipped));
  rows.push_back(row("cut off at 0.3, then a filter", cut_off(0.3, Knee::hard, 4, 1), some_clipped));
  rows.push_back(row("cut off at 0.2, then a filter", cut_off(0.2, Knee::hard, 8, 0.7), some_clipped));
  rows.push_back(row("cut off at 0.5, then a filter", cut_off(0.5, Knee::hard, 4, 0.8), some_clipped));
  rows.push_back(row("cut off softly at 0.2", cut_off(0.2, Knee::soft, 1, 1), some_clipped));
}

}  // namespace

std::vector<FigureRow> figure_rows() {
  std::vector<FigureRow> rows = {row(
      "none", [](Samples&, Random&) {},
      [](const Scene& scene) {
        auto truths = levels(scene);
        truths.push_back({"audio.dropouts", Good::low, 0, 0});
        truths.push_back({"audio.clipping", Good::low, 0, 0});
        return truths;
      })};
  add_offsets_and_tones(rows);
  add_gates_and_gains(rows);
  add_losses(rows);
  add_coarse_formats(rows);
  add_cut_offs(rows);
  return rows;
}

}  // namespace deskready::audio::bench

#include "tests/bench/headset/fault_rows.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "probes/audio/facts/diagnosis.h"
#include "probes/audio/signal/spectrum.h"
#include "tests/headset/simulated_headset.h"

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

/// White noise, or noise that falls by 3 dB an octave as rooms' does (Kellet's filter), from 20 Hz on as a
/// microphone passes it, of this RMS.
Samples room_noise(std::size_t count, double sigma, bool pink, Random& random) {
  std::normal_distribution<double> normal;
  Samples samples(count);
  const double step = 2 * std::numbers::pi * 20 / rate;
  std::array<double, 3> poles{};
  double slow = 0;
  double energy = 0;
  for (float& x : samples) {
    const double white = normal(random);
    poles[0] = 0.99765 * poles[0] + white * 0.0990460;
    poles[1] = 0.96300 * poles[1] + white * 0.2965164;
    poles[2] = 0.57000 * poles[2] + white * 1.0526913;
    const double own = pink ? poles[0] + poles[1] + poles[2] + white * 0.1848 : white;
    slow += step * (own - slow);
    x = static_cast<float>(own - slow);
    energy += double{x} * double{x};
  }
  const auto gain = static_cast<float>(sigma / std::sqrt(energy / static_cast<double>(count)));
  for (float& x : samples) x *= gain;
  return samples;
}

Scene scene(const std::vector<Voice>& voices, Random& random, double level, double noise,
            bool only_full = false) {
  const Voice* voice = nullptr;
  do {
    voice = &voices[whole(random, 0, static_cast<double>(voices.size()) - 1e-9)];
  } while (only_full && !voice->full);
  Scene made;
  made.level = level;
  made.noise = noise;
  made.samples =
      room_noise(silence + voice->samples.size() + 24000, amplitude(noise), whole(random, 0, 2) == 0, random);
  const auto gain = static_cast<float>(amplitude(level));
  for (std::size_t i = 0; i < voice->samples.size(); ++i)
    made.samples[silence + i] += gain * voice->samples[i];
  return made;
}

Samples quantised(Samples samples, bool clip = true) {
  for (float& x : samples) {
    x = std::nearbyint(x * 32768) / 32768;
    if (clip) x = std::clamp(x, -1.0F, 32767.0F / 32768);
  }
  return samples;
}

/// As a codec of `cut` Hz does to voice and room; what the computer adds after it is below the last bit.
Samples band_limited(const Samples& samples, double cut) {
  const std::size_t size = fast_size(samples.size());
  Bins bins = transform(samples, size);
  for (std::size_t k = 0; k < bins.size(); ++k) {
    const double over = (static_cast<double>(k) * rate / static_cast<double>(size) - cut) / (0.04 * cut);
    if (over > 0) bins[k] *= static_cast<float>(std::pow(10, -std::min(over * 25, 90.0) / 20));
  }
  auto result = inverse_transform(bins, size);
  result.resize(samples.size());
  return result;
}

std::string text(const std::vector<SoundFault>& found) {
  std::string all;
  for (const SoundFault fault : found)
    all += std::string(all.empty() ? "" : " ") + std::string(to_string(fault));
  return all.empty() ? "nothing" : all;
}

/// flite's voices end at 8 kHz whatever is done to them: that is no finding of the fault's.
std::vector<SoundFault> without_wide_band(std::vector<SoundFault> found) {
  std::erase(found, SoundFault::wide_band);
  return found;
}

Outcome judge(const Samples& samples, std::optional<SoundFault> expected, const Scene* set = nullptr) {
  const auto heard = analyse(samples, rate, Hearing::speech);
  auto found = diagnose(heard);
  if (expected != SoundFault::wide_band) found = without_wide_band(std::move(found));
  Outcome outcome;
  outcome.found = !found.empty();
  outcome.right_cause = expected && !found.empty() && found.front() == *expected;
  outcome.said = text(found);
  if (set != nullptr && heard.speech_level) outcome.level_error = *heard.speech_level - set->level;
  if (set != nullptr && heard.snr) outcome.snr_error = *heard.snr - (set->level - set->noise);
  return outcome;
}

Outcome judge(SimulatedFaults set, std::optional<SoundFault> expected) {
  const double delay = static_cast<double>(set.delay);
  const bool drifting = set.drift != 0;
  SimulatedHeadset headset(std::move(set));
  const auto result = run_simulated(headset);
  Outcome outcome;
  std::vector<SoundFault> found;
  if (result.listened) found = without_wide_band(diagnose(*result.listened));
  if (result.looped) {
    const auto more = diagnose(*result.looped);
    found.insert(found.end(), more.begin(), more.end());
    if (result.looped->delays.size() == 2) outcome.delay_error = loop_delay(*result.looped) * rate - delay;
  }
  // A drift moves the sound all the time: there is no one delay to compare with.
  if (drifting) outcome.delay_error.reset();
  outcome.said = text(found);
  for (const Trouble& trouble : result.troubles) {
    outcome.said += " " + trouble.cause;
    for (const auto& [name, value] : trouble.why.written()) outcome.said += " " + value;
  }
  outcome.found = !found.empty() || !result.troubles.empty();
  outcome.right_cause = expected && !found.empty() && found.front() == *expected;
  return outcome;
}

/// A fault of the sound system: the trouble's cause and code tell it.
Outcome judge(SimulatedFaults set, const char* trouble) {
  auto outcome = judge(std::move(set), std::optional<SoundFault>{});
  outcome.right_cause = outcome.said.find(trouble) != std::string::npos;
  return outcome;
}

/// Ear piece to microphone: a few reflections, nothing flat.
Samples acoustic(Random& random) {
  Samples filter(96, 0.0F);
  filter[0] = 1;
  for (int i = 0; i < 12; ++i)
    filter[whole(random, 1, 96)] += static_cast<float>(between(random, -0.35, 0.35));
  return filter;
}

/// The filter's own loss from 300 to 3400 Hz, in dB: the truth for the echo, by its spectrum.
double loss_of(const Samples& filter) {
  const Bins bins = transform(filter, 8192);
  double sum = 0;
  int count = 0;
  for (std::size_t k = 52; k <= 580; ++k, ++count) sum += std::norm(bins[k]);
  return -10 * std::log10(sum / count);
}

/// A loop with ordinary differences.
SimulatedFaults loop_of(Random& random) {
  SimulatedFaults set;
  set.delay = whole(random, 960, 9600);
  set.gain = amplitude(between(random, -3, 0));
  set.noise = amplitude(between(random, -75, -60));
  set.seed = static_cast<unsigned>(random());
  return set;
}

Outcome with_echo(Random& random, double loss) {
  SimulatedFaults set = loop_of(random);
  set.separate = false;
  set.filter = acoustic(random);
  const double own = loss_of(set.filter);
  set.gain = amplitude(-loss + own);  // Both sides play the same: their halves add up to the whole.
  const double delay = static_cast<double>(set.delay);
  SimulatedHeadset headset(set);
  const auto result = run_simulated(headset);
  Outcome outcome;
  if (!result.looped) return outcome;
  const auto found = diagnose(*result.looped);
  outcome.found = !found.empty();
  outcome.right_cause = !found.empty() && found.front() == SoundFault::echo;
  outcome.said = text(found);
  if (result.looped->echo_return_loss) outcome.echo_error = *result.looped->echo_return_loss - loss;
  if (result.looped->delays.size() == 2) outcome.delay_error = loop_delay(*result.looped) * rate - delay;
  return outcome;
}

FaultRow speech_row(std::string name, SoundFault fault,
                    std::function<Samples(const std::vector<Voice>&, Random&)> make) {
  return {std::move(name), false,
          [fault, make = std::move(make)](const std::vector<Voice>& voices, Random& random) {
            return judge(make(voices, random), fault);
          }};
}

FaultRow loop_row(std::string name, SoundFault fault, std::function<void(SimulatedFaults&, Random&)> spoil) {
  return {std::move(name), false,
          [fault, spoil = std::move(spoil)](const std::vector<Voice>&, Random& random) {
            SimulatedFaults set = loop_of(random);
            spoil(set, random);
            return judge(std::move(set), fault);
          }};
}

FaultRow system_row(std::string name, const char* trouble,
                    std::function<void(SimulatedFaults&, Random&)> spoil) {
  return {std::move(name), false,
          [trouble, spoil = std::move(spoil)](const std::vector<Voice>&, Random& random) {
            SimulatedFaults set = loop_of(random);
            spoil(set, random);
            return judge(std::move(set), trouble);
          }};
}

Samples with_hum(const std::vector<Voice>& voices, Random& random, double mains) {
  Samples samples = good_scene(voices, random).samples;
  const double level = amplitude(between(random, -52, -40));
  const double true_mains = mains * between(random, 0.998, 1.002);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double phase = 2 * std::numbers::pi * true_mains * static_cast<double>(i) / rate;
    samples[i] +=
        static_cast<float>(level * (std::sin(phase) + 0.5 * std::sin(2 * phase) + 0.5 * std::sin(3 * phase)));
  }
  return quantised(std::move(samples));
}

/// Gaps of 5 to 300 ms, one to four of them, anywhere after the first tenth of a second.
Samples with_gaps(const std::vector<Voice>& voices, Random& random, bool hold) {
  Samples samples = quantised(good_scene(voices, random).samples);
  const auto count = whole(random, 1, 5);
  for (std::size_t i = 0; i < count; ++i) {
    const auto length = whole(random, 0.005 * rate, 0.3 * rate);
    const auto at = whole(random, 4800, static_cast<double>(samples.size() - length) - 4800);
    std::fill_n(samples.begin() + static_cast<std::ptrdiff_t>(at), length, hold ? samples[at - 1] : 0.0F);
  }
  return samples;
}

Samples with_breath(const std::vector<Voice>& voices, Random& random) {
  Samples samples = good_scene(voices, random).samples;
  const auto count = whole(random, 4, 9);
  for (std::size_t n = 0; n < count; ++n) {
    const auto at = silence / 8 + n * (silence * 7 / 8 - 9600) / 9;
    const double hertz = between(random, 20, 60);
    const auto length = whole(random, 0.06 * rate, 0.15 * rate);
    for (std::size_t i = 0; i < length; ++i) {
      const double t = static_cast<double>(i) / static_cast<double>(length);
      samples[at + i] +=
          static_cast<float>(0.4 * std::sin(std::numbers::pi * t) *
                             std::cos(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
    }
  }
  return quantised(std::move(samples));
}

std::vector<FaultRow> level_rows() {
  using V = const std::vector<Voice>&;
  return {
      {"none (speech)", true,
       [](V voices, Random& random) {
         const Scene set = good_scene(voices, random);
         return judge(quantised(set.samples), std::nullopt, &set);
       }},
      speech_row("muted at the switch", SoundFault::muted,
                 [](V, Random& random) { return Samples(whole(random, 2, 9) * 48000, 0.0F); }),
      speech_row("constant value", SoundFault::dead_converter,
                 [](V, Random& random) {
                   return Samples(48000 * 4, static_cast<float>(between(random, 0.001, 0.9)));
                 }),
      speech_row("only the last bit toggles", SoundFault::dead_converter,
                 [](V, Random& random) {
                   Samples samples(48000 * 4, 0.0F);
                   for (float& x : samples) x = whole(random, 0, 2) == 0 ? 0.0F : 1.0F / 32768;
                   return samples;
                 }),
      speech_row("speech at -46 to -38 dBov", SoundFault::too_quiet,
                 [](V voices, Random& random) {
                   return quantised(
                       scene(voices, random, between(random, -46, -38), between(random, -82, -76)).samples);
                 }),
      speech_row("speech at -14 to -8 dBov, not clipped", SoundFault::too_loud,
                 [](V voices, Random& random) {
                   return quantised(
                       scene(voices, random, between(random, -14, -8), between(random, -70, -60)).samples,
                       false);
                 }),
      speech_row("clipped at 0.15 to 0.6 of its peak", SoundFault::clipped,
                 [](V voices, Random& random) {
                   Samples samples = quantised(good_scene(voices, random).samples);
                   float most = 0;
                   for (const float x : samples) most = std::max(most, std::abs(x));
                   const auto gain = static_cast<float>(std::max(1.0, 0.25 / (0.15 * double{most})));
                   const float limit = most * static_cast<float>(between(random, 0.15, 0.6));
                   for (float& x : samples) x = std::clamp(x, -limit, limit) * std::min(gain, 0.9F / limit);
                   return quantised(std::move(samples));
                 }),
      speech_row("offset of 1.5 to 20 %", SoundFault::offset,
                 [](V voices, Random& random) {
                   Samples samples = good_scene(voices, random).samples;
                   const double offset = between(random, 0.015, 0.2) * (whole(random, 0, 2) == 0 ? 1 : -1);
                   for (float& x : samples) x += static_cast<float>(offset);
                   return quantised(std::move(samples));
                 }),
  };
}

std::vector<FaultRow> speech_rows() {
  using V = const std::vector<Voice>&;
  std::vector<FaultRow> rows = level_rows();
  const std::vector<FaultRow> more = {
      speech_row("hum of 50 Hz", SoundFault::hum_50,
                 [](V voices, Random& random) { return with_hum(voices, random, 50); }),
      speech_row("hum of 60 Hz", SoundFault::hum_60,
                 [](V voices, Random& random) { return with_hum(voices, random, 60); }),
      speech_row("noise 3 to 12 dB below the speech", SoundFault::noisy,
                 [](V voices, Random& random) {
                   const double level = between(random, -30, -20);
                   return quantised(scene(voices, random, level, level - between(random, 3, 12)).samples);
                 }),
      speech_row("narrow band, 3.4 to 3.8 kHz", SoundFault::telephone_band,
                 [](V voices, Random& random) {
                   return quantised(
                       band_limited(good_scene(voices, random).samples, between(random, 3400, 3800)));
                 }),
      speech_row("wide band, 7 to 7.8 kHz", SoundFault::wide_band,
                 [](V voices, Random& random) {
                   const Scene set =
                       scene(voices, random, between(random, -27, -20), between(random, -75, -62), true);
                   return quantised(band_limited(set.samples, between(random, 7000, 7800)));
                 }),
      speech_row("gaps of zeros, 5 to 300 ms", SoundFault::dropouts,
                 [](V voices, Random& random) { return with_gaps(voices, random, false); }),
      speech_row("gaps that hold a value, 5 to 300 ms", SoundFault::dropouts,
                 [](V voices, Random& random) { return with_gaps(voices, random, true); }),
      speech_row("breath, 4 to 8 bursts", SoundFault::breath, with_breath),
  };
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

std::vector<FaultRow> loop_rows() {
  const auto drop = [](SimulatedFaults& set, Random& random) {
    // The pilot is heard from 4.35 s and twice the delay on and lasts half a second.
    set.drop_at = whole(random, 4.4 * rate, 4.75 * rate) + 2 * set.delay;
    set.drop_length = whole(random, 0.005 * rate, 0.3 * rate);
    set.drop_as_zeros = whole(random, 0, 2) == 0;
  };
  return {
      {"none (loop)", true,
       [](const std::vector<Voice>&, Random& random) {
         return judge(loop_of(random), std::optional<SoundFault>{});
       }},
      {"none (closed headset)", true,
       [](const std::vector<Voice>&, Random& random) {
         SimulatedFaults set = loop_of(random);
         set.gain = 0;
         return judge(std::move(set), std::optional<SoundFault>{});
       }},
      loop_row("muted in the loop", SoundFault::muted,
               [](SimulatedFaults& set, Random&) { set.muted = true; }),
      loop_row("drift of +50 ppm", SoundFault::drift,
               [](SimulatedFaults& set, Random&) { set.drift = 50e-6; }),
      loop_row("drift of -50 ppm", SoundFault::drift,
               [](SimulatedFaults& set, Random&) { set.drift = -50e-6; }),
      loop_row("swapped channels", SoundFault::swapped,
               [](SimulatedFaults& set, Random&) { set.swapped = true; }),
      {"echo at -20 dB", false,
       [](const std::vector<Voice>&, Random& random) { return with_echo(random, 20); }},
      {"echo at -30 dB", false,
       [](const std::vector<Voice>&, Random& random) { return with_echo(random, 30); }},
      {"echo at -40 dB", false,
       [](const std::vector<Voice>&, Random& random) { return with_echo(random, 40); }},
      {"delay +100 ms", false,
       [](const std::vector<Voice>&, Random& random) {
         SimulatedFaults set = loop_of(random);
         set.delay += 4800;
         auto outcome = judge(set, std::optional<SoundFault>{});
         // Not long enough to be a fault by itself: found and right when the figure is.
         outcome.found = outcome.right_cause = outcome.delay_error && std::abs(*outcome.delay_error) <= 1;
         return outcome;
       }},
      loop_row("delay +300 ms", SoundFault::long_delay,
               [](SimulatedFaults& set, Random&) { set.delay += 14400; }),
      loop_row("lost 5 to 300 ms under the pilot", SoundFault::dropouts, drop),
      system_row("microphone vanished", "microphone_vanished",
                 [](SimulatedFaults& set, Random& random) { set.remove_at = whole(random, 1, 5 * rate); }),
      system_row("recording moved", "recording_elsewhere",
                 [](SimulatedFaults& set, Random& random) { set.move_at = whole(random, 1, 5 * rate); }),
      system_row("sound server stuck", "sound_server_stuck",
                 [](SimulatedFaults& set, Random& random) { set.stuck_at = whole(random, 1, 5 * rate); }),
      system_row("device stops to deliver", "device_stopped",
                 [](SimulatedFaults& set, Random& random) { set.hang_at = whole(random, 1, 5 * rate); }),
      system_row("a call begins", "busy",
                 [](SimulatedFaults& set, Random& random) { set.call_at = whole(random, 1, 3.4 * rate); }),
  };
}

}  // namespace

Scene good_scene(const std::vector<Voice>& voices, Random& random) {
  return scene(voices, random, between(random, -28, -21), between(random, -75, -60));
}

std::vector<FaultRow> fault_rows() {
  auto rows = speech_rows();
  for (FaultRow& row : loop_rows()) rows.push_back(std::move(row));
  return rows;
}

}  // namespace deskready::audio::bench

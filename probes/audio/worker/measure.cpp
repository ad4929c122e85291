#include "probes/audio/worker/measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "probes/audio/signal/analysis.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/signal/played/chirp.h"
#include "probes/audio/signal/played/pilot.h"
#include "probes/audio/signal/played/sweep.h"

namespace deskready::audio {
namespace {

constexpr double settle_seconds = 0.7;
constexpr double chirp_seconds = 0.25;
constexpr double echo_seconds = 0.55;  // The longest delay that is looked for.
constexpr double agreement = 0.005;
constexpr double same_arrival = 0.001;
// Starts quiet and gets louder only while too little comes back; nobody is to be startled.
constexpr std::array<double, 3> levels = {-40, -26, -14};
// The echo's energy is then three times the noise's in it, and its figure good to 1 dB.
constexpr double strong_return = 75;  // times the correlation's RMS
constexpr double other_channel = 10;  // dB weaker: the sound is on the one channel only

// The second sound: sweep, pause, pilot, pause, chirp.
constexpr double sweep_seconds = 0.6;
constexpr double sweep_low = 60;
constexpr double sweep_high = 20000;
constexpr std::array<double, 7> octaves = {125, 250, 500, 1000, 2000, 4000, 8000};
constexpr double pause_seconds = 0.1;
constexpr double pilot_seconds = 0.5;
constexpr double pilot_hertz = 997;
constexpr double pilot_edge = 0.03;
constexpr double after_seconds = 0.4;  // of the echo, for its tail and the noise after it

std::size_t frames(const Duplex& device, double seconds) {
  return static_cast<std::size_t>(seconds * device.rate());
}

std::span<const float> part(std::span<const float> all, std::size_t from, std::size_t count) {
  if (from >= all.size()) return {};
  return all.subspan(from, std::min(count, all.size() - from));
}

/// Plays and waits until `tail` seconds after the sound's end; the index of the sound's first sample in the
/// recording. Nothing when the device stopped to deliver.
std::optional<std::size_t> send(Duplex& device, std::span<const float> left, std::span<const float> right,
                                double tail) {
  device.play(left, right);
  if (!device.wait(device.recorded(0).size() + frames(device, 0.05))) return std::nullopt;
  const std::int64_t start = device.started();
  if (start < 0) return std::nullopt;
  const auto from = static_cast<std::size_t>(start);
  if (!device.wait(from + left.size() + frames(device, tail))) return std::nullopt;
  return from;
}

/// One measurement of the loop, step by step.
class LoopTest {
 public:
  LoopTest(Duplex& device, const std::function<bool()>& may_play) : device_(device), may_play_(may_play) {}

  /// False when the device stopped to deliver.
  bool run() {
    for (const double level : levels) {
      if (!may_play_()) return true;
      result_.level = level;
      amplitude_ = std::pow(10, level / 20);
      chirp_ = chirp(device_.rate(), chirp_seconds, amplitude_);
      if (!first_chirp()) return false;
      if (result_.delays.empty()) continue;
      if (weak_ && level != levels.back()) {
        result_.delays.clear();
        continue;
      }
      if (!may_play_()) break;
      if (!second_chirp()) return false;
      if (result_.delays.size() == 2) break;
      result_.delays.clear();
    }
    if (result_.delays.size() < 2) {
      result_.delays.clear();
      return true;
    }
    return !may_play_() || program();
  }

  Looping result() { return std::move(result_); }

 private:
  std::optional<Echo> heard(std::span<const float> recorded) const {
    const auto echo = find_echo(chirp_, recorded, device_.rate());
    return echo && credible(*echo) ? echo : std::nullopt;
  }

  std::span<const float> recording(std::size_t channel, std::size_t from, double seconds) {
    const auto piece = part(device_.recorded(channel), from, frames(device_, seconds));
    result_.peak = std::max(result_.peak, peak(piece));
    return piece;
  }

  bool first_chirp() {
    const auto from = send(device_, chirp_, chirp_, echo_seconds);
    if (!from) return false;
    for (const std::size_t channel : {0U, 1U}) {
      const auto echo = heard(recording(channel, *from, chirp_seconds + echo_seconds));
      if (!echo) continue;
      channel_ = channel;
      result_.delays = {echo->delay};
      result_.gain = echo->gain_db;
      result_.confidence = echo->over_next_peak;
      weak_ = echo->over_noise < strong_return;
      break;
    }
    return true;
  }

  /// On the left only: shows where left arrives, and whether the delay was no accident.
  bool second_chirp() {
    const std::vector<float> nothing(chirp_.size(), 0.0F);
    const double tail = result_.delays.front() + 0.05;
    const auto from = send(device_, chirp_, nothing, tail);
    if (!from) return false;
    std::array<std::optional<Echo>, 2> found;
    for (const std::size_t channel : {0U, 1U}) {
      const auto echo = heard(recording(channel, *from, chirp_seconds + tail));
      if (!echo || std::abs(echo->delay - result_.delays.front()) > agreement) continue;
      found[channel] = echo;
      if (result_.delays.size() < 2) result_.delays.push_back(echo->delay);
    }
    if (result_.delays.size() == 2) result_.channels = where_left_arrives(found);
    return true;
  }

  /// A channel without the chirp is the weaker one only if it would have been heard at a tenth of the other's
  /// power.
  static std::string where_left_arrives(const std::array<std::optional<Echo>, 2>& found) {
    if (found[0] && found[1]) {
      const double difference = found[0]->gain_db - found[1]->gain_db;
      return difference > other_channel ? "straight" : difference < -other_channel ? "swapped" : "mono";
    }
    const Echo& only = found[0] ? *found[0] : *found[1];
    if (only.over_noise < least_over_noise * std::pow(10, other_channel / 20)) return {};
    return found[0] ? "straight" : "swapped";
  }

  bool program() {
    const double rate = device_.rate();
    const auto sweep = exponential_sweep(rate, sweep_seconds, sweep_low, sweep_high, amplitude_);
    const auto tone = pilot(rate, pilot_seconds, pilot_hertz, amplitude_);
    const std::vector<float> pause(frames(device_, pause_seconds), 0.0F);
    std::vector<float> sound = sweep;
    const auto append = [&](const std::vector<float>& more) {
      sound.insert(sound.end(), more.begin(), more.end());
    };
    append(pause);
    const std::size_t pilot_at = sound.size();
    append(tone);
    append(pause);
    const std::size_t chirp_at = sound.size();
    append(chirp_);
    const double delay = (result_.delays[0] + result_.delays[1]) / 2;
    const auto from = send(device_, sound, sound, delay + 0.1);
    if (!from) return false;
    const std::span<const float> all =
        recording(channel_, *from, static_cast<double>(device_.recorded(0).size()));
    const std::size_t late = frames(device_, delay);
    echo(sweep, part(all, 0, sweep.size() + late + frames(device_, after_seconds)));
    clocks(part(all, pilot_at + late + frames(device_, pilot_edge),
                tone.size() - 2 * frames(device_, pilot_edge)));
    const std::size_t early = frames(device_, 0.35);
    const std::size_t look = chirp_at + (late > early ? late - early : 0);
    if (const auto last = heard(part(all, look, all.size()))) {
      const double end = last->delay + (static_cast<double>(look) - static_cast<double>(chirp_at)) / rate;
      result_.moved = end - delay;
    }
    return true;
  }

  void echo(std::span<const float> sweep, std::span<const float> recorded) {
    const auto response = impulse_response(sweep, recorded, device_.rate(), sweep_low, sweep_high * 0.97);
    if (!response) return;
    if (const auto loss = echo_return_loss(*response)) {
      result_.echo_return_loss = loss->decibels;
      result_.echo_low = loss->low;
      result_.echo_high = loss->high;
    }
    const auto arrival = first_arrival(*response);
    // The chirps say which peak; the sweep reaches higher and so tells arrivals apart that are near to each
    // other.
    if (arrival && std::abs(*arrival - result_.delays.front()) < same_arrival) result_.arrival = arrival;
    result_.electrical = electrical(*response);
    for (const auto& [hertz, decibels] : frequency_response(*response, octaves)) {
      result_.response.emplace_back(hertz, decibels);
    }
    result_.band = usable_band(*response, sweep_high * 0.95);
  }

  void clocks(std::span<const float> tone) {
    const auto track = track_pilot(tone, device_.rate(), pilot_hertz);
    if (!track) return;
    result_.drift = track->drift;
    result_.drift_error = track->drift_error;
    result_.jumps = track->jumps;
    // Through the air a figure would be the loudspeaker's and the room's.
    if (result_.electrical && track->jumps == 0) result_.thd_n = thd_n(tone, device_.rate(), pilot_hertz);
  }

  Duplex& device_;
  const std::function<bool()>& may_play_;
  Looping result_;
  double amplitude_ = 0;
  std::size_t channel_ = 0;
  bool weak_ = false;
  std::vector<float> chirp_;
};

}  // namespace

std::optional<Listening> listen(Duplex& device, double seconds) {
  if (!device.wait(device.recorded(0).size() + frames(device, settle_seconds))) return std::nullopt;
  const double begin = device.elapsed();
  const std::size_t from = device.recorded(0).size();
  if (!device.wait(from + frames(device, seconds))) return std::nullopt;
  const double passed = device.elapsed() - begin;
  const auto arrived = static_cast<double>(device.recorded(0).size() - from) / device.rate();
  Listening result;
  static_cast<Recording&>(result) =
      analyse(part(device.recorded(0), from, frames(device, seconds)), device.rate(), Hearing::quiet);
  result.lost_seconds = passed - arrived;
  return result;
}

std::optional<Looping> loop(Duplex& device, const std::function<bool()>& may_play) {
  LoopTest test(device, may_play);
  if (!test.run()) return std::nullopt;
  return test.result();
}

double longest_recording(double listening_seconds) {
  constexpr double chirps = static_cast<double>(levels.size()) * 2 * (chirp_seconds + echo_seconds + 0.1);
  constexpr double program = sweep_seconds + 2 * pause_seconds + pilot_seconds + chirp_seconds + echo_seconds;
  return settle_seconds + listening_seconds + chirps + program + 2;
}

}  // namespace deskready::audio

#include "tests/headset/simulated_headset.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "probes/audio/worker/measure.h"

namespace deskready::audio {
namespace {

/// Uniform and Gaussian numbers that are the same with every standard library.
class Random {
 public:
  explicit Random(unsigned seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {
    for (int i = 0; i < 20; ++i) uniform();
  }
  double uniform() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<double>(state_ >> 11) * 0x1p-53;
  }
  /// The sum of twelve uniform ones is near enough to a normal one, and quick.
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }

 private:
  std::uint64_t state_;
};

std::vector<float> filtered(const std::vector<float>& samples, const std::vector<float>& filter) {
  std::vector<float> result(samples.size(), 0.0F);
  for (std::size_t k = 0; k < filter.size(); ++k) {
    if (filter[k] == 0) continue;
    for (std::size_t i = k; i < samples.size(); ++i) result[i] += filter[k] * samples[i - k];
  }
  return result;
}

/// The value of `samples` at a fractional index, by a windowed sinc of 32 points; 0 outside.
double at(const std::vector<float>& samples, double index) {
  const auto whole = static_cast<std::int64_t>(std::floor(index));
  const double part = index - static_cast<double>(whole);
  const auto value = [&](std::int64_t i) {
    return i < 0 || i >= static_cast<std::int64_t>(samples.size())
               ? 0.0
               : double{samples[static_cast<std::size_t>(i)]};
  };
  if (part == 0 || whole < -16 || whole > static_cast<std::int64_t>(samples.size()) + 16) return value(whole);
  double sum = 0;
  for (std::int64_t k = -15; k <= 16; ++k) {
    const double x = static_cast<double>(k) - part;
    const double sinc = std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
    sum += value(whole + k) * sinc * (0.5 + 0.5 * std::cos(std::numbers::pi * x / 17));
  }
  return sum;
}

Device half(std::uint32_t index, const char* name) {
  Device device;
  device.index = index;
  device.name = name;
  device.bus = "usb";
  device.card = "1";
  device.form_factor = "headset";
  return device;
}

}  // namespace

SimulatedHeadset::SimulatedHeadset(SimulatedFaults faults, bool with_output)
    : faults_(std::move(faults)), output_(with_output) {
  // Memory that never moves, as the real device's.
  for (auto& channel : memory_) channel.reserve(static_cast<std::size_t>(longest_recording(4) * rate()));
}

std::span<const float> SimulatedHeadset::recorded(std::size_t channel) const {
  return std::span(memory_[channel]).first(recorded_);
}

void SimulatedHeadset::play(std::span<const float> left, std::span<const float> right) {
  ++playbacks_;
  started_ = static_cast<std::int64_t>(recorded_);
  const std::array<std::span<const float>, 2> sounds = {left, right};
  for (std::size_t channel = 0; channel < 2; ++channel) {
    played_[channel].resize(recorded_, 0.0F);
    played_[channel].insert(played_[channel].end(), sounds[channel].begin(), sounds[channel].end());
    for (const float x : sounds[channel]) loudest_ = std::max(loudest_, std::abs(double{x}));
  }
}

/// A channel's sound from sample `begin` to `end` as it arrives at the microphone, without its noise.
std::vector<float> SimulatedHeadset::arriving(std::size_t channel, std::size_t begin, std::size_t end) const {
  const std::size_t before = std::min(begin, faults_.filter.size());
  std::vector<float> sound(end - begin + before, 0.0F);
  for (std::size_t from = 0; from < 2 && faults_.gain != 0; ++from) {
    const std::size_t to = faults_.swapped ? 1 - from : from;
    if (faults_.separate && to != channel) continue;
    const double gain = faults_.separate ? faults_.gain : faults_.gain / 2;
    for (std::size_t i = 0; i < sound.size(); ++i) {
      const double index = static_cast<double>(begin - before + i) * (1 + faults_.drift);
      sound[i] += static_cast<float>(gain * at(played_[from], index - static_cast<double>(faults_.delay)));
    }
  }
  for (std::size_t i = 0; i < sound.size() && begin - before + i < faults_.room.size(); ++i) {
    sound[i] += faults_.room[begin - before + i];
  }
  if (!faults_.filter.empty()) sound = filtered(sound, faults_.filter);
  sound.erase(sound.begin(), sound.begin() + static_cast<std::ptrdiff_t>(before));
  return sound;
}

void SimulatedHeadset::run_to(std::size_t count) {
  const std::size_t limit = std::min(count, memory_[0].capacity());
  for (std::size_t channel = 0; channel < 2; ++channel) {
    auto& memory = memory_[channel];
    const std::size_t begin = memory.size();
    const auto sound = arriving(channel, begin, limit + faults_.drop_length);
    Random random(faults_.seed + static_cast<unsigned>(memory.size()) * 7 + static_cast<unsigned>(channel));
    for (std::size_t i = memory.size(); i < limit; ++i) {
      const bool dropping = i >= faults_.drop_at && i < faults_.drop_at + faults_.drop_length;
      const std::size_t from = !faults_.drop_as_zeros && i >= faults_.drop_at ? i + faults_.drop_length : i;
      const double t = static_cast<double>(i) / rate();
      double x = sound[from - begin];
      x += faults_.noise * random.normal() + faults_.offset;
      x += faults_.hum * std::sin(2 * std::numbers::pi * faults_.mains * t);
      x += faults_.hum / 3 * std::sin(2 * std::numbers::pi * 3 * faults_.mains * t);
      x = std::clamp(x, -faults_.clip, faults_.clip);
      if (faults_.muted || (dropping && faults_.drop_as_zeros)) x = 0;
      memory.push_back(static_cast<float>(x));
    }
  }
}

bool SimulatedHeadset::wait(std::size_t count) {
  const std::size_t reach = std::min(count, faults_.hang_at);
  if (reach > memory_[0].size()) run_to(reach);
  recorded_ = std::min(std::max(recorded_, reach), memory_[0].size());
  return recorded_ >= count;
}

double SimulatedHeadset::elapsed() const {
  const bool lost = !faults_.drop_as_zeros && recorded_ > faults_.drop_at;
  return static_cast<double>(recorded_ + (lost ? faults_.drop_length : 0)) / rate();
}

tl::expected<ServerView, ServerError> SimulatedHeadset::view() const {
  if (recorded_ >= faults_.stuck_at)
    return tl::unexpected(ServerError{ServerFault::stuck, Detail::sound_server_no_answer});
  ServerView view;
  view.sources = {half(10, "mic"), half(12, "other_mic")};
  view.sources[1].card = "2";
  view.sources[1].form_factor = "webcam";
  view.sinks = {half(11, "speaker")};
  view.default_source = "mic";
  view.default_sink = "speaker";
  const bool removed = recorded_ >= faults_.remove_at;
  const bool moved = removed || recorded_ >= faults_.move_at;
  if (removed) view.sources.erase(view.sources.begin());
  view.recordings = {
      {.device = moved ? 12U : 10U, .process = process, .use = {.records = true, .own = true}}};
  if (output_) view.playbacks = {{.device = 11, .process = process, .use = {.own = true}}};
  if (recorded_ >= faults_.call_at)
    view.recordings.push_back({.device = 10, .process = 99, .use = {.records = true}});
  return view;
}

SessionResult run_simulated(SimulatedHeadset& headset, SoundWork work, double seconds,
                            const std::function<bool()>& allowed) {
  SessionResult result;
  const auto say = [&](const nlohmann::json& line) {
    if (line.contains(message::listened)) result.listened = line[message::listened].get<Listening>();
    if (line.contains(message::looped)) result.looped = line[message::looped].get<Looping>();
    if (line.contains(message::trouble)) result.troubles.push_back(line[message::trouble].get<Trouble>());
  };
  const auto first = headset.view();
  if (!first) {
    result.troubles.push_back({SoundWork::devices, "sound_server_stuck", first.error().why});
    return result;
  }
  run_session({work, seconds}, choose_devices(*first), headset,
              {.view = [&] { return headset.view(); },
               .allowed = allowed,
               .say = say,
               .self = SimulatedHeadset::process});
  for (const Trouble& trouble : result.troubles) {
    if (trouble.work <= SoundWork::listen) result.listened.reset();
    result.looped.reset();
  }
  return result;
}

}  // namespace deskready::audio

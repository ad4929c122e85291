#include "probes/audio/sound_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "probes/audio/headset.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/stream.h"

namespace deskready::audio {
namespace {

struct Row {
  std::string_view name;
  SoundWork work;
  std::string_view not_asked = {};  ///< what a person has to do for it; empty when nothing
};

constexpr std::string_view needs_speech = "it takes a person who reads aloud; run deskready check --guided";

constexpr std::array rows = {
    Row{"audio.headset.present", SoundWork::devices},
    Row{"audio.headset.connection", SoundWork::devices},
    Row{"audio.headset.wireless", SoundWork::devices},
    Row{"audio.headset.name", SoundWork::devices},
    Row{"audio.headset.default_input", SoundWork::devices},
    Row{"audio.headset.default_output", SoundWork::devices},
    Row{"audio.devices.inputs", SoundWork::devices},
    Row{"audio.devices.outputs", SoundWork::devices},
    Row{"audio.microphone.muted", SoundWork::listen},
    Row{"audio.microphone.opened", SoundWork::listen},
    Row{"audio.noise_floor", SoundWork::listen},
    Row{"audio.noise_floor_weighted", SoundWork::listen},
    Row{"audio.hum", SoundWork::listen},
    Row{"audio.peak", SoundWork::listen},
    Row{"audio.clipping", SoundWork::listen},
    Row{"audio.dc_offset", SoundWork::listen},
    Row{"audio.dropouts", SoundWork::listen},
    Row{"audio.loop.delay", SoundWork::loop},
    Row{"audio.loop.echo_return_loss", SoundWork::loop},
    Row{"audio.loop.band", SoundWork::loop},
    Row{"audio.loop.thd_n", SoundWork::loop},
    Row{"audio.loop.drift", SoundWork::loop},
    Row{"audio.loop.channels", SoundWork::loop},
    Row{"audio.speaker.heard", SoundWork::loop},
    Row{"audio.speech.level", SoundWork::devices, needs_speech},
    Row{"audio.speech.activity", SoundWork::devices, needs_speech},
    Row{"audio.snr", SoundWork::devices, needs_speech},
    Row{"audio.band_edge", SoundWork::devices, needs_speech},
};

constexpr std::string_view server_method = "sound server's device list";
constexpr std::string_view bare_method = "ALSA hardware through PortAudio";
constexpr double mostly_silence = 0.5;
constexpr double moved_limit = 0.001;  // Drift of 300 ppm moves the delay by less in the time of the pilot.
constexpr double lost_limit = 0.15;    // PortAudio's own buffering moves sound by up to 0.1 s.

Fact known(Value value, std::string_view method, WallTime now) {
  Fact fact;
  fact.value = std::move(value);
  fact.method = method;
  fact.at = now;
  return fact;
}

/// Collects the facts of one run.
class Collector {
 public:
  Collector(const SoundResults& results, SoundWork done, WallTime now)
      : results_(results), done_(done), now_(now) {}

  Facts collect() {
    devices();
    if (results_.server) headset(*results_.server);
    if (results_.listened) listened(*results_.listened);
    muted();
    if (results_.looped) looped(*results_.looped);
    if (results_.open_seconds)
      add("audio.microphone.opened", *results_.open_seconds, "time from opening to closing");
    the_rest();
    return std::move(facts_);
  }

 private:
  void add(std::string_view name, Value value, std::string_view method = server_method) {
    facts_.add(name, known(std::move(value), method, now_));
  }

  void devices() {
    if (results_.server) {
      add("audio.devices.inputs", static_cast<double>(results_.server->sources.size()));
      add("audio.devices.outputs", static_cast<double>(results_.server->sinks.size()));
    } else if (results_.bare) {
      add("audio.devices.inputs", static_cast<double>(results_.bare->inputs), bare_method);
      add("audio.devices.outputs", static_cast<double>(results_.bare->outputs), bare_method);
    }
  }

  void headset(const ServerView& view) {
    const auto found = find_headset(view);
    add("audio.headset.present", found.has_value(),
        found ? fmt::format("{}: {}", server_method, found->reason) : std::string(server_method));
    if (!found) {
      for (const Row& row : rows) {
        if (row.name.starts_with("audio.headset.") && !facts_.find(row.name)) {
          facts_.cannot(row.name, unmeasured(Cause::no_device, "no headset was found"));
        }
      }
      return;
    }
    // A remapped microphone has no bus of its own; the speaker's half then tells.
    const Device& telling = found->source.bus.empty() ? found->sink : found->source;
    if (const auto kind = connection(telling)) add("audio.headset.connection", std::string(*kind));
    if (const auto free = wireless(telling)) {
      add("audio.headset.wireless", *free);
    } else {
      facts_.cannot("audio.headset.wireless",
                    unmeasured(Cause::unsupported, "a USB headset and a radio dongle look the same"));
    }
    // Only the maker's name for the product: the description may be one that the person gave it.
    if (const auto& product = telling.product; !product.empty()) add("audio.headset.name", product);
    add("audio.headset.default_input", found->source.name == view.default_source);
    add("audio.headset.default_output", found->sink.name == view.default_sink);
  }

  std::string listening_method() const {
    return fmt::format("PortAudio through {}, {:.0f} s, {:.0f} kHz", results_.server ? "pulse" : "ALSA",
                       results_.listened->seconds, results_.listened->rate / 1000);
  }

  bool loop_heard() const { return results_.looped && !results_.looped->delays.empty(); }
  bool all_silent() const {
    return results_.listened && results_.listened->peak == 0 &&
           (!results_.looped || results_.looped->peak == 0);
  }

  void listened(const Listening& heard) {
    const std::string method = listening_method();
    if (all_silent()) {
      return no_sound(unmeasured(Cause::condition, "the microphone delivered nothing but exact silence"));
    }
    if (heard.stuck) {
      return no_sound(unmeasured(Cause::condition, "the microphone delivered one constant value"));
    }
    const auto samples = static_cast<std::uint64_t>(heard.seconds * heard.rate);
    Fact clipping = known(heard.clipping, method, now_);
    Fact offset = known(heard.dc_offset, method, now_);
    clipping.samples = offset.samples = samples;
    facts_.add("audio.clipping", std::move(clipping));
    facts_.add("audio.dc_offset", std::move(offset));
    level("audio.peak", heard.peak, method, samples);
    noise(heard, method);
    hum(heard, method);
    dropouts(heard, method, samples);
  }

  void hum(const Listening& heard, const std::string& method) {
    if (!heard.hum) {
      return facts_.cannot("audio.hum", unmeasured(Cause::condition, "too quiet to tell hum from noise"));
    }
    Fact fact = known(*heard.hum, fmt::format("{}, {} Hz and multiples", method, heard.mains), now_);
    fact.detail["mains"] = heard.mains;
    facts_.add("audio.hum", std::move(fact));
  }

  void no_sound(const Unmeasured& why) {
    for (const Row& row : rows) {
      if (row.work == SoundWork::listen && !row.name.starts_with("audio.microphone."))
        facts_.cannot(row.name, why);
    }
  }

  /// Exact zero has no level in dB: it is below what 16 bits can tell, and that is said.
  Fact silence(const std::string& method) const {
    Fact fact = known(20 * std::log10(1.0 / 32768), method, now_);
    fact.at_most = true;
    return fact;
  }

  void level(std::string_view name, double amplitude, const std::string& method, std::uint64_t samples) {
    const auto decibels = dbfs(amplitude);
    Fact fact = decibels ? known(*decibels, method, now_) : silence(method);
    fact.samples = samples;
    facts_.add(name, std::move(fact));
  }

  void noise(const Listening& heard, const std::string& method) {
    Fact fact = silence(method);
    if (heard.noise_frames > 0) {
      fact = known(heard.noise, method + ", level exceeded 90 % of the time", now_);
      fact.low = heard.noise_low;
      fact.high = heard.noise_high;
      fact.samples = heard.noise_frames;
    }
    facts_.add("audio.noise_floor", std::move(fact));
    Fact weighted = silence(method);
    if (heard.noise_weighted) {
      weighted = known(*heard.noise_weighted, method + ", A-weighted, level exceeded 90 % of the time", now_);
      weighted.samples = heard.noise_frames / 2;
    }
    facts_.add("audio.noise_floor_weighted", std::move(weighted));
  }

  void dropouts(const Listening& heard, const std::string& method, std::uint64_t samples) {
    const bool pilot = results_.looped && results_.looped->drift;
    if (heard.zero_share > mostly_silence && !pilot) {
      return facts_.cannot("audio.dropouts",
                           unmeasured(Cause::condition, "too quiet to tell a gap from silence"));
    }
    const bool lost = heard.lost_seconds > lost_limit;
    std::uint64_t count = std::max<std::uint64_t>(heard.gaps, lost ? 1 : 0);
    if (results_.looped) {
      const bool moved = std::abs(results_.looped->moved.value_or(0)) > moved_limit;
      count += std::max<std::uint64_t>(results_.looped->jumps, moved ? 1 : 0);
    }
    Fact fact = known(static_cast<double>(count), method, now_);
    fact.samples = samples;
    fact.at_least = lost;
    facts_.add("audio.dropouts", std::move(fact));
  }

  const Device* microphone() const {
    if (!results_.server) return nullptr;
    const ServerView& view = *results_.server;
    const auto headset = find_headset(view);
    const std::string name = headset ? headset->source.name : view.default_source;
    const auto found = std::find_if(view.sources.begin(), view.sources.end(),
                                    [&](const Device& source) { return source.name == name; });
    return found == view.sources.end() ? nullptr : &*found;
  }

  /// A mute switch that the server knows is certain at once. That there is none proves nothing: the button on
  /// the cable shows only in the samples.
  void muted() {
    const Device* source = microphone();
    if (source != nullptr && source->muted)
      return add("audio.microphone.muted", true, "sound server's mute switch");
    if (!results_.listened) return;
    add("audio.microphone.muted", all_silent(), listening_method() + ", exact silence");
  }

  void looped(const Looping& loop) {
    if (loop.delays.empty()) {
      const std::string detail =
          loop.peak == 0
              ? "the microphone delivered nothing but exact silence"
              : fmt::format("no sound came back at {:.0f} dBFS; a closed headset lets none through",
                            loop.level);
      const Unmeasured why = unmeasured(Cause::undecided, detail);
      for (const Row& row : rows) {
        if (row.work == SoundWork::loop) facts_.cannot(row.name, why);
      }
      return;
    }
    const std::string method =
        fmt::format("chirps 300 Hz to 7 kHz at {:.0f} dBFS, cross-correlation", loop.level);
    const auto [least, most] = std::minmax_element(loop.delays.begin(), loop.delays.end());
    double sum = 0;
    for (const double delay : loop.delays) sum += delay;
    const auto count = static_cast<double>(loop.delays.size());
    Fact delay = known(sum / count, method, now_);
    // Two agreeing chirps give no honest deviation; their span, and a sample each way for the server's clock.
    delay.low = *least - 1 / stream_rate;
    delay.high = *most + 1 / stream_rate;
    delay.samples = loop.delays.size();
    delay.detail["return_gain"] = loop.gain;
    facts_.add("audio.loop.delay", std::move(delay));
    Fact heard = known(true, method, now_);
    heard.samples = loop.delays.size();
    facts_.add("audio.speaker.heard", std::move(heard));
    if (!loop.channels.empty()) add("audio.loop.channels", loop.channels, "chirp on the left only");
    echo(loop);
    clocks(loop);
  }

  void echo(const Looping& loop) {
    const std::string method =
        fmt::format("sweep 60 Hz to 20 kHz at {:.0f} dBFS, impulse response", loop.level);
    if (loop.echo_return_loss) {
      add("audio.loop.echo_return_loss", *loop.echo_return_loss, method + ", 300 to 3400 Hz");
    } else {
      facts_.cannot("audio.loop.echo_return_loss",
                    unmeasured(Cause::undecided, "the echo does not stand above the room's noise"));
    }
    if (loop.band) add("audio.loop.band", *loop.band, method + ", -10 dB from 1 kHz");
    if (loop.thd_n) {
      add("audio.loop.thd_n", *loop.thd_n,
          fmt::format("997 Hz at {:.0f} dBFS, all but the tone's main lobe", loop.level));
    } else if (!loop.electrical) {
      facts_.cannot("audio.loop.thd_n",
                    unmeasured(Cause::condition, "the sound went through the air, not through a cable"));
    }
  }

  void clocks(const Looping& loop) {
    if (!loop.drift) return;
    Fact drift = known(*loop.drift, "pitch of a tone of 997 Hz, recorded over played", now_);
    drift.low = *loop.drift - loop.drift_error;
    drift.high = *loop.drift + loop.drift_error;
    facts_.add("audio.loop.drift", std::move(drift));
  }

  Unmeasured why_not(const Row& row) const {
    if (!row.not_asked.empty()) return unmeasured(Cause::not_asked, std::string(row.not_asked));
    if (results_.troubles.contains(SoundWork::devices)) return results_.why_not(row.work);
    if (row.work > done_) {
      return unmeasured(Cause::refused, row.work == SoundWork::listen
                                            ? "the settings or the check do not open the microphone"
                                            : "the settings or the check play no sound");
    }
    if (row.work == SoundWork::devices && results_.server) {
      return unmeasured(Cause::unsupported, "the sound server does not tell");
    }
    if (row.work == SoundWork::loop && results_.looped) {
      return unmeasured(Cause::undecided, "the returned sound was too weak or too short for this figure");
    }
    return results_.why_not(row.work);
  }

  void the_rest() {
    for (const Row& row : rows) {
      if (!facts_.find(row.name) && !facts_.why_not(row.name)) facts_.cannot(row.name, why_not(row));
    }
  }

  const SoundResults& results_;
  SoundWork done_;
  WallTime now_;
  Facts facts_;
};

}  // namespace

std::span<const std::string_view> sound_fact_names() {
  static const auto names = [] {
    std::array<std::string_view, rows.size()> result;
    std::transform(rows.begin(), rows.end(), result.begin(), [](const Row& row) { return row.name; });
    return result;
  }();
  return names;
}

SoundWork work_for(std::span<const Question> questions) {
  SoundWork most = SoundWork::devices;
  for (const Question& question : questions) {
    for (const Row& row : rows) {
      if (row.name == question.key.name) most = std::max(most, row.work);
    }
  }
  return most;
}

Facts sound_facts(const SoundResults& results, SoundWork done, WallTime now) {
  return Collector(results, done, now).collect();
}

}  // namespace deskready::audio

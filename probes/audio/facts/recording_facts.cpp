#include "probes/audio/facts/recording_facts.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "probes/audio/signal/level.h"

namespace deskready::audio {
namespace {

constexpr double mostly_silence = 0.5;

/// Adds the facts of one recording under one method.
class Adder {
 public:
  Adder(const Recording& heard, const std::string& method, WallTime now)
      : heard_(heard), method_(method), now_(now) {}

  Fact figure(Value value, std::string_view how = {}) const {
    Fact fact;
    fact.value = std::move(value);
    fact.samples = static_cast<std::uint64_t>(heard_.seconds * heard_.rate);
    fact.method = how.empty() ? method_ : fmt::format("{}, {}", method_, how);
    fact.at = now_;
    return fact;
  }
  void add(std::string_view name, Fact fact) { facts_.add(name, std::move(fact)); }
  void cannot(std::string_view name, Cause cause, std::string detail) {
    facts_.cannot(name, unmeasured(cause, std::move(detail)));
  }

  void noise() {
    if (heard_.noise_frames == 0) {
      if (heard_.seconds < 0.5)
        return cannot_noise(Cause::too_few_samples, "less than half a second of sound");
      return silent_noise();
    }
    Fact fact = figure(heard_.noise, "mean of the quiet pieces");
    fact.low = heard_.noise_low;
    fact.high = heard_.noise_high;
    fact.samples = heard_.noise_frames;
    // Without pauses the quietest tenth is speech too.
    fact.at_most = !heard_.noise_steady;
    add("audio.noise_floor", std::move(fact));
    if (!heard_.noise_weighted) {
      return cannot("audio.noise_floor_weighted", Cause::too_few_samples, "less than a second of sound");
    }
    Fact weighted = figure(*heard_.noise_weighted, "A-weighted, mean of the quiet pieces");
    weighted.samples = heard_.noise_frames / 2;
    weighted.at_most = !heard_.noise_steady;
    add("audio.noise_floor_weighted", std::move(weighted));
  }

  void hum() {
    if (!heard_.hum) {
      return cannot("audio.hum", Cause::condition, "too quiet or too short to tell hum from noise");
    }
    Fact fact = figure(*heard_.hum, fmt::format("{} Hz and multiples", heard_.mains));
    fact.detail["mains"] = heard_.mains;
    fact.detail["level"] = heard_.hum_level;
    add("audio.hum", std::move(fact));
  }

  void peaks() {
    const auto peak = dbfs(heard_.peak);
    add("audio.peak", peak ? figure(*peak) : silence());
    if (heard_.true_peak) {
      add("audio.true_peak", figure(dbfs(*heard_.true_peak).value_or(0), "oversampled, ITU-R BS.1770"));
    } else {
      cannot("audio.true_peak", Cause::unsupported, "this sample rate cannot be oversampled");
    }
    if (peak && heard_.rms > 0) {
      add("audio.crest", figure(20 * std::log10(heard_.peak / heard_.rms)));
    } else {
      cannot("audio.crest", Cause::condition, "silence has no peaks");
    }
  }

  void dropouts() {
    if (heard_.zero_share > mostly_silence && heard_.gaps == 0) {
      return cannot("audio.dropouts", Cause::condition, "too quiet to tell a gap from silence");
    }
    Fact fact = figure(static_cast<double>(heard_.gaps), "runs of equal samples longer than 1 ms");
    fact.detail["seconds"] = heard_.gap_seconds;
    fact.detail["longest"] = heard_.longest_gap;
    add("audio.dropouts", std::move(fact));
  }

  void speech() {
    if (!heard_.speech_level) {
      for (const auto name : {"audio.speech.level", "audio.speech.activity", "audio.snr"}) {
        cannot(name, Cause::condition, "no speech was found");
      }
      return;
    }
    add("audio.speech.level", figure(*heard_.speech_level, "ITU-T P.56 method B"));
    add("audio.speech.activity", figure(*heard_.activity, "ITU-T P.56 method B"));
    if (!heard_.snr)
      return cannot("audio.snr", Cause::undecided, "no noise floor to compare the speech with");
    Fact snr = figure(*heard_.snr, "P.56 level less noise floor");
    snr.at_least = !heard_.noise_steady;
    add("audio.snr", std::move(snr));
  }

  void band() {
    if (!heard_.band_edge) {
      return cannot("audio.band_edge", Cause::condition, "speech does not stand far enough above the noise");
    }
    Fact edge =
        figure(*heard_.band_edge, heard_.band_cut ? "the signal ends there" : "noise hides what is above");
    edge.at_least = !heard_.band_cut;
    add("audio.band_edge", std::move(edge));
  }

  Facts take() { return std::move(facts_); }

 private:
  void cannot_noise(Cause cause, const char* detail) {
    cannot("audio.noise_floor", cause, detail);
    cannot("audio.noise_floor_weighted", cause, detail);
  }

  /// Exact zero has no level in dB: it is below what 16 bits can tell, and that is said.
  Fact silence() const {
    Fact fact = figure(20 * std::log10(1.0 / 32768));
    fact.at_most = true;
    return fact;
  }

  void silent_noise() {
    add("audio.noise_floor", silence());
    add("audio.noise_floor_weighted", silence());
  }

  const Recording& heard_;
  const std::string& method_;
  WallTime now_;
  Facts facts_;
};

constexpr std::array<std::string_view, 9> recording_names = {
    "audio.noise_floor", "audio.noise_floor_weighted",
    "audio.hum",         "audio.peak",
    "audio.true_peak",   "audio.crest",
    "audio.clipping",    "audio.dc_offset",
    "audio.dropouts"};
constexpr std::array<std::string_view, 5> speech_names = {"audio.speech.level", "audio.speech.activity",
                                                          "audio.snr", "audio.band_edge", "audio.breath"};

Facts all_without(std::span<const std::string_view> names, const Unmeasured& why) {
  Facts facts;
  for (const auto name : names) facts.cannot(name, why);
  return facts;
}

}  // namespace

std::span<const std::string_view> recording_fact_names() {
  return recording_names;
}

std::span<const std::string_view> speech_fact_names() {
  return speech_names;
}

std::optional<Unmeasured> why_no_figures(const Recording& heard) {
  if (heard.seconds <= 0) return unmeasured(Cause::too_few_samples, "there is no sound");
  if (heard.silent)
    return unmeasured(Cause::condition, "nothing but exact silence arrived: muted on the way");
  if (heard.stuck)
    return unmeasured(Cause::condition, "one constant value arrived: the converter does not work");
  return std::nullopt;
}

Facts recording_facts(const Recording& heard, const std::string& method, WallTime now) {
  if (const auto why = why_no_figures(heard)) return all_without(recording_names, *why);
  Adder adder(heard, method, now);
  adder.noise();
  adder.hum();
  adder.peaks();
  adder.add("audio.clipping", adder.figure(heard.clipping));
  adder.add("audio.dc_offset", adder.figure(heard.dc_offset));
  adder.dropouts();
  return adder.take();
}

Facts speech_facts(const Recording& heard, const std::string& method, WallTime now) {
  if (const auto why = why_no_figures(heard)) return all_without(speech_names, *why);
  Adder adder(heard, method, now);
  adder.speech();
  adder.band();
  adder.add("audio.breath", adder.figure(static_cast<double>(heard.breath), "bursts below 120 Hz"));
  return adder.take();
}

}  // namespace deskready::audio

#include "probes/audio/facts/recording_facts.h"

#include <cmath>

#include "probes/audio/figures/sound_figures.h"
#include "probes/audio/signal/level.h"
#include "probes/detail.h"

namespace deskready::audio {
namespace {

constexpr double mostly_silence = 0.5;
constexpr double even_limit = 0.25;
constexpr double loud_enough = 0.03;  // -30 dBFS: room noise has peaks alike, too

/// Adds the facts of one recording; `how` it was come by.
class Adder {
 public:
  Adder(const Recording& heard, const Method& how, WallTime now) : heard_(heard), how_(how), now_(now) {}

  /// `more`: how the figure was made of it.
  Fact figure(Value value, const Method& more = {}) const {
    Fact fact;
    fact.value = std::move(value);
    fact.samples = static_cast<std::uint64_t>(heard_.seconds * heard_.rate);
    fact.how = how_;
    fact.how.also(more);
    fact.at = now_;
    return fact;
  }
  void add(std::string_view name, Fact fact) { facts_.add(name, std::move(fact)); }
  void cannot(std::string_view name, Cause cause, Detail why) { facts_.cannot(name, unmeasured(cause, why)); }

  void noise() {
    if (heard_.noise_frames == 0) {
      const bool short_one = heard_.seconds - heard_.left_out < 0.5;
      return cannot_noise(Cause::too_few_samples,
                          short_one ? Detail::under_half_a_second : Detail::gated_pauses);
    }
    // What a gate leaves of the quiet, and a floor that a gain control moves, are no bound to either side.
    if (heard_.gated) return cannot_noise(Cause::condition, Detail::gated_pauses);
    if (heard_.perhaps_gated) return cannot_noise(Cause::undecided, Detail::gate_or_voice);
    if (!heard_.noise_steady) return cannot_noise(Cause::undecided, Detail::noise_moves);
    Fact fact = figure(heard_.noise, How::quiet_pieces);
    fact.low = heard_.noise_low;
    fact.high = heard_.noise_high;
    fact.samples = heard_.noise_frames;
    if (heard_.left_out > 0) fact.detail["left_out"] = heard_.left_out;
    add("audio.noise_floor", std::move(fact));
    if (!heard_.noise_weighted) {
      return cannot("audio.noise_floor_weighted", Cause::too_few_samples, Detail::under_a_second);
    }
    Fact weighted = figure(*heard_.noise_weighted, How::quiet_pieces_weighted);
    weighted.samples = heard_.noise_frames / 2;
    add("audio.noise_floor_weighted", std::move(weighted));
  }

  void hum() {
    if (!heard_.hum) {
      return cannot("audio.hum", Cause::condition, Detail::hum_or_noise);
    }
    Fact fact = figure(*heard_.hum, Method(How::mains_multiples, {{"hertz", heard_.mains}}));
    fact.detail["mains"] = heard_.mains;
    fact.detail["level"] = heard_.hum_level;
    add("audio.hum", std::move(fact));
  }

  void peaks() {
    const auto peak = dbfs(heard_.peak);
    if (peak) {
      add("audio.peak", figure(*peak));
    } else {
      cannot("audio.peak", Cause::condition, Detail::silence_has_no_peaks);
    }
    if (heard_.true_peak) {
      add("audio.true_peak", figure(dbfs(*heard_.true_peak).value_or(0), How::oversampled));
    } else {
      cannot("audio.true_peak", Cause::unsupported, Detail::rate_not_oversampled);
    }
    if (heard_.swing > 0 && heard_.rms > 0) {
      add("audio.crest", figure(20 * std::log10(heard_.swing / heard_.rms)));
    } else {
      cannot("audio.crest", Cause::condition, Detail::silence_has_no_peaks);
    }
  }

  void dropouts() {
    if (heard_.rewritten) return cannot("audio.dropouts", Cause::condition, Detail::samples_rewritten);
    if (heard_.zero_share > mostly_silence && heard_.gaps == 0) {
      return cannot("audio.dropouts", Cause::condition, Detail::gap_or_silence);
    }
    if (heard_.gate_closings > 0 && heard_.gaps == 0)
      return cannot("audio.dropouts", Cause::condition, Detail::gate_or_gap);
    Fact fact = figure(static_cast<double>(heard_.gaps), How::gap_signs);
    fact.detail["seconds"] = heard_.gap_seconds;
    fact.detail["longest"] = heard_.longest_gap;
    add("audio.dropouts", std::move(fact));
  }

  void speech() {
    if (!heard_.speech_level) {
      for (const auto name : {"audio.speech.level", "audio.speech.activity", "audio.snr"}) {
        cannot(name, Cause::condition, heard_.tone ? Detail::tone_not_speech : Detail::no_speech);
      }
      return;
    }
    add("audio.speech.level", figure(*heard_.speech_level, How::active_speech_level));
    add("audio.speech.activity", figure(*heard_.activity, How::active_speech_level));
    if (!heard_.snr) return cannot("audio.snr", Cause::undecided, Detail::no_noise_floor);
    if (heard_.gated) return cannot("audio.snr", Cause::condition, Detail::gated_pauses);
    if (heard_.perhaps_gated) return cannot("audio.snr", Cause::undecided, Detail::gate_or_voice);
    if (!heard_.noise_steady) return cannot("audio.snr", Cause::undecided, Detail::noise_moves);
    add("audio.snr", figure(*heard_.snr, How::level_less_noise));
  }

  void band() {
    if (!heard_.band_edge) {
      return cannot("audio.band_edge", Cause::condition,
                    heard_.tone                    ? Detail::tone_not_speech
                    : !heard_.voice.value_or(true) ? Detail::no_speech
                                                   : Detail::speech_near_noise);
    }
    Fact edge = figure(*heard_.band_edge, heard_.band_cut ? How::signal_ends : How::noise_hides);
    edge.at_least = !heard_.band_cut;
    add("audio.band_edge", std::move(edge));
  }

  /// What is a fact as it is.
  void plain(Analysis wanted) {
#define RECORDING_FIGURE(fact, analysis, listening, step, type, member, how) \
  if (wanted == Analysis::analysis) as_it_is(fact, heard_.member, how);
#include "probes/audio/figures/figures.def"
  }

  /// That nothing stands at an end stop does not show that nothing was cut off before a filter.
  void clipping() {
    const bool rounded = heard_.clipping == 0 && heard_.even_peaks > even_limit && heard_.swing > loud_enough;
    if (rounded) cannot("audio.clipping", Cause::undecided, Detail::peaks_alike);
  }

  Facts take() {
    return std::move(facts_);
  }

 private:
  template <typename Number>
  void as_it_is(std::string_view name, Number value, const Method& how) {
    add(name, figure(static_cast<double>(value), how));
  }
  void as_it_is(std::string_view name, const std::optional<double>& value, const Method& how) {
    if (value)
      add(name, figure(*value, how));
    else
      cannot(name, Cause::condition, Detail::not_in_this_sound);
  }

  void cannot_noise(Cause cause, Detail why) {
    cannot("audio.noise_floor", cause, why);
    cannot("audio.noise_floor_weighted", cause, why);
  }

  const Recording& heard_;
  const Method& how_;
  WallTime now_;
  Facts facts_;
};

std::vector<std::string_view> facts_of(Analysis analysis) {
  return facts_where([&](const SoundFigure& figure) { return figure.analysis == analysis; });
}

Facts all_without(std::span<const std::string_view> names, const Unmeasured& why) {
  Facts facts;
  for (const auto name : names) facts.cannot(name, why);
  return facts;
}

std::span<const std::string_view> recording_fact_names() {
  static const auto names = facts_of(Analysis::quiet);
  return names;
}

}  // namespace

std::span<const std::string_view> speech_fact_names() {
  static const auto names = facts_of(Analysis::speech);
  return names;
}

std::optional<Unmeasured> why_no_figures(const Recording& heard) {
  if (heard.seconds <= 0) return unmeasured(Cause::too_few_samples, Detail::no_sound);
  if (heard.silent) return unmeasured(Cause::condition, Detail::muted_on_the_way);
  if (heard.stuck) return unmeasured(Cause::condition, Detail::converter_dead);
  return std::nullopt;
}

Facts recording_facts(const Recording& heard, const Method& how, WallTime now) {
  if (const auto why = why_no_figures(heard)) return all_without(recording_fact_names(), *why);
  Adder adder(heard, how, now);
  adder.noise();
  adder.hum();
  adder.peaks();
  adder.dropouts();
  adder.plain(Analysis::quiet);
  adder.clipping();
  return adder.take();
}

Facts speech_facts(const Recording& heard, const Method& how, WallTime now) {
  if (const auto why = why_no_figures(heard)) return all_without(speech_fact_names(), *why);
  Adder adder(heard, how, now);
  adder.speech();
  adder.band();
  adder.plain(Analysis::speech);
  return adder.take();
}

}  // namespace deskready::audio

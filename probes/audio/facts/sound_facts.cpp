#include "probes/audio/facts/sound_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "config/facts/catalogue.h"
#include "config/spec/names/products.h"
#include "probes/audio/devices/device_list.h"
#include "probes/audio/devices/filters.h"
#include "probes/audio/devices/headset.h"
#include "probes/audio/devices/unheard.h"
#include "probes/audio/facts/recording_facts.h"
#include "probes/audio/facts/sound_limits.h"
#include "probes/audio/figures/sound_figures.h"
#include "probes/audio/worker/duplex.h"
#include "probes/detail.h"
#include "probes/noted.h"

namespace deskready::audio {
namespace {

struct Row {
  std::string_view name;
  SoundWork work = SoundWork::devices;
};

/// What the list of devices alone cannot tell, of facts that are no figure.
constexpr Row heard_rows[] = {
    {"audio.microphone.muted", SoundWork::listen},
    {"audio.microphone.opened", SoundWork::listen},
};

SoundWork work_of(std::string_view name) {
  for (const SoundFigure& figure : sound_figures) {
    if (figure.fact != name) continue;
    if (!figure.listening) return SoundWork::devices;
    return figure.analysis == Analysis::loop ? SoundWork::loop : SoundWork::listen;
  }
  for (const Row& row : heard_rows) {
    if (row.name == name) return row.work;
  }
  return SoundWork::devices;
}

std::span<const Row> rows() {
  static const auto all = [] {
    std::vector<Row> made;
    for (const std::string_view name : names_of("audio.sound")) made.push_back({name, work_of(name)});
    return made;
  }();
  return all;
}

/// `reason`: of a closed list of words.
Method by_server(std::string_view reason) {
  return {How::sound_server_by, {{"reason", Term(reason)}}};
}

Fact known(Value value, Method how, WallTime now) {
  Fact fact;
  fact.value = std::move(value);
  fact.how = std::move(how);
  fact.at = now;
  return fact;
}

/// The person can tell a cable from a dongle, and is asked where there may be either.
Unmeasured why_no_cable_is_seen(const Device& device) {
  if (connection(device) != "usb") return unmeasured(Cause::unsupported, Detail::sound_server_untold);
  return unmeasured(Cause::not_asked, Detail::cable_or_dongle);
}

double count(std::size_t listed, std::uint64_t more) {
  return static_cast<double>(listed) + static_cast<double>(more);
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
    sample_rate();
    if (results_.looped) looped(*results_.looped);
    if (results_.open_seconds) add("audio.microphone.opened", *results_.open_seconds, How::opening_time);
    the_rest();
    return std::move(facts_);
  }

 private:
  void add(std::string_view name, Value value, Method how = How::sound_server) {
    facts_.add(name, known(std::move(value), std::move(how), now_));
  }

  void devices() {
    if (results_.server) {
      add("audio.devices.inputs", count(results_.server->sources.size(), results_.server->more_sources));
      add("audio.devices.outputs", count(results_.server->sinks.size(), results_.server->more_sinks));
    } else if (results_.bare) {
      add("audio.devices.inputs", static_cast<double>(results_.bare->inputs), How::sound_hardware);
      add("audio.devices.outputs", static_cast<double>(results_.bare->outputs), How::sound_hardware);
    }
  }

  void no_headset_fact(const Unmeasured& why) {
    for (const Row& row : rows()) {
      if (row.name.starts_with("audio.headset.") && !facts_.find(row.name) && !facts_.why_not(row.name)) {
        facts_.cannot(row.name, why);
      }
    }
  }

  void headset(const ServerView& view) {
    const auto found = find_headset(view);
    const bool certain = found && found->certain;
    if (const auto unheard = certain ? std::nullopt : find_unheard(view))
      return unheard_headset(view, *unheard);
    if (found && !certain) return no_headset_fact(unmeasured(Cause::undecided, found->doubt));
    add("audio.headset.present", certain, certain ? by_server(found->reason) : Method(How::sound_server));
    if (!certain) return no_headset_fact(unmeasured(Cause::no_device, Detail::no_headset));
    // A remapped microphone has no bus of its own; the speaker's half then tells.
    if (found->in_socket) {
      add("audio.headset.connection", std::string("jack"));
      add("audio.headset.wireless", false, by_server("plug"));
    } else {
      describe(found->source.bus.empty() ? found->sink : found->source);
    }
    if (!found->source.codec.empty()) add("audio.headset.codec", found->source.codec);
    if (found->source.rate > 0) add("audio.headset.rate", static_cast<double>(found->source.rate));
    in_use(view, "audio.headset.default_input", found->source, true);
    in_use(view, "audio.headset.default_output", found->sink, false);
  }

  /// It is there, and only what needs its microphone cannot be told.
  void unheard_headset(const ServerView& view, const UnheardHeadset& unheard) {
    if (!unheard.certain) return no_headset_fact(unmeasured(Cause::undecided, unheard.why));
    add("audio.headset.present", true, by_server("microphone unused"));
    describe(unheard.sink);
    const Device* used = behind_default(view, true).device;
    const bool own = used != nullptr && !unheard.sink.card.empty() && used->card == unheard.sink.card;
    if (!own) {
      Fact unused = known(false, How::sound_server, now_);
      if (unheard.why.is(Detail::headset_without_microphone)) note_plays_only(unused);
      facts_.add("audio.headset.default_input", std::move(unused));
    }
    if (unheard.sink.name.empty()) {
      add("audio.headset.default_output", false);
    } else {
      in_use(view, "audio.headset.default_output", unheard.sink, false);
    }
    no_headset_fact(unmeasured(Cause::condition, unheard.why));
  }

  /// What kind of thing it is.
  void describe(const Device& telling) {
    if (const auto kind = connection(telling)) add("audio.headset.connection", std::string(*kind));
    std::string reason;
    if (const auto free = wireless(telling, nullptr, reason)) {
      add("audio.headset.wireless", *free, by_server(reason));
    } else {
      facts_.cannot("audio.headset.wireless", why_no_cable_is_seen(telling));
    }
    // Only the maker's name for the product: the description may be one that the person gave it. A card in
    // the computer names itself, not what is in its socket.
    if (const auto& product = telling.product; !product.empty() && telling.bus != "pci") {
      add("audio.headset.name", product);
      if (const auto maker = maker_in(product)) add("audio.headset.brand", std::string(*maker));
    }
  }

  /// Whether the computer uses this device, a filter in front of it or not.
  void in_use(const ServerView& view, std::string_view name, const Device& device, bool input) {
    if (device.name == (input ? view.default_source : view.default_sink)) return add(name, true);
    const Behind behind = behind_default(view, input);
    if (behind.device != nullptr) {
      return add(name, behind.device->name == device.name,
                 Method(How::sound_server).also(How::behind_filters));
    }
    if (behind.told) return add(name, false);
    const std::string& preferred = input ? view.default_source : view.default_sink;
    const bool named = !preferred.empty() && preferred.front() != '@';
    facts_.cannot(name,
                  unmeasured(Cause::undecided, named ? Detail::filter_in_front : Detail::default_untold));
  }

  Method by_listening() const {
    return {How::listening,
            {{"through", Term(results_.server ? "pulse" : "ALSA")},
             {"seconds", std::lround(results_.listened->seconds)},
             {"khz", std::lround(results_.listened->rate / 1000)}}};
  }

  bool all_silent() const {
    return results_.listened && results_.listened->peak == 0 &&
           (!results_.looped || results_.looped->peak == 0);
  }

  void listened(const Listening& heard) {
    // Silence that a played sound ended is no mute: only then there is no figure.
    Recording figures = heard;
    figures.silent = all_silent();
    Facts found = recording_facts(figures, by_listening(), now_);
    const auto of_a_person = [](const auto& entry) {
      return find_fact(std::string_view(entry.first))->person_needed;
    };
    std::erase_if(found.known, of_a_person);
    std::erase_if(found.unknown, of_a_person);
    facts_.merge(std::move(found));
    if (!figures.silent && !figures.stuck) dropouts(heard);
  }

  /// What the signal's own gaps do not show: time that passed without samples, and losses under the pilot.
  void dropouts(const Listening& heard) {
    const bool lost = heard.lost_seconds > limits::lost_seconds;
    std::uint64_t more = lost && heard.gaps == 0 ? 1 : 0;
    if (results_.looped) {
      const bool moved = std::abs(results_.looped->moved.value_or(0)) > limits::moved_seconds;
      more += std::max<std::uint64_t>(results_.looped->jumps, moved ? 1 : 0);
    }
    const bool pilot = results_.looped && results_.looped->drift;
    const Fact* known_gaps = facts_.find("audio.dropouts");
    if (known_gaps == nullptr && more == 0 && !pilot) return;
    Fact fact = known_gaps != nullptr ? *known_gaps : known(0.0, by_listening(), now_);
    fact.value = std::get<double>(fact.value) + static_cast<double>(more);
    fact.at_least = lost;
    fact.detail["lost_seconds"] = std::max(0.0, heard.lost_seconds);
    if (results_.looped && results_.looped->moved) fact.detail["delay_moved"] = *results_.looped->moved;
    if (pilot) fact.how.also(How::tone_phase);
    Facts newer;
    newer.add("audio.dropouts", std::move(fact));
    facts_.merge(std::move(newer));
  }

  /// The one that calls use: the headset's, else what the computer uses, whatever filters stand in front.
  const Device* microphone() const {
    if (!results_.server) return nullptr;
    const ServerView& view = *results_.server;
    const auto headset = find_headset(view);
    if (!headset || !headset->certain) return behind_default(view, true).device;
    const auto found = std::find_if(view.sources.begin(), view.sources.end(), [&](const Device& source) {
      return source.name == headset->source.name;
    });
    return found == view.sources.end() ? nullptr : &*found;
  }

  /// The headset whose microphone is not in use, if there is none other.
  std::optional<UnheardHeadset> unheard() const {
    if (!results_.server) return std::nullopt;
    const auto headset = find_headset(*results_.server);
    return headset && headset->certain ? std::nullopt : find_unheard(*results_.server);
  }

  /// A switch at the server is certain at once. That it is open says nothing of the button on the cable,
  /// which shows in the samples alone: they decide where there are any, and where listening was tried.
  void muted() {
    if (const auto found = unheard())
      return facts_.cannot("audio.microphone.muted", unmeasured(Cause::condition, found->why));
    const Device* source = microphone();
    if (source != nullptr && (source->muted || source->zero_volume))
      return add("audio.microphone.muted", true, How::mute_switch);
    if (results_.server && results_.server->sources.empty())
      return facts_.cannot("audio.microphone.muted", unmeasured(Cause::no_device, Detail::no_microphone));
    if (results_.listened)
      return add("audio.microphone.muted", all_silent(), by_listening().also(How::exact_silence));
    if (source != nullptr && done_ == SoundWork::devices)
      add("audio.microphone.muted", false, How::mute_switch);
  }

  void sample_rate() {
    if (!results_.server) return;
    const Device* source = microphone();
    if (results_.server->sources.empty())
      facts_.cannot("audio.sample_rate", unmeasured(Cause::no_device, Detail::no_microphone));
    else if (source != nullptr && source->rate > 0)
      add("audio.sample_rate", static_cast<double>(source->rate));
  }

  void looped(const Looping& loop) {
    if (loop.delays.empty()) {
      const Unmeasured why = unmeasured(
          Cause::undecided,
          loop.peak == 0 ? Explanation(Detail::exact_silence)
                         : Explanation(Detail::no_sound_returned, {{"level", std::lround(loop.level)}}));
      for (const Row& row : rows()) {
        if (row.work == SoundWork::loop) facts_.cannot(row.name, why);
      }
      return;
    }
    const Method chirps(How::chirps, {{"level", std::lround(loop.level)}});
    const double found = loop_delay(loop);
    const auto [least, most] = std::minmax_element(loop.delays.begin(), loop.delays.end());
    Fact delay = known(found, chirps, now_);
    if (loop.arrival) delay.how.also(How::sweep_arrival);
    // Sounds that agree give no honest deviation; their span, and a sample each way for the server's clock.
    delay.low = std::min(*least, found) - 1 / stream_rate;
    delay.high = std::max(*most, found) + 1 / stream_rate;
    delay.samples = loop.delays.size() + (loop.arrival ? 1 : 0);
    delay.detail["return_gain"] = loop.gain;
    delay.detail["confidence"] = loop.confidence;
    facts_.add("audio.loop.delay", std::move(delay));
    Fact heard = known(true, chirps, now_);
    heard.samples = loop.delays.size();
    facts_.add("audio.speaker.heard", std::move(heard));
    if (!loop.channels.empty()) add("audio.loop.channels", loop.channels, How::left_chirp);
    echo(loop);
    clocks(loop);
#define LOOP_FIGURE(fact, type, member, how) \
  if (loop.member) add(fact, *loop.member, how);
#include "probes/audio/figures/figures.def"
  }

  void echo(const Looping& loop) {
    const Method sweep(How::sweep, {{"level", std::lround(loop.level)}});
    if (loop.echo_return_loss) {
      Fact loss = known(*loop.echo_return_loss, Method(sweep).also(How::telephone_band), now_);
      loss.low = loop.echo_low;
      loss.high = loop.echo_high;
      facts_.add("audio.loop.echo_return_loss", std::move(loss));
    } else {
      facts_.cannot("audio.loop.echo_return_loss", unmeasured(Cause::undecided, Detail::echo_below_noise));
    }
    if (loop.band) {
      Fact band = known(*loop.band, Method(sweep).also(How::down_ten_decibels), now_);
      for (const auto& [hertz, decibels] : loop.response)
        band.detail[fmt::format("response_{:.0f}", hertz)] = decibels;
      facts_.add("audio.loop.band", std::move(band));
    }
    if (loop.thd_n) {
      add("audio.loop.thd_n", *loop.thd_n, Method(How::tone_residue, {{"level", std::lround(loop.level)}}));
    } else if (!loop.electrical) {
      facts_.cannot("audio.loop.thd_n", unmeasured(Cause::condition, Detail::through_the_air));
    }
  }

  void clocks(const Looping& loop) {
    if (!loop.drift) return;
    Fact drift = known(*loop.drift, How::tone_pitch, now_);
    drift.low = *loop.drift - loop.drift_error;
    drift.high = *loop.drift + loop.drift_error;
    facts_.add("audio.loop.drift", std::move(drift));
  }

  Unmeasured why_not(const Row& row) const {
    if (find_fact(row.name)->person_needed) return unmeasured(Cause::not_asked, Detail::needs_reading_aloud);
    if (results_.troubles.contains(SoundWork::devices)) return results_.why_not(row.work);
    if (row.work > done_) {
      return unmeasured(Cause::refused, row.work == SoundWork::listen ? Detail::microphone_closed_by_choice
                                                                      : Detail::silent_by_choice);
    }
    if (row.work == SoundWork::devices && results_.server) {
      return unmeasured(Cause::unsupported, Detail::sound_server_untold);
    }
    if (row.work == SoundWork::loop && results_.looped) {
      return unmeasured(Cause::undecided, Detail::returned_sound_weak);
    }
    return results_.why_not(row.work);
  }

  void the_rest() {
    for (const Row& row : rows()) {
      if (!facts_.find(row.name) && !facts_.why_not(row.name)) facts_.cannot(row.name, why_not(row));
    }
  }

  const SoundResults& results_;
  SoundWork done_;
  WallTime now_;
  Facts facts_;
};

}  // namespace

SoundWork work_for(std::span<const Question> questions) {
  SoundWork most = SoundWork::devices;
  for (const Question& question : questions) {
    for (const Row& row : rows()) {
      if (row.name == question.key.name) most = std::max(most, row.work);
    }
  }
  return most;
}

Facts sound_facts(const SoundResults& results, SoundWork done, WallTime now) {
  return Collector(results, done, now).collect();
}

}  // namespace deskready::audio

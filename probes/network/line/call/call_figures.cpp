#include "probes/network/line/call/call_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "config/facts/catalogue.h"
#include "probes/detail.h"
#include "probes/network/line/call/call_score.h"

namespace deskready::network {
namespace {

namespace st = statistics;
using enum Direction;

/// kbit/s, as people read them.
long shown(double rate) {
  return std::lround(rate / 1000);
}

Unmeasured too_slow_for(const CallRecord& record, double calls) {
  return unmeasured(Cause::line_slow,
                    {Detail::line_carries_no_call,
                     {{"carries", shown(record.line_rate)}, {"takes", shown(calls * record.call_rate)}}});
}

Unmeasured too_slow_to_tell(const CallRecord& record) {
  return unmeasured(Cause::line_slow,
                    {Detail::line_shows_too_little, {{"carries", shown(record.line_rate)}}});
}

/// Everything that is worked out once for a record. The record outlives it.
struct Figures {
  explicit Figures(const CallRecord& of) : record(of), delays(of), losses(of), score(of, delays, losses) {}

  /// How many were simulated, so that a spec can ask for it.
  Answer calls() const {
    if (record.calls < record.calls_asked)
      return tl::unexpected(too_slow_for(record, static_cast<double>(record.calls_asked)));
    Fact fact =
        FactMaker(record).base(record.call, static_cast<double>(record.calls), record.call.packets.size());
    if (record.calls > 1) fact.how.also(How::calls_both_ways, {{"count", record.calls}});
    return fact;
  }

  Answer call(const Codec& codec, bool opinion) const {
    // What lies beside the voice needs some of the line, too.
    constexpr double beside = 1.25;
    if (record.line_rate > 0 && record.line_rate < beside * record.call_rate)
      return tl::unexpected(too_slow_for(record, 1));
    return score.score(codec, opinion);
  }

  Answer burst_ratio() const {
    constexpr double closest = 50;  // packets a second; of those that are farther apart none shows a burst
    if (record.dense.packets_per_second < closest && record.line_rate > 0)
      return tl::unexpected(too_slow_to_tell(record));
    return losses.burst_ratio();
  }

  const CallRecord& record;
  const DelayFigures delays;
  const LossFigures losses;
  const CallScore score;
};

struct Row {
  std::string_view name;
  Answer (*answer)(const Figures& figures, const FactKey& key);
};

constexpr std::array rows = {
    Row{"network.latency", [](const Figures& f, const FactKey& key) { return f.delays.latency(key); }},
    Row{"network.jitter",
        [](const Figures& f, const FactKey& key) {
          return worse(f.delays.jitter(key, up, alpha_each), f.delays.jitter(key, down, alpha_each));
        }},
    Row{"network.jitter_up", [](const Figures& f, const FactKey& key) { return f.delays.jitter(key, up); }},
    Row{"network.jitter_down",
        [](const Figures& f, const FactKey& key) { return f.delays.jitter(key, down); }},
    Row{"network.delay_variation_up",
        [](const Figures& f, const FactKey&) { return f.delays.variation(up); }},
    Row{"network.delay_variation_down",
        [](const Figures& f, const FactKey&) { return f.delays.variation(down); }},
    Row{"network.loss",
        [](const Figures& f, const FactKey& key) {
          return worse(f.losses.loss(key, up, alpha_each), f.losses.loss(key, down, alpha_each));
        }},
    Row{"network.loss_up", [](const Figures& f, const FactKey& key) { return f.losses.loss(key, up); }},
    Row{"network.loss_down", [](const Figures& f, const FactKey& key) { return f.losses.loss(key, down); }},
    Row{"network.burst_ratio", [](const Figures& f, const FactKey&) { return f.burst_ratio(); }},
    Row{"network.reordering",
        [](const Figures& f, const FactKey&) {
          return worse(f.losses.reordering(up, alpha_each), f.losses.reordering(down, alpha_each));
        }},
    Row{"network.duplicates", [](const Figures& f, const FactKey&) { return f.losses.duplicates(); }},
    Row{"network.calls", [](const Figures& f, const FactKey&) { return f.calls(); }},
    Row{"network.call.r", [](const Figures& f, const FactKey&) { return f.call(g711, false); }},
    Row{"network.call.mos", [](const Figures& f, const FactKey&) { return f.call(g711, true); }},
    Row{"network.call.wideband.r",
        [](const Figures& f, const FactKey&) { return f.call(opus_wideband, false); }},
    Row{"network.call.wideband.mos",
        [](const Figures& f, const FactKey&) { return f.call(opus_wideband, true); }},
    Row{"network.call.fullband.r",
        [](const Figures& f, const FactKey&) { return f.call(opus_fullband, false); }},
    Row{"network.call.fullband.mos",
        [](const Figures& f, const FactKey&) { return f.call(opus_fullband, true); }},
};

/// Too little over a line that carries no more is no failure of the line, as too little otherwise may be.
Answer or_too_slow(const Figures& figures, Answer result) {
  const bool few = !result && result.error().cause == Cause::too_few_samples && result.error().args.empty();
  if (few && figures.record.line_rate > 0) return tl::unexpected(too_slow_to_tell(figures.record));
  return result;
}

Answer answer(const Figures& figures, const FactKey& key) {
  if (!key.target.empty())
    return tl::unexpected(unmeasured(Cause::unsupported, Detail::call_to_far_end_only));
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const Row& one) { return one.name == key.name; });
  if (row == rows.end())
    return tl::unexpected(unmeasured(Cause::unknown_name, {Detail::name_unknown, {{"key", Term(key.name)}}}));
  // The delay knows more statistics than the catalogue lists.
  if (key.name == "network.latency") return or_too_slow(figures, row->answer(figures, key));
  const FactInfo* info = find_fact(key.name);
  const bool known =
      info != nullptr &&
      (key.window.empty() ? key.statistic.empty() || key.statistic == info->statistic : info->windowed);
  if (!known)
    return tl::unexpected(
        unmeasured(Cause::unsupported, {Detail::key_unsupported, {{"key", Term(to_string(key))}}}));
  Answer result = row->answer(figures, key);
  if (result && result->samples < info->minimum_samples && key.name != "network.burst_ratio")
    result = too_few();
  return or_too_slow(figures, std::move(result));
}

bool any_answer(const StreamRecord& stream) {
  return std::any_of(stream.packets.begin(), stream.packets.end(),
                     [](const StreamPacket& p) { return p.answered; });
}

}  // namespace

Facts call_facts(const CallRecord& record, std::span<const Question> questions) {
  Facts facts;
  if (!any_answer(record.call) && !any_answer(record.dense)) {
    for (const Question& question : questions) {
      facts.cannot(to_string(question.key), unmeasured(Cause::far_end_failed, Detail::udp_silent));
    }
    return facts;
  }
  const Figures figures(record);
  for (const Question& question : questions) {
    Answer result = answer(figures, question.key);
    if (result) {
      facts.add(to_string(question.key), std::move(*result));
    } else {
      facts.cannot(to_string(question.key), std::move(result.error()));
    }
  }
  return facts;
}

bool call_decided(const Facts& facts, std::span<const Question> questions) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return std::all_of(questions.begin(), questions.end(), [&](const Question& question) {
    if (question.limits.empty()) return true;
    const Fact* fact = facts.find(to_string(question.key));
    if (fact == nullptr) return false;
    if (!fact->low && !fact->high) return true;
    return st::decided(fact->low.value_or(-infinity), fact->high.value_or(infinity), question.limits);
  });
}

}  // namespace deskready::network

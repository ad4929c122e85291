#include "probes/network/line/call/call_figures.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>

#include "config/facts/catalogue.h"
#include "probes/network/line/call/emodel.h"
#include "probes/statistics/statistics.h"

namespace deskready::network {
namespace {

namespace st = statistics;
using Answer = tl::expected<Fact, Unmeasured>;

constexpr double packet_seconds = 0.02;
constexpr double least_buffer = 0.04;
/// Mean burst lengths from fewer bursts say nothing.
constexpr std::uint64_t least_bursts = 5;
/// The plain name is the worse of two directions, so each gets half of the error.
constexpr double alpha_each = st::alpha_95 / 2;

/// Seconds; a jitter buffer that waits for every packet.
constexpr double never_late = 1e9;

std::vector<StreamPacket> of_one_size(const CallRecord& record) {
  if (record.call_every <= 1) return record.dense.packets;
  std::vector<StreamPacket> packets;
  for (std::size_t i = 0; i < record.dense.packets.size(); ++i) {
    if (!is_larger(i, record.call_every, record.calls)) packets.push_back(record.dense.packets[i]);
  }
  return packets;
}

/// The value of each window of `length` neighbours that has one.
template <typename Element, typename ValueOf>
std::vector<double> sliding(const std::vector<Element>& series, std::size_t length, ValueOf value_of) {
  std::vector<double> values;
  for (std::size_t i = 0; i + length <= series.size(); ++i) {
    if (const auto value = value_of(std::span(series).subspan(i, length))) values.push_back(*value);
  }
  return values;
}

/// The share lost in each window of so many packets.
std::vector<double> lost_in_each(const std::vector<bool>& lost, std::size_t length) {
  std::vector<double> shares;
  std::size_t inside = 0;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    inside += lost[i] ? 1 : 0;
    inside -= i >= length && lost[i - length] ? 1 : 0;
    if (i + 1 >= length) shares.push_back(static_cast<double>(inside) / static_cast<double>(length));
  }
  return shares;
}

/// Nothing for a statistic of another name. `values` is not empty.
std::optional<double> statistic_of(std::vector<double> values, std::string_view statistic) {
  std::sort(values.begin(), values.end());
  if (statistic == "max") return values.back();
  if (statistic == "min") return values.front();
  if (statistic == "median") return st::quantile(values, 0.5);
  if (statistic == "p95") return st::quantile(values, 0.95);
  if (statistic == "p99") return st::quantile(values, 0.99);
  if (statistic == "mean")
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  return std::nullopt;
}

class Figures {
 public:
  explicit Figures(const CallRecord& record)
      : record_(record),
        fates_(fates(record.dense.packets, record.dense.extra)),
        trips_(round_trips(record.call.packets)),
        same_size_(of_one_size(record)) {
    const auto last = std::find_if(record.dense.packets.rbegin(), record.dense.packets.rend(),
                                   [](const StreamPacket& packet) { return packet.answered; });
    silent_ = static_cast<double>(last - record.dense.packets.rbegin()) >=
              silence_seconds * record.dense.packets_per_second;
  }

  Answer latency(const FactKey& key) const {
    if (!key.window.empty()) {
      return of_windows(record_.call, key, [&](std::size_t length) {
        return sliding(record_.call.packets, length, [](std::span<const StreamPacket> window) {
          std::vector<double> trips = round_trips(window);
          std::sort(trips.begin(), trips.end());
          return trips.empty() ? std::optional<double>() : st::quantile(trips, 0.5);
        });
      });
    }
    if (key.statistic.empty() || key.statistic == "median") return quantile(trips_, 0.5);
    if (key.statistic == "p95") return quantile(trips_, 0.95);
    if (key.statistic == "p99") return quantile(trips_, 0.99);
    if (key.statistic == "mean") return mean(trips_, st::alpha_95);
    if (key.statistic != "max")
      return tl::unexpected(unmeasured(Cause::unsupported, "\"" + key.statistic + "\" of the delay"));
    if (trips_.empty()) return too_few();
    return from_call(*std::max_element(trips_.begin(), trips_.end()), trips_.size());
  }

  Answer jitter(const FactKey& key, Direction direction, double alpha = st::alpha_95) const {
    const auto differences = transit_differences(record_.call.packets, direction);
    if (!key.window.empty()) {
      return of_windows(record_.call, key, [&](std::size_t length) {
        return sliding(differences, length, [](std::span<const double> window) {
          return std::optional(std::accumulate(window.begin(), window.end(), 0.0) /
                               static_cast<double>(window.size()));
        });
      });
    }
    Answer fact = mean(differences, alpha);
    if (fact) fact->detail["rfc3550_j"] = running_jitter(differences);
    return fact;
  }

  Answer variation(Direction direction) const {
    Answer fact = quantile(delay_variation(same_size_, direction), 0.99);
    if (fact)
      fact->method =
          method_of(record_.dense.packets_per_second, record_.dense.payload_bytes) + "; clock drift removed";
    return fact;
  }

  Answer loss(const FactKey& key, Direction direction, double alpha = st::alpha_95) const {
    if (silent_) return gone();
    const std::vector<bool> lost = losses(direction, never_late);
    if (!key.window.empty()) {
      return of_windows(record_.dense, key, [&](std::size_t length) { return lost_in_each(lost, length); });
    }
    const st::LossRow row = st::loss_row(lost);
    const st::Interval interval = st::loss_interval(row, alpha, record_.looks);
    if (interval.samples == 0) return too_few();
    Fact fact = from_dense(interval);
    fact.detail["lost"] = row.lost;
    fact.detail["bursts"] = row.bursts;
    fact.detail["unattributed"] = std::count(fates_.begin(), fates_.end(), Fate::unknown);
    return fact;
  }

  /// How many were simulated, so that a spec can ask for it.
  Answer calls() const {
    Fact fact = base(record_.call, static_cast<double>(record_.calls), record_.call.packets.size());
    if (record_.calls > 1)
      fact.method +=
          fmt::format("; {} calls both ways at once, of one of which the figures are", record_.calls);
    return fact;
  }

  Answer burst_ratio() const {
    if (silent_) return gone();
    const st::LossRow up = st::loss_row(losses(Direction::up, never_late));
    const st::LossRow down = st::loss_row(losses(Direction::down, never_late));
    const st::LossRow& more = up.lost * down.packets >= down.lost * up.packets ? up : down;
    if (more.bursts < least_bursts) {
      return tl::unexpected(
          unmeasured(Cause::too_few_samples, std::to_string(more.lost) + " lost packets show no pattern"));
    }
    return from_dense(st::burst_ratio_interval(more));
  }

  Answer reordering(Direction direction, double alpha) const {
    const auto& packets = record_.dense.packets;
    const auto answered =
        std::count_if(packets.begin(), packets.end(), [](const StreamPacket& p) { return p.answered; });
    return share(reordered(packets, direction), static_cast<std::uint64_t>(answered), alpha);
  }

  Answer duplicates() const {
    std::uint64_t answered = 0;
    for (const StreamPacket& packet : record_.dense.packets) answered += packet.answered ? 1 : 0;
    return share(std::min<std::uint64_t>(record_.dense.extra.size(), answered), answered, st::alpha_95);
  }

  /// The rating on the codec's scale, or the opinion score that belongs to it.
  Answer call(const Codec& codec, bool opinion) const {
    const Answer up = call(codec, Direction::up);
    const Answer down = call(codec, Direction::down);
    if (!up || !down) return up ? down : up;
    Fact fact = *worse(up, down, false);
    if (!opinion) return fact;
    fact.value = opinion_score(std::get<double>(fact.value), codec.scale);
    if (fact.low) fact.low = opinion_score(*fact.low, codec.scale);
    if (fact.high) fact.high = opinion_score(*fact.high, codec.scale);
    return fact;
  }

  /// The worse of both directions, with the worse of the bounds.
  static Answer worse(const Answer& a, const Answer& b, bool higher_is_worse = true) {
    if (!a || !b) return a ? b : a;
    const double value_a = std::get<double>(a->value);
    const double value_b = std::get<double>(b->value);
    Fact fact = (higher_is_worse ? value_a >= value_b : value_a <= value_b) ? *a : *b;
    const auto pick = [&](const std::optional<double>& x, const std::optional<double>& y,
                          bool open) -> std::optional<double> {
      if (!x || !y) return open ? std::nullopt : (x ? x : y);
      return higher_is_worse ? std::max(*x, *y) : std::min(*x, *y);
    };
    fact.low = pick(a->low, b->low, !higher_is_worse);
    fact.high = pick(a->high, b->high, higher_is_worse);
    return fact;
  }

 private:
  static Answer too_few() { return tl::unexpected(unmeasured(Cause::too_few_samples)); }
  static Answer gone() {
    return tl::unexpected(unmeasured(Cause::far_end_failed, "it stopped answering before the end"));
  }

  static void set_bounds(Fact& fact, const st::Interval& interval) {
    if (std::isfinite(interval.low)) fact.low = interval.low;
    if (std::isfinite(interval.high)) fact.high = interval.high;
  }

  std::string method_of(double packets_per_second, std::size_t bytes) const {
    return fmt::format("STAMP, {:.0f} packets/s of {} bytes, {}", packets_per_second, bytes,
                       record_.timestamps);
  }

  Fact base(const StreamRecord& stream, double value, std::uint64_t samples) const {
    Fact fact;
    fact.value = value;
    fact.samples = samples;
    fact.method = method_of(stream.packets_per_second, stream.payload_bytes);
    fact.at = record_.at;
    fact.cost = record_.cost;
    fact.detail = stream.detail;
    const double own_rate =
        record_.cost.seconds > 0 ? static_cast<double>(record_.cost.bytes) * 8 / record_.cost.seconds : 0;
    const std::string taint = taint_of(record_.disturbance, own_rate);
    fact.detail["other_traffic"] = record_.disturbance.other_rate;
    fact.detail["waited_for_processor"] = record_.disturbance.waited;
    if (!taint.empty()) fact.detail["tainted"] = taint;
    return fact;
  }

  Fact from_call(double value, std::uint64_t samples) const { return base(record_.call, value, samples); }

  Fact from_dense(const st::Interval& interval) const {
    Fact fact = base(record_.dense, interval.value, interval.samples);
    fact.method += "; losses in bursts of 2 at the mean until two bursts were seen";
    set_bounds(fact, interval);
    return fact;
  }

  Answer share(std::uint64_t count, std::uint64_t of, double alpha) const {
    if (of == 0) return too_few();
    const st::Interval interval = st::binomial_interval(count, of, alpha);
    Fact fact = base(record_.dense, interval.value, of);
    set_bounds(fact, interval);
    return fact;
  }

  Answer mean(const std::vector<double>& series, double alpha) const {
    const auto batch = static_cast<std::size_t>(record_.call.packets_per_second / 4);
    const st::Interval interval =
        st::fixed_mean_interval(st::batch_means(series, batch), alpha / record_.looks);
    if (series.empty() || std::isinf(interval.high)) return too_few();
    double sum = 0;
    for (const double one : series) sum += one;
    const double value = sum / static_cast<double>(series.size());
    Fact fact = from_call(value, series.size());
    fact.method += "; quarter seconds taken as independent";
    // Samples after the last whole batch move the value, and no value lies outside its own interval.
    const double low = std::min(interval.low, value) - stamp_error;
    set_bounds(fact, {value, std::max(0.0, low), std::max(interval.high, value) + stamp_error, 0});
    return fact;
  }

  /// What one figure was in each window, by the statistic that is asked of all windows; nothing bounds it.
  Answer of_windows(const StreamRecord& stream, const FactKey& key,
                    const std::function<std::vector<double>(std::size_t length)>& in_each) const {
    const auto seconds = parse_quantity_in(key.window, Unit::second);
    if (!seconds) return tl::unexpected(unmeasured(Cause::unsupported, to_string(key)));
    const auto length = static_cast<std::size_t>(*seconds * stream.packets_per_second + 1e-9);
    if (length < 2) return tl::unexpected(unmeasured(Cause::unsupported, "windows shorter than two packets"));
    const std::vector<double> windows = in_each(length);
    if (windows.empty()) return too_few();
    const auto value = statistic_of(windows, key.statistic);
    if (!value) return tl::unexpected(unmeasured(Cause::unsupported, to_string(key)));
    Fact fact = base(stream, *value, stream.packets.size());
    fact.method += fmt::format("; {} of all windows of {}", key.statistic, key.window);
    fact.detail["windows"] = windows.size();
    return fact;
  }

  Answer quantile(const std::vector<double>& series, double p) const {
    st::Interval interval =
        p == 0.5 ? st::quantile_interval(series, p, st::Stopping::fixed, st::alpha_95 / record_.looks)
                 : st::tail_interval(series, p, st::alpha_95, record_.looks);
    // Samples that depend on each other may leave a median without bounds; most of many samples then bound
    // it.
    if (p == 0.5 && series.size() >= 100) {
      std::vector<double> sorted(series);
      std::sort(sorted.begin(), sorted.end());
      if (std::isinf(interval.low)) interval.low = st::quantile(sorted, 0.05);
      if (std::isinf(interval.high)) interval.high = st::quantile(sorted, 0.95);
    }
    constexpr std::size_t least = 20;
    if (series.size() < least || (std::isinf(interval.low) && std::isinf(interval.high))) return too_few();
    Fact fact = from_call(interval.value, interval.samples);
    fact.method += "; delays that change alike all the time";
    if (std::isfinite(interval.low)) interval.low = std::max(0.0, interval.low - stamp_error);
    interval.high += stamp_error;
    set_bounds(fact, interval);
    return fact;
  }

  /// A row of the packets that took this direction, true for those that did not arrive. One that came later
  /// than `buffer` (seconds above the least delay) counts as lost.
  std::vector<bool> losses(Direction direction, double buffer) const {
    const auto delays = buffer < never_late ? delay_variation(record_.dense.packets, direction)
                                            : std::vector<double>(fates_.size(), 0);
    std::vector<bool> lost;
    std::size_t answered = 0;
    for (const Fate fate : fates_) {
      const bool late = fate == Fate::arrived && delays[answered++] > buffer;
      if (direction == Direction::down && fate == Fate::lost_up) continue;
      const Fate own = direction == Direction::up ? Fate::lost_up : Fate::lost_down;
      lost.push_back(late || fate == own || fate == Fate::unknown);
    }
    return lost;
  }

  /// BurstR of packets as far apart as the call's: each phase of the dense row is one such call.
  double burst_ratio_of_call(const std::vector<bool>& lost) const {
    st::LossRow sum;
    for (std::size_t phase = 0; phase < record_.call_every; ++phase) {
      std::vector<bool> call;
      for (std::size_t i = phase; i < lost.size(); i += record_.call_every) call.push_back(lost[i]);
      const st::LossRow row = st::loss_row(call);
      sum.packets += row.packets;
      sum.lost += row.lost;
      sum.bursts += row.bursts;
    }
    if (sum.bursts < least_bursts) return 1;
    return std::max(
        1.0, sum.mean_burst() * (1 - static_cast<double>(sum.lost) / static_cast<double>(sum.packets)));
  }

  Answer call(const Codec& codec, Direction direction) const {
    if (silent_) return gone();
    const Answer delay = latency({"network.latency", {}, {}, {}});
    const Answer spread = variation(direction);
    if (!delay || !spread) return delay ? spread : delay;
    const double buffer = std::max(least_buffer, std::get<double>(spread->value));
    const std::vector<bool> lost = losses(direction, buffer);
    const st::Interval loss = st::loss_interval(st::loss_row(lost), alpha_each, record_.looks);
    const double burst = burst_ratio_of_call(lost);
    const auto one_way = [&](double round_trip) {
      return packet_seconds + codec.look_ahead + round_trip / 2 + buffer;
    };
    const double middle = std::get<double>(delay->value);
    Fact fact = base(record_.dense, rating_of_call(codec, one_way(middle), loss.value, burst), loss.samples);
    fact.method = fmt::format("{}, {}", model_of(codec.scale), codec.name);
    if (record_.calls > 1) fact.method += fmt::format(", {} calls at once", record_.calls);
    fact.low = rating_of_call(codec, one_way(delay->high.value_or(trips_max())), loss.high, burst);
    fact.high = rating_of_call(codec, one_way(delay->low.value_or(0)), loss.low, burst);
    fact.detail.update({{"codec", codec.name},
                        {"one_way_delay", one_way(middle)},
                        {"jitter_buffer", buffer},
                        {"lost_or_late", loss.value},
                        {"burst_ratio", burst}});
    return fact;
  }

  double trips_max() const { return *std::max_element(trips_.begin(), trips_.end()); }

  const CallRecord& record_;
  std::vector<Fate> fates_;
  std::vector<double> trips_;
  std::vector<StreamPacket> same_size_;
  bool silent_ = false;
};

Answer answer(const Figures& figures, const FactKey& key) {
  using enum Direction;
  if (!key.target.empty())
    return tl::unexpected(unmeasured(Cause::unsupported, "the call stream goes to the far end only"));
  if (key.name == "network.latency") return figures.latency(key);
  const FactInfo* info = find_fact(key.name);
  const bool known =
      info != nullptr &&
      (key.window.empty() ? key.statistic.empty() || key.statistic == info->statistic : info->windowed);
  if (!known) return tl::unexpected(unmeasured(Cause::unsupported, "\"" + to_string(key) + "\""));
  const std::map<std::string_view, std::function<Answer()>> table = {
      {"network.jitter",
       [&] {
         return Figures::worse(figures.jitter(key, up, alpha_each), figures.jitter(key, down, alpha_each));
       }},
      {"network.jitter_up", [&] { return figures.jitter(key, up); }},
      {"network.jitter_down", [&] { return figures.jitter(key, down); }},
      {"network.delay_variation_up", [&] { return figures.variation(up); }},
      {"network.delay_variation_down", [&] { return figures.variation(down); }},
      {"network.loss",
       [&] {
         return Figures::worse(figures.loss(key, up, alpha_each), figures.loss(key, down, alpha_each));
       }},
      {"network.loss_up", [&] { return figures.loss(key, up); }},
      {"network.loss_down", [&] { return figures.loss(key, down); }},
      {"network.burst_ratio", [&] { return figures.burst_ratio(); }},
      {"network.reordering",
       [&] {
         return Figures::worse(figures.reordering(up, alpha_each), figures.reordering(down, alpha_each));
       }},
      {"network.duplicates", [&] { return figures.duplicates(); }},
      {"network.calls", [&] { return figures.calls(); }},
      {"network.call.r", [&] { return figures.call(g711, false); }},
      {"network.call.mos", [&] { return figures.call(g711, true); }},
      {"network.call.wideband.r", [&] { return figures.call(opus_wideband, false); }},
      {"network.call.wideband.mos", [&] { return figures.call(opus_wideband, true); }},
      {"network.call.fullband.r", [&] { return figures.call(opus_fullband, false); }},
      {"network.call.fullband.mos", [&] { return figures.call(opus_fullband, true); }},
  };
  const auto found = table.find(key.name);
  if (found == table.end()) return tl::unexpected(unmeasured(Cause::unknown_name, key.name));
  Answer result = found->second();
  if (result && info != nullptr && result->samples < info->minimum_samples &&
      key.name != "network.burst_ratio") {
    return tl::unexpected(unmeasured(Cause::too_few_samples));
  }
  return result;
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
      facts.cannot(to_string(question.key),
                   unmeasured(Cause::far_end_failed, "UDP is blocked: no packet came back"));
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

#include "probes/network/call_figures.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "config/catalogue.h"
#include "probes/network/emodel.h"
#include "probes/statistics.h"

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

struct DirectionLoss {
  st::LossRow row;
  std::uint64_t unattributed = 0;
};

class Figures {
 public:
  explicit Figures(const CallRecord& record)
      : record_(record),
        fates_(fates(record.dense.packets, record.dense.extra)),
        trips_(round_trips(record.call.packets)) {
    const auto last = std::find_if(record.dense.packets.rbegin(), record.dense.packets.rend(),
                                   [](const StreamPacket& packet) { return packet.answered; });
    silent_ = static_cast<double>(last - record.dense.packets.rbegin()) >=
              silence_seconds * record.dense.packets_per_second;
  }

  Answer latency(const FactKey& key) const {
    if (key.statistic.empty() || key.statistic == "median")
      return quantile(trips_, 0.5, st::Stopping::any_time);
    if (key.statistic == "p95") return quantile(trips_, 0.95, st::Stopping::fixed);
    if (key.statistic != "max")
      return tl::unexpected(unmeasured(Cause::unsupported, "\"" + key.statistic + "\" of the delay"));
    if (trips_.empty()) return too_few();
    Fact fact = from_call(*std::max_element(trips_.begin(), trips_.end()), trips_.size());
    return fact;
  }

  Answer jitter(Direction direction, double alpha = st::alpha_95) const {
    const auto differences = transit_differences(record_.call.packets, direction);
    const auto batch = static_cast<std::size_t>(record_.call.packets_per_second / 2);
    const st::Interval mean = st::mean_interval(st::batch_means(differences, batch), alpha);
    if (differences.empty() || std::isinf(mean.high)) return too_few();
    double sum = 0;
    for (const double difference : differences) sum += difference;
    Fact fact = from_call(sum / static_cast<double>(differences.size()), differences.size());
    set_bounds(fact, {*std::get_if<double>(&fact.value), std::max(0.0, mean.low), mean.high, 0});
    fact.detail["rfc3550_j"] = running_jitter(differences);
    return fact;
  }

  Answer variation(Direction direction) const {
    return quantile(delay_variation(record_.call.packets, direction), 0.99, st::Stopping::fixed);
  }

  Answer loss(Direction direction, double alpha = st::alpha_95) const {
    if (silent_) return gone();
    const DirectionLoss lost = losses(direction, 1e9);
    const st::Interval interval = st::loss_interval(lost.row, alpha);
    if (interval.samples == 0) return too_few();
    Fact fact = from_dense(interval);
    fact.detail["lost"] = lost.row.lost;
    fact.detail["bursts"] = lost.row.bursts;
    fact.detail["unattributed"] = lost.unattributed;
    return fact;
  }

  Answer burst_ratio() const {
    if (silent_) return gone();
    const st::LossRow up = losses(Direction::up, 1e9).row;
    const st::LossRow down = losses(Direction::down, 1e9).row;
    const st::LossRow& more = up.lost * down.packets >= down.lost * up.packets ? up : down;
    if (more.bursts < least_bursts) {
      return tl::unexpected(
          unmeasured(Cause::too_few_samples, std::to_string(more.lost) + " lost packets show no pattern"));
    }
    return from_dense(st::burst_ratio_interval(more));
  }

  /// R; `score` turns it into the fact's scale.
  Answer call(const std::function<double(double)>& score) const {
    const Answer up = call(Direction::up);
    const Answer down = call(Direction::down);
    if (!up || !down) return up ? down : up;
    Fact fact = *worse(up, down, false);
    fact.value = score(std::get<double>(fact.value));
    if (fact.low) fact.low = score(*fact.low);
    if (fact.high) fact.high = score(*fact.high);
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

  Fact base(const StreamRecord& stream, double value, std::uint64_t samples) const {
    Fact fact;
    fact.value = value;
    fact.samples = samples;
    fact.method = fmt::format("STAMP, {:.0f} packets/s of {} bytes, {}", stream.packets_per_second,
                              stream.payload_bytes, record_.timestamps);
    fact.at = record_.at;
    fact.cost = record_.cost;
    fact.detail = stream.detail;
    return fact;
  }

  Fact from_call(double value, std::uint64_t samples) const { return base(record_.call, value, samples); }

  Fact from_dense(const st::Interval& interval) const {
    Fact fact = base(record_.dense, interval.value, interval.samples);
    fact.method += "; losses in bursts of 2 at the mean until two bursts were seen";
    set_bounds(fact, interval);
    return fact;
  }

  Answer quantile(const std::vector<double>& series, double p, st::Stopping stopping) const {
    st::Interval interval = st::quantile_interval(series, p, stopping);
    // Samples that depend on each other may leave a median without bounds; all of many samples then bound it.
    if (p == 0.5 && series.size() >= 100) {
      const auto [least, most] = std::minmax_element(series.begin(), series.end());
      if (std::isinf(interval.low)) interval.low = *least;
      if (std::isinf(interval.high)) interval.high = *most;
    }
    if (series.empty() || (std::isinf(interval.low) && std::isinf(interval.high))) return too_few();
    Fact fact = from_call(interval.value, interval.samples);
    set_bounds(fact, interval);
    return fact;
  }

  /// A packet that came later than `buffer` (seconds above the least delay) counts as lost.
  DirectionLoss losses(Direction direction, double buffer) const {
    const auto delays = delay_variation(record_.dense.packets, direction);
    DirectionLoss result;
    std::vector<bool> lost;
    std::size_t answered = 0;
    for (std::size_t i = 0; i < fates_.size(); ++i) {
      const bool late = fates_[i] == Fate::arrived && delays[answered++] > buffer;
      result.unattributed += fates_[i] == Fate::unknown ? 1 : 0;
      if (direction == Direction::down && fates_[i] == Fate::lost_up) continue;
      const Fate own = direction == Direction::up ? Fate::lost_up : Fate::lost_down;
      lost.push_back(late || fates_[i] == own || fates_[i] == Fate::unknown);
    }
    result.row = st::loss_row(lost);
    return result;
  }

  Answer call(Direction direction) const {
    if (silent_) return gone();
    const Answer delay = latency({"network.latency", {}, {}, {}});
    const Answer spread = variation(direction);
    if (!delay || !spread) return delay ? spread : delay;
    const double buffer = std::max(least_buffer, std::get<double>(spread->value));
    const st::LossRow row = losses(direction, buffer).row;
    const st::Interval loss = st::loss_interval(row, alpha_each);
    const double burst = row.bursts >= least_bursts ? st::burst_ratio_interval(row).value : 1;
    const auto one_way = [&](double round_trip) { return packet_seconds + round_trip / 2 + buffer; };
    const double middle = std::get<double>(delay->value);
    Fact fact = base(record_.dense, rating_of_g711_call(one_way(middle), loss.value, burst), loss.samples);
    fact.method = "ITU-T G.107, G.711 with concealment";
    fact.low = rating_of_g711_call(one_way(delay->high.value_or(trips_max())), loss.high, burst);
    fact.high = rating_of_g711_call(one_way(delay->low.value_or(0)), loss.low, burst);
    fact.detail.update({{"codec", "G.711"},
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
  bool silent_ = false;
};

Answer answer(const Figures& figures, const FactKey& key) {
  using enum Direction;
  if (!key.target.empty())
    return tl::unexpected(unmeasured(Cause::unsupported, "the call stream goes to the far end only"));
  if (!key.window.empty())
    return tl::unexpected(unmeasured(Cause::unsupported, "windows shorter than the check"));
  if (key.name == "network.latency") return figures.latency(key);
  const FactInfo* info = find_fact(key.name);
  if (!key.statistic.empty() && (info == nullptr || key.statistic != info->statistic)) {
    return tl::unexpected(unmeasured(Cause::unsupported, "\"" + key.statistic + "\" of this figure"));
  }
  const std::map<std::string_view, std::function<Answer()>> table = {
      {"network.jitter",
       [&] { return Figures::worse(figures.jitter(up, alpha_each), figures.jitter(down, alpha_each)); }},
      {"network.jitter_up", [&] { return figures.jitter(up); }},
      {"network.jitter_down", [&] { return figures.jitter(down); }},
      {"network.delay_variation_up", [&] { return figures.variation(up); }},
      {"network.delay_variation_down", [&] { return figures.variation(down); }},
      {"network.loss",
       [&] { return Figures::worse(figures.loss(up, alpha_each), figures.loss(down, alpha_each)); }},
      {"network.loss_up", [&] { return figures.loss(up); }},
      {"network.loss_down", [&] { return figures.loss(down); }},
      {"network.burst_ratio", [&] { return figures.burst_ratio(); }},
      {"network.call.r", [&] { return figures.call([](double r) { return r; }); }},
      {"network.call.mos", [&] { return figures.call(opinion_score); }},
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

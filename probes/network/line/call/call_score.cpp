#include "probes/network/line/call/call_score.h"

#include <algorithm>

namespace deskready::network {
namespace {

namespace st = statistics;

constexpr double packet_seconds = 0.02;
constexpr double least_buffer = 0.04;

}  // namespace

CallScore::CallScore(const CallRecord& record, const DelayFigures& delays, const LossFigures& losses)
    : record_(record), make_(record), delays_(delays), losses_(losses) {}

Answer CallScore::score(const Codec& codec, bool opinion) const {
  const Answer up = of_direction(codec, Direction::up);
  const Answer down = of_direction(codec, Direction::down);
  if (!up || !down) return up ? down : up;
  Fact fact = *worse(up, down, false);
  if (!opinion) return fact;
  fact.value = opinion_score(std::get<double>(fact.value), codec.scale);
  if (fact.low) fact.low = opinion_score(*fact.low, codec.scale);
  if (fact.high) fact.high = opinion_score(*fact.high, codec.scale);
  return fact;
}

Answer CallScore::of_direction(const Codec& codec, Direction direction) const {
  if (losses_.why_none()) return tl::unexpected(*losses_.why_none());
  const Answer delay = delays_.latency({"network.latency", {}, {}, {}});
  const Answer spread = delays_.variation(direction);
  if (!delay || !spread) return delay ? spread : delay;
  const double buffer = std::max(least_buffer, std::get<double>(spread->value));
  const std::vector<bool> lost = losses_.losses(direction, buffer);
  const st::Interval loss = st::loss_interval(st::loss_row(lost), alpha_each, record_.looks);
  const double burst = losses_.burst_ratio_of_call(lost);
  const auto one_way = [&](double round_trip) {
    return packet_seconds + codec.look_ahead + round_trip / 2 + buffer;
  };
  const double middle = std::get<double>(delay->value);
  Fact fact =
      make_.base(record_.dense, rating_of_call(codec, one_way(middle), loss.value, burst), loss.samples);
  fact.how = Method(How::call_model, {{"model", Term(model_of(codec.scale))}, {"codec", Term(codec.name)}});
  if (record_.calls > 1) fact.how.also(How::calls_at_once, {{"count", record_.calls}});
  fact.low = rating_of_call(codec, one_way(delay->high.value_or(delays_.longest_trip())), loss.high, burst);
  fact.high = rating_of_call(codec, one_way(delay->low.value_or(0)), loss.low, burst);
  fact.detail.update({{"codec", codec.name},
                      {"one_way_delay", one_way(middle)},
                      {"jitter_buffer", buffer},
                      {"lost_or_late", loss.value},
                      {"burst_ratio", burst}});
  return fact;
}

}  // namespace deskready::network

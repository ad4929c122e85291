#include "probes/network/line/call/loss_figures.h"

#include <fmt/format.h>

#include <algorithm>

#include "probes/detail.h"

namespace deskready::network {
namespace {

namespace st = statistics;

/// Mean burst lengths from fewer bursts say nothing.
constexpr std::uint64_t least_bursts = 5;

/// Seconds; a jitter buffer that waits for every packet.
constexpr double never_late = 1e9;

/// A far end silent for this long before the end of a stream is gone; shorter silences are losses, and as
/// long ones before others came back are outages. Seconds.
constexpr double silence_seconds = 1;

/// Of the packets; where this computer's own kernel refuses more of them, those that left are no fair sample.
constexpr double most_refused = 0.1;

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

/// Of losses in a row.
std::size_t longest_run(const std::vector<bool>& lost) {
  std::size_t run = 0, longest = 0;
  for (const bool one : lost) {
    run = one ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

LossFigures::LossFigures(const CallRecord& record)
    : record_(record), make_(record), fates_(fates(record.dense.packets, record.dense.extra)) {
  std::size_t silent = 0, refused = 0;
  for (const StreamPacket& packet : record.dense.packets) {
    refused += packet.refused ? 1 : 0;
    silent = packet.answered ? 0 : silent + (packet.refused ? 0 : 1);
  }
  if (static_cast<double>(silent) >= silence_seconds * record.dense.packets_per_second)
    why_none_ = unmeasured(Cause::far_end_failed, Detail::far_end_went_silent);
  if (static_cast<double>(refused) > most_refused * static_cast<double>(record.dense.packets.size())) {
    why_none_ = unmeasured(Cause::failed, {Detail::packets_not_sent,
                                           {{"count", refused}, {"packets", record.dense.packets.size()}}});
  }
}

Answer LossFigures::loss(const FactKey& key, Direction direction, double alpha) const {
  if (why_none_) return tl::unexpected(*why_none_);
  const std::vector<bool> lost = losses(direction, never_late);
  if (!key.window.empty()) {
    return make_.of_windows(record_.dense, key,
                            [&](std::size_t length) { return lost_in_each(lost, length); });
  }
  const st::LossRow row = st::loss_row(lost);
  const st::Interval interval = st::loss_interval(row, alpha, record_.looks);
  if (interval.samples == 0) return too_few();
  Fact fact = make_.from_dense(interval);
  fact.detail["lost"] = row.lost;
  fact.detail["bursts"] = row.bursts;
  // An outage is one thing that happened, and no line that loses packets all the time.
  const double outage = static_cast<double>(longest_run(lost)) / record_.dense.packets_per_second;
  if (outage >= silence_seconds) fact.detail["outage"] = outage;
  fact.detail["unattributed"] = std::count(fates_.begin(), fates_.end(), Fate::unknown);
  return fact;
}

Answer LossFigures::burst_ratio() const {
  if (why_none_) return tl::unexpected(*why_none_);
  const st::LossRow up = st::loss_row(losses(Direction::up, never_late));
  const st::LossRow down = st::loss_row(losses(Direction::down, never_late));
  const st::LossRow& more = up.lost * down.packets >= down.lost * up.packets ? up : down;
  if (more.bursts < least_bursts) {
    return tl::unexpected(
        unmeasured(Cause::too_few_samples, {Detail::lost_without_pattern, {{"count", more.lost}}}));
  }
  return make_.from_dense(st::burst_ratio_interval(more));
}

Answer LossFigures::reordering(Direction direction, double alpha) const {
  const auto& packets = record_.dense.packets;
  const auto answered =
      std::count_if(packets.begin(), packets.end(), [](const StreamPacket& p) { return p.answered; });
  return make_.share(reordered(packets, direction), static_cast<std::uint64_t>(answered), alpha);
}

Answer LossFigures::duplicates() const {
  std::uint64_t answered = 0;
  for (const StreamPacket& packet : record_.dense.packets) answered += packet.answered ? 1 : 0;
  return make_.share(std::min<std::uint64_t>(record_.dense.extra.size(), answered), answered, st::alpha_95);
}

std::vector<bool> LossFigures::losses(Direction direction, double buffer) const {
  const auto delays = buffer < never_late ? delay_variation(record_.dense.packets, direction)
                                          : std::vector<double>(fates_.size(), 0);
  std::vector<bool> lost;
  std::size_t answered = 0;
  for (const Fate fate : fates_) {
    const bool late = fate == Fate::arrived && delays[answered++] > buffer;
    if (fate == Fate::not_sent || (direction == Direction::down && fate == Fate::lost_up)) continue;
    const Fate own = direction == Direction::up ? Fate::lost_up : Fate::lost_down;
    lost.push_back(late || fate == own || fate == Fate::unknown);
  }
  return lost;
}

double LossFigures::burst_ratio_of_call(const std::vector<bool>& lost) const {
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
  return std::max(1.0,
                  sum.mean_burst() * (1 - static_cast<double>(sum.lost) / static_cast<double>(sum.packets)));
}

}  // namespace deskready::network

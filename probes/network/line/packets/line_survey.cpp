#include "probes/network/line/packets/line_survey.h"

#include <algorithm>
#include <array>

#include "probes/statistics/statistics.h"

namespace deskready::network {
namespace {

constexpr std::array<std::size_t, 3> sizes = {2, 8, 32};
constexpr double longest_train = 0.1;  ///< seconds for which one holds the line
constexpr std::array<std::size_t, 3> most_of = {6, 6, 3};
constexpr std::size_t most_silent = 3;
constexpr double alike = 1.05;
constexpr double least_seconds = 1e-6;  ///< a packet; nobody needs to know of faster lines

constexpr std::size_t bins = 4;

/// The middle one, of two the longer.
double middle(const std::vector<double>& ascending) {
  return ascending[ascending.size() / 2];
}

/// The answered packets from `from` on, in `bins` equal parts by the time of sending.
std::array<std::vector<StreamPacket>, bins> parts(std::span<const StreamPacket> packets, double from,
                                                  double until) {
  std::array<std::vector<StreamPacket>, bins> result;
  for (const StreamPacket& packet : packets) {
    if (packet.sent < from || packet.sent > until) continue;
    const double place = (packet.sent - from) / (until - from) * bins;
    result[std::min(static_cast<std::size_t>(place), bins - 1)].push_back(packet);
  }
  return result;
}

/// Seconds by which the round trip grows in a second of sending; nothing where it does not grow all the time.
std::optional<double> growth(const std::array<std::vector<StreamPacket>, bins>& part, double seconds) {
  constexpr double least = 0.015, least_in_all = 0.08;
  std::array<double, bins> medians{};
  for (std::size_t i = 0; i < bins; ++i) {
    std::vector<double> trips = round_trips(part[i]);
    if (trips.size() < 3) return std::nullopt;
    std::sort(trips.begin(), trips.end());
    medians[i] = statistics::quantile(trips, 0.5);
    if (i > 0 && medians[i] < medians[i - 1] + least) return std::nullopt;
  }
  const double whole = medians.back() - medians.front();
  if (whole < least_in_all) return std::nullopt;
  return whole / (seconds * (bins - 1) / bins);
}

/// The share that came back; nothing where any part lost little, or everything.
std::optional<double> share_kept(const std::array<std::vector<StreamPacket>, bins>& part) {
  constexpr double least = 0.2, most = 0.98;
  std::size_t all = 0, kept = 0;
  for (const auto& packets : part) {
    const auto came = static_cast<std::size_t>(std::count_if(
        packets.begin(), packets.end(), [](const StreamPacket& packet) { return packet.answered; }));
    const double lost =
        1 - static_cast<double>(came) / static_cast<double>(std::max<std::size_t>(packets.size(), 1));
    if (packets.size() < 5 || lost < least || lost > most) return std::nullopt;
    all += packets.size();
    kept += came;
  }
  return static_cast<double>(kept) / static_cast<double>(all);
}

}  // namespace

std::optional<LineSurvey::Train> LineSurvey::next() const {
  if (over_) return std::nullopt;
  return Train{sizes[step_], not_before_};
}

double LineSurvey::packet_seconds() const {
  return at_step_.empty() ? before_ : middle(at_step_);
}

void LineSurvey::came(std::span<const StreamPacket> train) {
  const auto seconds = network::packet_seconds(train);
  if (!seconds) {
    over_ = ++silent_ >= most_silent;
    if (!train.empty()) not_before_ = train.front().sent + 1;
    return;
  }
  at_step_.insert(std::upper_bound(at_step_.begin(), at_step_.end(), *seconds), *seconds);
  const double each = packet_seconds();
  not_before_ = train.front().sent + static_cast<double>(train.size()) * each / most_share;
  const bool last = step_ + 1 == sizes.size();
  // Jitter makes a short train look slow as often as it makes it look fast; what one of them shows to be
  // short enough is tried.
  if (!last && static_cast<double>(sizes[step_ + 1]) * at_step_.front() <= longest_train) {
    ++step_;
    before_ = each;
    at_step_.clear();
    return;
  }
  const bool agree = at_step_.size() >= 2 && at_step_.back() <= alike * at_step_.front();
  over_ = at_step_.size() >= most_of[step_] || agree || packet_bits_ >= enough_ * each;
}

std::optional<double> LineSurvey::carries() const {
  const double seconds = packet_seconds();
  if (at_step_.empty() && step_ == 0) return std::nullopt;
  return packet_bits_ / std::max(seconds, least_seconds);
}

std::optional<double> packet_seconds(std::span<const StreamPacket> train) {
  // Least squares over the numbers of those that came back.
  double count = 0, numbers = 0, arrivals = 0, squares = 0, products = 0;
  double first = 0;
  for (std::size_t i = train.size() / 4; i < train.size(); ++i) {
    if (!train[i].answered) continue;
    if (count == 0) first = train[i].back;
    const double number = static_cast<double>(i), arrival = train[i].back - first;
    ++count;
    numbers += number;
    arrivals += arrival;
    squares += number * number;
    products += number * arrival;
  }
  const double spread = count * squares - numbers * numbers;
  // A quarter of a train says too little.
  if (count < 2 || count * 4 < static_cast<double>(train.size()) || spread <= 0) return std::nullopt;
  return std::max(0.0, (count * products - numbers * arrivals) / spread);
}

std::optional<double> share_carried(std::span<const StreamPacket> so_far) {
  constexpr double least = 0.1, most = 1;
  while (!so_far.empty() && !so_far.back().answered) so_far = so_far.first(so_far.size() - 1);
  if (so_far.empty()) return std::nullopt;
  const double until = so_far.back().sent;
  const double from = std::max(so_far.front().sent, until - most);
  if (until - from < least) return std::nullopt;
  const auto part = parts(so_far, from, until);
  if (const auto grows = growth(part, until - from)) return 1 / (1 + *grows);
  return until - from < most - 1e-6 ? std::nullopt : share_kept(part);
}

}  // namespace deskready::network

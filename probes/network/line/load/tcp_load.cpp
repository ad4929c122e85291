#include "probes/network/line/load/tcp_load.h"

#include <fmt/format.h>

#include <algorithm>

#include "probes/machine/clocks.h"
#include "probes/network/sockets/tcp_counters.h"
#include "probes/network/wire/frame.h"

namespace deskready::network {
namespace {

constexpr double patience_up = 15,
                 patience_down = 1;  ///< seconds beyond the plan's, for a line that went dead

constexpr std::uint64_t unlimited_public = 25'000'000;  ///< bytes a direction, when no rate is offered
constexpr std::uint64_t most_public = 99'000'000;       ///< such services refuse more at once

double now() {
  return static_cast<double>(monotonic_ns()) / 1e9;
}

}  // namespace

Rate rate_of(const LoadPlan& plan, std::span<const ByteCount> counts) {
  if (plan.skip > 0) return rate_after(counts, plan.skip, plan.batch_seconds);
  return plan.rate > 0 ? offered_rate(counts, plan.batch_seconds, plan.rate)
                       : steady_rate(counts, plan.batch_seconds);
}

TcpLoad::TcpLoad(const Session& session, const LoadPlan& plan, const std::stop_token& stop,
                 BudgetMeter* budget)
    : plan_(plan),
      stop_(stop),
      budget_(budget),
      watch_(loop_),
      ipv6_(is_ipv6(session.address)),
      noise_(static_cast<std::uint64_t>(monotonic_ns())) {
  if (session.public_service)
    to_public(session);
  else
    to_responder(session);
  transfer_->connect_to = session.address;
  transfer_->connect_port = session.port;
  transfer_->total_seconds = plan.seconds + 20;
  transfer_->post = plan.up;
  transfer_->done = [this] { loop_.stop(); };
  if (plan.up) {
    transfer_->pacing_rate = plan.rate;
    transfer_->send = [this](char* buffer, std::size_t size) { return send(buffer, size); };
  } else {
    transfer_->received = [this](std::size_t size) { return received(size); };
  }
}

void TcpLoad::to_responder(const Session& session) {
  transfer_->url =
      fmt::format("{}://{}/{}?token={}&seconds={:.1f}&rate={}{}", session.tls ? "https" : "http",
                  session.host, plan_.up ? "upload" : "download", session.token,
                  plan_.seconds + plan_.ramp_most + 2, plan_.rate, plan_.fills_queue ? "&queue=fill" : "");
  if (plan_.fills_queue) transfer_->sending = Sending::fills;
  transfer_->endless = !plan_.up;
}

void TcpLoad::to_public(const Session& session) {
  const double wanted = static_cast<double>(plan_.rate) / 8 * (plan_.seconds + 1);
  const std::uint64_t size =
      plan_.rate > 0 ? std::min(static_cast<std::uint64_t>(wanted), most_public) / 8 * 8 : unlimited_public;
  transfer_->url =
      plan_.up ? session.public_service->upload_url() : session.public_service->download_url(size);
  if (plan_.up) {
    transfer_->send_bytes = size_ = size;
  } else {
    transfer_->receive_rate = plan_.rate;
  }
}

void TcpLoad::run() {
  HttpClient client(loop_);
  client.start(transfer_);
  watch();
  loop_.run();
  if (cancelled_) client.cancel(transfer_);
  // Acknowledgements and repetitions are known at the end only.
  if (budget_ != nullptr && wire_bytes() > spent_) budget_->spend(wire_bytes() - spent_);
}

std::uint64_t TcpLoad::wire_bytes() const {
  return socket_segments_ > 0 ? socket_bytes_ + socket_segments_ * tcp_overhead(ipv6_) : spent_;
}

bool TcpLoad::used_up() const {
  // A far end that sends faster than it was asked to costs no more than was announced.
  const double ramp = std::min(ramp_, plan_.ramp_most);
  const bool paid = plan_.rate > 0 && static_cast<double>(bytes_) * 8 >=
                                          1.02 * static_cast<double>(plan_.rate) * (plan_.seconds + ramp / 2);
  const bool costly = plan_.most_bytes > 0 && spent_ >= plan_.most_bytes;
  return out_of_budget_ || enough_ || paid || costly;
}

bool TcpLoad::over() const {
  return used_up() || now() - began_ >= plan_.seconds + std::min(ramp_, plan_.ramp_most);
}

void TcpLoad::spend(std::size_t payload) {
  const auto wire = static_cast<std::uint64_t>(static_cast<double>(payload) * tcp_wire_share(ipv6_));
  spent_ += wire;
  if (budget_ != nullptr && !budget_->spend(wire)) out_of_budget_ = true;
}

bool TcpLoad::received(std::size_t size) {
  if (counts_.empty()) began_ = now();
  bytes_ += size;
  ended_ = now();
  count();
  spend(size);
  enough_ = enough_ || decided();
  if (over()) look_at_socket();
  return !over();
}

std::size_t TcpLoad::send(char* buffer, std::size_t size) {
  if (began_ == 0) began_ = now();
  if (size_ > 0) size = std::min<std::uint64_t>(size, size_ - bytes_);
  // What is handed over crosses the line even when the load has ended meanwhile: a twentieth of a second.
  if (plan_.rate > 0)
    size = std::min<std::uint64_t>(size, std::max<std::uint64_t>(plan_.rate / 8 / 20, 4096));
  if (over() && size_ == 0) return 0;
  spend(size);
  noise_.fill({buffer, size});
  bytes_ += size;
  return size;
}

Rate TcpLoad::rate() const {
  return rate_of(plan_, counts());
}

bool TcpLoad::decided() {
  if (now() - looked_ < 0.1) return false;
  looked_ = now();
  const Rate so_far = rate();
  ramp_ = so_far.interval.samples > 0 ? so_far.ramp_seconds : now() - began_;
  // Long batches are nearly independent, so that fewer of them will do.
  const std::size_t least_batches = so_far.batch_seconds >= 0.3 ? 4 : 5;
  return plan_.enough && so_far.interval.samples >= least_batches && plan_.enough(so_far);
}

std::vector<ByteCount> TcpLoad::counts() const {
  std::vector<ByteCount> counts;
  counts.reserve(counts_.size());
  for (const Count& count : counts_) {
    const double arrived = static_cast<double>(count.segments) * segment_bytes_;
    counts.push_back({count.at, segment_bytes_ > 0 ? static_cast<std::uint64_t>(arrived) : count.bytes});
  }
  return counts;
}

/// Those of a full one, unless the sender is so seldom ahead of the line that many are not full; then the
/// most that was seen in the mean, for what waits behind a lost one only lowers that.
double TcpLoad::bytes_of_segment(std::uint64_t full, std::uint64_t bytes, std::uint64_t segments) {
  constexpr std::uint64_t least = 20;
  constexpr double mostly = 0.8;
  if (segments >= least)
    mean_segment_ = std::max(mean_segment_, static_cast<double>(bytes) / static_cast<double>(segments));
  const auto whole = static_cast<double>(full);
  return mean_segment_ == 0 || mean_segment_ >= mostly * whole ? whole : mean_segment_;
}

/// Of a download, at most once a millisecond: a fast line brings more pieces than that.
void TcpLoad::count() {
  constexpr double apart = 0.001;
  if (!counts_.empty() && now() - counts_.back().at < apart) return;
  const auto counters = tcp_counters(transfer_->fd);
  counts_.push_back({now(), bytes_, counters ? counters->segments_arrived : 0});
  if (!counters || counters->bytes_received == 0) return;
  // TLS and HTTP need a share of each segment; what nobody has read yet must not count as theirs.
  payload_share_ = std::clamp(static_cast<double>(bytes_) / static_cast<double>(counters->bytes_received),
                              payload_share_, 1.0);
  const double bytes =
      bytes_of_segment(counters->segment_bytes_in, counters->bytes_received, counters->segments_arrived);
  if (counters->out_of_order) segment_bytes_ = bytes * payload_share_;
}

void TcpLoad::look_at_socket() {
  const auto counters = tcp_counters(transfer_->fd);
  if (!counters) return;
  // What waits behind a lost segment is in no count of bytes.
  const std::uint64_t in =
      counters->out_of_order
          ? std::max(counters->bytes_received, counters->segments_arrived * counters->segment_bytes_in)
          : counters->bytes_received;
  socket_bytes_ = counters->bytes_sent + in;
  socket_segments_ = counters->segments;
  if (!plan_.up || began_ == 0) return;
  // What drains after the decision must not undo it.
  if (enough_) return;
  const double bytes =
      bytes_of_segment(counters->segment_bytes_out, counters->bytes_acked, counters->segments_delivered);
  if (counters->repeated_segments > 0) segment_bytes_ = bytes;
  // From the first acknowledgement on, so that all of it is a round trip late.
  if (!delivered_at_first_) delivered_at_first_ = counters->segments_delivered;
  if (counters->segments_delivered <= (counts_.empty() ? *delivered_at_first_ : counts_.back().segments))
    return;
  ended_ = now();
  counts_.push_back({ended_, counters->bytes_acked, counters->segments_delivered});
}

/// Where a load stands for a part of the time, what does not come in it counts as much as what comes.
void TcpLoad::count_silence() {
  constexpr double apart = 0.02;
  if (plan_.skip == 0 || counts_.empty() || used_up()) return;
  Count last = counts_.back();
  const double at = std::min(now(), began_ + plan_.seconds);
  if (at - last.at < apart) return;
  last.at = at;
  if (!plan_.up) last.bytes = bytes_;
  counts_.push_back(last);
}

void TcpLoad::watch() {
  watch_.expires_after(std::chrono::milliseconds(20));
  watch_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    look_at_socket();
    count_silence();
    if (plan_.up && began_ > 0) enough_ = enough_ || decided();
    // A line that went dead delivers nothing, so the time must end it from here too.
    const bool dead = began_ > 0 && now() - began_ > plan_.seconds + plan_.ramp_most +
                                                         (plan_.up ? patience_up : patience_down);
    // An upload of a promised size cannot end otherwise.
    const bool cut = size_ > 0 && began_ > 0 && over();
    if (stop_.stop_requested() || dead || cut) {
      cancelled_ = true;
      loop_.stop();
      return;
    }
    watch();
  });
}

}  // namespace deskready::network

#include "probes/network/throughput.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <cmath>
#include <thread>

#include "probes/network/far_end.h"
#include "probes/network/http_client.h"
#include "probes/network/packet_path.h"
#include "probes/network/packet_stream.h"
#include "probes/network/rate_figures.h"
#include "probes/network/timestamps.h"

namespace deskready::network {
namespace {

namespace asio = boost::asio;

constexpr std::string_view names[] = {"network.download", "network.upload", "network.latency_download",
                                      "network.latency_upload"};
constexpr double headroom = 1.25;  ///< offered above the highest limit
constexpr double keeps_up = 0.9;   ///< of the offered rate: the line was not the bottleneck
constexpr double wire_share =
    1514.0 / 1448;                        ///< Ethernet, IPv4 and TCP with timestamps around a full segment
constexpr double unlimited_rate = 100e6;  ///< for the worst cost, when nothing bounds the rate
constexpr double batch_least = 0.1;

struct Way {
  bool up = false;
  std::string_view rate_name, delay_name;
};
constexpr Way ways[] = {{false, "network.download", "network.latency_download"},
                        {true, "network.upload", "network.latency_upload"}};

std::vector<double> limits_of(std::span<const Question> questions, std::string_view name) {
  for (const Question& question : questions) {
    if (question.key.name == name) return question.limits;
  }
  return {};
}

bool asks(std::span<const Question> questions, const Way& way) {
  return std::any_of(questions.begin(), questions.end(), [&](const Question& question) {
    return question.key.name == way.rate_name || question.key.name == way.delay_name;
  });
}

/// bit/s; 0 is as fast as it goes.
std::uint64_t offered(std::span<const Question> questions, const Way& way, Depth depth) {
  const auto limits = limits_of(questions, way.rate_name);
  if (limits.empty() || depth == Depth::full) return 0;
  return static_cast<std::uint64_t>(limits.back() * headroom);
}

double longest_seconds(Depth depth, double batch) {
  return depth == Depth::full ? 8 : std::max(3.0, batch * 7);
}

Cost worst_cost(std::span<const Question> questions, Depth depth) {
  Cost cost;
  for (const Way& way : ways) {
    if (!asks(questions, way)) continue;
    const double seconds = longest_seconds(depth, batch_least) + 1;
    const auto rate = offered(questions, way, depth);
    const double bytes = (rate > 0 ? static_cast<double>(rate) : unlimited_rate) * wire_share / 8 * seconds;
    cost += {static_cast<std::uint64_t>(std::min(bytes, 125e6)), seconds + 2};
  }
  return cost;
}

/// One direction's load: a transfer on a loop of its own, watched every 50 ms.
class Load {
 public:
  Load(Context& context, const Session& session, const Way& way)
      : context_(context),
        way_(way),
        rate_(offered(context.questions, way, context.depth)),
        limits_(limits_of(context.questions, way.rate_name)),
        batch_(batch_seconds(context)),
        seconds_(longest_seconds(context.depth, batch_)),
        watch_(loop_) {
    if (rate_ > session.max_rate) rate_ = session.max_rate;
    transfer_->url =
        fmt::format("{}://{}/{}?token={}&seconds={:.1f}&rate={}", session.tls ? "https" : "http",
                    session.host, way.up ? "upload" : "download", session.token, seconds_ + 2, rate_);
    transfer_->total_seconds = seconds_ + 20;
    transfer_->post = way.up;
    transfer_->done = [this] { loop_.stop(); };
    if (way.up) {
      transfer_->pacing_rate = rate_;
      transfer_->send = [this](char* buffer, std::size_t size) { return send(buffer, size); };
    } else {
      transfer_->received = [this](std::size_t size) { return received(size); };
    }
  }

  void run() {
    HttpClient client(loop_);
    client.start(transfer_);
    watch();
    loop_.run();
    if (!stopped_) return;
    client.cancel(transfer_);
  }

  const HttpTransfer& transfer() const { return *transfer_; }
  std::uint64_t rate() const { return rate_; }
  double batch() const { return batch_; }
  double seconds() const { return seconds_; }
  std::uint64_t bytes() const { return bytes_; }
  bool stopped() const { return stopped_; }
  bool out_of_budget() const { return out_of_budget_; }

  /// As this end counted them, or for an upload as the far end did.
  std::vector<ByteCount> counts() const {
    if (!way_.up) return counts_;
    std::vector<ByteCount> counted;
    const auto json = nlohmann::json::parse(transfer_->response, nullptr, false);
    if (!json.is_object() || !json.contains("samples") || !json["samples"].is_array()) return counted;
    for (const auto& sample : json["samples"]) {
      const bool whole =
          sample.is_array() && sample.size() == 2 && sample[0].is_number() && sample[1].is_number_unsigned();
      if (!whole || (!counted.empty() && sample[0].get<double>() <= counted.back().at)) continue;
      counted.push_back({sample[0], sample[1]});
    }
    return counted;
  }

 private:
  static double batch_seconds(const Context& context) {
    const Fact* latency = context.facts.find("network.latency");
    const double* round_trip = latency != nullptr ? std::get_if<double>(&latency->value) : nullptr;
    return std::clamp(round_trip != nullptr ? *round_trip * 4 : batch_least, batch_least, 1.2);
  }

  double now() const { return static_cast<double>(monotonic_ns()) / 1e9; }

  bool received(std::size_t size) {
    if (counts_.empty()) began_ = now();
    bytes_ += size;
    counts_.push_back({now(), bytes_});
    if (!context_.budget.spend(static_cast<std::uint64_t>(static_cast<double>(size) * wire_share)))
      out_of_budget_ = true;
    return !out_of_budget_ && now() - began_ < seconds_ && !decided();
  }

  std::size_t send(char* buffer, std::size_t size) {
    if (began_ == 0) began_ = now();
    if (out_of_budget_ || now() - began_ >= seconds_) return 0;
    if (!context_.budget.spend(static_cast<std::uint64_t>(static_cast<double>(size) * wire_share)))
      out_of_budget_ = true;
    // Unlike zeros these bytes cannot be compressed on the way; xorshift, seeded by the clock.
    for (std::size_t i = 0; i + 8 <= size; i += 8) {
      noise_ ^= noise_ << 13;
      noise_ ^= noise_ >> 7;
      noise_ ^= noise_ << 17;
      std::copy_n(reinterpret_cast<const char*>(&noise_), 8, buffer + i);
    }
    bytes_ += size;
    return size;
  }

  /// Looked at ten times a second, from the fifth steady batch on.
  bool decided() {
    if (context_.depth == Depth::full || limits_.empty() || now() - looked_ < 0.1) return false;
    looked_ = now();
    const Rate rate = steady_rate(counts_, batch_);
    return rate.interval.samples >= 5 && statistics::decided(rate.interval.low, rate.interval.high, limits_);
  }

  void watch() {
    watch_.expires_after(std::chrono::milliseconds(50));
    watch_.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      // A line that went dead delivers nothing, so the time must end it from here too.
      const bool over = began_ > 0 && now() - began_ > seconds_ + (way_.up ? 15 : 1);
      if (context_.stop.stop_requested() || over) {
        stopped_ = true;
        loop_.stop();
        return;
      }
      watch();
    });
  }

  Context& context_;
  const Way way_;
  std::uint64_t rate_;
  const std::vector<double> limits_;
  const double batch_;
  const double seconds_;
  asio::io_context loop_{1};
  asio::steady_timer watch_;
  std::shared_ptr<HttpTransfer> transfer_ = std::make_shared<HttpTransfer>();
  std::vector<ByteCount> counts_;
  std::uint64_t bytes_ = 0;
  std::uint64_t noise_ = static_cast<std::uint64_t>(monotonic_ns()) | 1;
  double began_ = 0;
  double looked_ = 0;
  bool stopped_ = false;
  bool out_of_budget_ = false;
};

Unmeasured why_no_rate(const Context& context, const Load& load) {
  if (context.stop.stop_requested()) return unmeasured(Cause::stopped);
  if (load.out_of_budget()) return unmeasured(Cause::budget);
  const HttpTransfer& transfer = load.transfer();
  if (!transfer.error.empty()) return unmeasured(Cause::far_end_failed, transfer.error);
  if (transfer.status >= 400)
    return unmeasured(Cause::far_end_failed, fmt::format("it answers with status {}", transfer.status));
  return unmeasured(Cause::too_few_samples);
}

Fact rate_fact(const Context& context, const Load& load, const Rate& rate, const Session& session) {
  Fact fact;
  fact.value = rate.interval.value;
  if (std::isfinite(rate.interval.low)) fact.low = std::max(rate.interval.low, 0.0);
  if (std::isfinite(rate.interval.high)) fact.high = rate.interval.high;
  fact.at_least =
      load.rate() > 0 && rate.interval.value >= keeps_up * static_cast<double>(load.rate()) / wire_share;
  fact.samples = rate.interval.samples;
  fact.method = load.rate() > 0
                    ? fmt::format("TCP, 1 connection, offered {}",
                                  format_quantity(static_cast<double>(load.rate()), Unit::bit_per_second))
                    : "TCP, 1 connection, as fast as it goes";
  fact.at = context.clock.now();
  fact.cost = {static_cast<std::uint64_t>(static_cast<double>(load.bytes()) * wire_share), load.seconds()};
  fact.detail["wire_rate"] = rate.interval.value * wire_share;
  fact.detail["ramp_seconds"] = rate.ramp_seconds;
  fact.detail["congestion_control"] = load.transfer().congestion;
  fact.detail["connections"] = 1;
  fact.detail["address_family"] = session.address.find(':') == std::string::npos ? "IPv4" : "IPv6";
  return fact;
}

void add_delay(Facts& facts, const Context& context, const Way& way,
               const tl::expected<StreamRecord, Unmeasured>& stream) {
  if (!context.asked(way.delay_name)) return;
  if (!stream) return facts.cannot(way.delay_name, stream.error());
  const auto trips = round_trips(stream->packets);
  if (trips.size() < 10) return facts.cannot(way.delay_name, unmeasured(Cause::too_few_samples));
  const auto median = statistics::quantile_interval(trips, 0.5, statistics::Stopping::fixed);
  Fact fact;
  fact.value = median.value;
  if (std::isfinite(median.low)) fact.low = median.low;
  if (std::isfinite(median.high)) fact.high = median.high;
  fact.samples = trips.size();
  fact.method = "STAMP, 50 packets/s, beside the load";
  fact.at = context.clock.now();
  facts.add(way.delay_name, std::move(fact));
}

void measure_way(Context& context, const Session& session, const Way& way, Facts& facts) {
  if (const auto why = context.guard.may_load()) {
    facts.cannot(way.rate_name, *why);
    facts.cannot(way.delay_name, *why);
    return;
  }
  context.conversation.progress(way.up ? "Measuring the upload" : "Measuring the download");
  Load load(context, session, way);
  tl::expected<StreamRecord, Unmeasured> stream = tl::unexpected(unmeasured(Cause::too_few_samples));
  {
    std::jthread beside([&](const std::stop_token& stop) {
      StreamPlan plan;
      plan.packets_per_second = 50;
      plan.seconds = load.seconds();
      stream = send_stream(session, plan, stop, &context.budget);
    });
    load.run();
    beside.request_stop();
  }
  add_delay(facts, context, way, stream);
  if (!context.asked(way.rate_name)) return;
  const Rate rate = steady_rate(load.counts(), load.batch());
  const bool enough = rate.interval.samples >= 3 && !context.stop.stop_requested();
  if (enough)
    facts.add(way.rate_name, rate_fact(context, load, rate, session));
  else
    facts.cannot(way.rate_name, why_no_rate(context, load));
}

Facts measure(Context& context) {
  Facts facts;
  const auto session = context.far_end.session(context.stop);
  for (const Way& way : ways) {
    if (session && asks(context.questions, way) && !context.stop.stop_requested())
      measure_way(context, **session, way, facts);
  }
  Facts asked;
  for (auto& [key, fact] : facts.known) {
    if (context.asked(key)) asked.add(key, std::move(fact));
  }
  for (auto& [key, why] : facts.unknown) {
    if (context.asked(key)) asked.cannot(key, std::move(why));
  }
  answer_the_rest(asked, context, names, session ? unmeasured(Cause::stopped) : session.error());
  return asked;
}

constexpr std::string_view reads[] = {"network.call_stream"};

}  // namespace

Probe throughput_probe() {
  return {"network.throughput", names, Occupies::link, reads, worst_cost, measure};
}

}  // namespace deskready::network

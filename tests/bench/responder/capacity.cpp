// bench_responder_capacity RESPONDER SESSIONS GAP N…: N checks of 5 Mbit/s against a responder of its own
// that takes SESSIONS at most, each as a check does it: a session, then a download and an upload with 50
// packets/s beside each. They begin GAP milliseconds after each other; with 0 all have their session before
// the first begins. One row for each N; a responder that bends results shows a lower rate, a longer round
// trip or loss than alone. What it refuses counts as refused, with the time to come back that it named.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <latch>
#include <mutex>
#include <thread>

#include "probes/network/far_end/far_end.h"
#include "probes/network/far_end/http_client.h"
#include "probes/network/line/call/call_figures.h"
#include "probes/network/line/load/rate_figures.h"
#include "probes/network/line/packets/packet_stream.h"
#include "probes/network/sockets/linux/timestamps.h"
#include "probes/statistics/statistics.h"
#include "tests/bench/responder/responder_process.h"

namespace {

using namespace deskready;
using namespace deskready::network;

constexpr std::uint64_t offered = 5'000'000;
constexpr double seconds = 3;

struct Results {
  std::mutex mutex;
  std::vector<double> down, up, trips;
  std::size_t packets = 0, lost = 0;
  int refused = 0, failed = 0;
  std::int64_t come_back = 0;  ///< seconds; the longest that was named
  void refuse(std::int64_t retry_after) {
    ++refused;
    come_back = std::max(come_back, retry_after);
  }
};

double rate_of(const std::vector<ByteCount>& counts) {
  return steady_rate(counts, 0.1).interval.value;
}

std::vector<ByteCount> reported(const std::string& response) {
  std::vector<ByteCount> counts;
  const auto json = nlohmann::json::parse(response, nullptr, false);
  if (!json.is_object()) return counts;
  for (const auto& sample : json["samples"]) counts.push_back({sample[0], sample[1]});
  return counts;
}

double transfer(const Session& session, bool up, Results& results) {
  boost::asio::io_context loop;
  HttpClient client(loop);
  const auto running = std::make_shared<HttpTransfer>();
  running->url = fmt::format("http://{}/{}?token={}&seconds={}&rate={}", session.host,
                             up ? "upload" : "download", session.token, seconds, offered);
  running->post = up;
  running->pacing_rate = up ? offered : 0;
  const std::int64_t begin = monotonic_ns();
  const auto now = [&] { return static_cast<double>(monotonic_ns() - begin) / 1e9; };
  std::vector<ByteCount> counts;
  std::uint64_t bytes = 0;
  if (up) {
    running->send = [&](char* buffer, std::size_t size) {
      std::fill_n(buffer, size, 'x');
      return now() < seconds ? size : 0;
    };
  } else {
    running->received = [&](std::size_t size) {
      counts.push_back({now(), bytes += size});
      return true;
    };
  }
  client.start(running);
  loop.run();
  if (running->status != 200) {
    const std::lock_guard lock(results.mutex);
    if (running->status == 503)
      results.refuse(running->retry_after);
    else
      ++results.failed;
    return 0;
  }
  return rate_of(up ? reported(running->response) : counts);
}

void one_check(const std::string& url, std::latch* together, Results& results) {
  FarEnd far_end(url);
  const auto session = far_end.session({});
  if (together != nullptr) together->arrive_and_wait();
  if (!session) {
    const std::lock_guard lock(results.mutex);
    const auto& args = session.error().args;
    if (session.error().cause != Cause::far_end_busy)
      ++results.failed;
    else
      results.refuse(args.contains("retry_after") ? std::stol(args.at("retry_after")) : 0);
    return;
  }
  for (const bool up : {false, true}) {
    tl::expected<StreamRecord, Unmeasured> stream;
    double rate = 0;
    {
      std::jthread beside([&](const std::stop_token& stop) {
        StreamPlan plan;
        plan.packets_per_second = 50;
        plan.seconds = seconds;
        stream = send_stream(**session, plan, stop, nullptr);
      });
      rate = transfer(**session, up, results);
    }
    if (rate == 0) return;
    const std::lock_guard lock(results.mutex);
    (up ? results.up : results.down).push_back(rate);
    if (!stream) continue;
    const auto trips = round_trips(stream->packets);
    results.trips.insert(results.trips.end(), trips.begin(), trips.end());
    results.packets += stream->packets.size();
    results.lost += stream->packets.size() - trips.size();
  }
}

double at(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return statistics::quantile(values, p);
}

void row(const char* program, const char* sessions, std::chrono::milliseconds gap, int checks) {
  const ResponderProcess responder(program, {"--sessions", sessions, "--trust-network", "127.0.0.0/8"});
  Results results;
  std::latch together(checks);
  const auto begin = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < checks; ++i) {
      std::this_thread::sleep_until(begin + i * gap);
      threads.emplace_back(
          [&] { one_check(responder.url(), gap.count() == 0 ? &together : nullptr, results); });
    }
  }
  const double taken = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const double processor = responder.processor();
  responder.end();
  fmt::print(
      "| {} | {} | {:.2f} / {:.2f} | {:.2f} / {:.2f} | {:.3f} / {:.3f} / {:.3f} | {:.3f} % | {}{} | {} | "
      "{:.0f} % |\n",
      checks, results.up.size(), at(results.down, 0) / 1e6, at(results.down, 0.5) / 1e6,
      at(results.up, 0) / 1e6, at(results.up, 0.5) / 1e6, at(results.trips, 0.5) * 1e3,
      at(results.trips, 0.95) * 1e3, at(results.trips, 0.99) * 1e3,
      results.packets == 0 ? 0
                           : 100.0 * static_cast<double>(results.lost) / static_cast<double>(results.packets),
      results.refused, results.come_back > 0 ? fmt::format(", come back in {} s", results.come_back) : "",
      results.failed, 100 * processor / taken);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
  if (count < 5) {
    fmt::print(stderr, "bench_responder_capacity RESPONDER SESSIONS GAP N…\n");
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  // Each check of this one process holds some ten descriptors.
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  fmt::print(
      "| checks | served | download Mbit/s, least / median | upload Mbit/s, least / median | round trip ms, "
      "p50 / p95 / p99 | loss | refused | failed | responder's processor |\n"
      "|---|---|---|---|---|---|---|---|---|\n");
  for (int i = 4; i < count; ++i) {
    const int checks = std::atoi(words[i]);
    if (files.rlim_cur < static_cast<rlim_t>(checks) * 12) {
      fmt::print(stderr, "{} checks want {} open files and the system grants {}: raise it by ulimit -n\n",
                 checks, checks * 12, files.rlim_cur);
      return 1;
    }
    row(words[1], words[2], std::chrono::milliseconds(std::atoi(words[3])), checks);
  }
}

// bench_responder_loopback [SECONDS]: one unpaced download on loopback through responder and HTTP client as
// the throughput probe uses them; prints bit/s, and the share of a processor that each end used.
#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <csignal>
#include <cstdlib>

#include "probes/machine/clocks.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/far_end/http_client.h"
#include "probes/network/line/load/rate_figures.h"
#include "probes/network/responder/responder.h"

namespace {

double used(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

}  // namespace

int main(int count, char** words) {
  using namespace deskready::network;
  std::signal(SIGPIPE, SIG_IGN);
  const double seconds = count > 1 ? std::atof(words[1]) : 5;
  ResponderOptions options;
  options.max_session_rate = 1'000'000'000'000;
  options.largest_load = 1'000'000'000'000;
  const auto responder = Responder::start(options);
  if (!responder) return 1;
  FarEnd far_end((*responder)->url());
  const auto session = far_end.session({});
  if (!session) return 1;
  boost::asio::io_context loop;
  HttpClient client(loop);
  const auto transfer = std::make_shared<HttpTransfer>();
  transfer->url = fmt::format("{}/download?token={}&rate=0", (*responder)->url(), (*session)->token);
  const std::int64_t begin = deskready::monotonic_ns();
  const auto now = [&] { return static_cast<double>(deskready::monotonic_ns() - begin) / 1e9; };
  std::vector<ByteCount> counts;
  std::uint64_t bytes = 0;
  transfer->received = [&](std::size_t size) {
    counts.push_back({now(), bytes += size});
    return now() < seconds;
  };
  client.start(transfer);
  const double own = used(RUSAGE_THREAD), all = used(RUSAGE_SELF);
  loop.run();
  const double taken = now();
  const double own_share = (used(RUSAGE_THREAD) - own) / taken;
  fmt::print("{:.0f} {:.3f} {:.3f} {:.0f} {}\n", static_cast<double>(bytes) * 8 / taken, own_share,
             (used(RUSAGE_SELF) - all) / taken - own_share,
             static_cast<double>(bytes) / static_cast<double>(counts.size()), transfer->far_congestion);
}

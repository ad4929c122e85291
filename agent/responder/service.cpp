#include "agent/responder/service.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <csignal>
#include <utility>

#include "agent/machine/own_program.h"
#include "config/base/time.h"

namespace deskready {
namespace {

constexpr int unable = 3;
constexpr auto every = std::chrono::seconds(1);
constexpr int longest_drain = 60;  ///< looks
constexpr int quiet_looks = 5;     ///< in which a check would have sent something
constexpr int day = 24 * 60 * 60;  ///< looks
constexpr std::int64_t soon = 14;  ///< days before a certificate's end

/// Each check may hold up to eight connections at once, though it seldom holds more than one; others wait for
/// their turn or are refused.
constexpr std::uint64_t files_for(int sessions) {
  return 100 + 2 * static_cast<std::uint64_t>(sessions);
}

/// Takes as many open files as the system grants, and says so where they are too few.
void raise_file_limit(int sessions) {
  const std::uint64_t granted = take_open_files();
  const std::uint64_t wanted = files_for(sessions);
  if (granted == 0 || granted >= wanted) return;
  spdlog::warn(
      "the system grants this program {} open files and {} checks at once want {}: set LimitNOFILE={} in its "
      "unit (or `ulimit -n {}` before it), or allow fewer checks with --sessions",
      granted, sessions, wanted, wanted, wanted);
}

}  // namespace

ResponderService::ResponderService(ResponderSettings settings, int argc, const char* const* argv)
    : settings_(std::move(settings)),
      argc_(argc),
      argv_(argv),
      signals_(loop_, SIGINT, SIGTERM, SIGHUP),
      timer_(loop_) {
  settings_.options.on_session = [this](const network::SessionRecord& record) { log_.write(record); };
}

int ResponderService::run() {
  raise_file_limit(settings_.options.max_sessions);
  auto log = AccessLog::open(settings_.access_log);
  if (!log) {
    spdlog::error("{}", log.error());
    return unable;
  }
  log_.use(std::move(*log), settings_.whole_addresses);
  auto responder = network::Responder::start(settings_.options);
  if (!responder) {
    spdlog::error("{}", responder.error());
    return unable;
  }
  responder_ = std::move(*responder);
  fmt::print("listening on {}\n", responder_->url());
  if (responder_->metrics_port() != 0) fmt::print("monitoring on port {}\n", responder_->metrics_port());
  std::fflush(stdout);
  tell_of_certificate();
  manager_.started();
  wait_for_signal();
  watch();
  loop_.run();
  manager_.stopping();
  responder_.reset();
  return 0;
}

void ResponderService::wait_for_signal() {
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    if (signal == SIGHUP) {
      reload();
    } else if (signal == SIGTERM && draining_ == 0) {
      drain();
    } else {
      spdlog::info("stopping");
      loop_.stop();
      return;
    }
    wait_for_signal();
  });
}

void ResponderService::reload() {
  manager_.reloading();
  if (const auto unchanged = take_over()) {
    spdlog::info("settings, certificate and key were read again");
    for (const char* option : *unchanged)
      spdlog::warn("{} changed, and stays as it was until the far end is started anew", option);
    tell_of_certificate();
  } else {
    spdlog::error("it goes on with the settings of before: {}", unchanged.error());
  }
  manager_.reloaded();
}

tl::expected<network::Unchanged, std::string> ResponderService::take_over() {
  auto next = read_responder_settings(argc_, argv_);
  if (!next) return tl::unexpected(next.error().message);
  // All that may fail comes before the first that takes effect.
  auto log = AccessLog::open(next->access_log);
  if (!log) return tl::unexpected(log.error());
  auto unchanged = responder_->reload(next->options);
  if (!unchanged) return unchanged;
  log_.use(std::move(*log), next->whole_addresses);
  raise_file_limit(next->options.max_sessions);
  return unchanged;
}

void ResponderService::drain() {
  manager_.stopping();
  responder_->drain();
  spdlog::info("takes no new checks; stops when those that run have ended, at most in {} s", longest_drain);
  draining_ = 1;
}

void ResponderService::watch() {
  // Asked on its own thread: where that hangs, this one does too, and the watchdog is not fed.
  const network::Figures figures = responder_->figures();
  const bool busy = figures.loading_now > 0 || figures.connections_now > 0 ||
                    figures.packets_answered != std::exchange(packets_, figures.packets_answered);
  idle_ = busy ? 0 : idle_ + 1;
  manager_.say(fmt::format("{}{} checks load the line, {} granted, {} packets answered",
                           draining_ > 0 ? "draining: " : "", figures.loading_now, figures.granted_now,
                           figures.packets_answered));
  if (++looks_ % day == 0) tell_of_certificate();
  // Sessions that another node granted may run here too.
  const bool unused = (figures.sessions_granted == 0 && !busy) || idle_ >= quiet_looks;
  if (draining_ > 0 && (unused || ++draining_ > longest_drain)) {
    spdlog::info("stopping");
    loop_.stop();
    return;
  }
  timer_.expires_after(every);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) watch();
  });
}

void ResponderService::tell_of_certificate() const {
  const auto expires = responder_->figures().certificate_expires;
  if (!expires) return;
  const std::int64_t left = *expires - unix_seconds();
  if (left <= 0)
    spdlog::error("the certificate has expired: no agent accepts it; renew it and send SIGHUP");
  else if (left < soon * day)
    spdlog::warn("the certificate expires in {} days; renew it and send SIGHUP", left / day);
}

}  // namespace deskready

// deskready-responder: the far end.
#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>

#include "agent/machine/own_program.h"
#include "agent/terminal/terminal.h"
#include "probes/network/responder/responder.h"

namespace {

constexpr int unable = 3;

/// "10.0.0.1:8700", "[::1]:8700".
bool split(const std::string& listen, deskready::network::ResponderOptions& options) {
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos || colon + 1 == listen.size()) return false;
  char* end = nullptr;
  const long port = std::strtol(listen.c_str() + colon + 1, &end, 10);
  if (*end != '\0' || port < 0 || port > 65535) return false;
  options.address = listen.substr(0, colon);
  if (options.address.starts_with('[') && options.address.ends_with(']')) {
    options.address = options.address.substr(1, options.address.size() - 2);
  }
  options.port = static_cast<std::uint16_t>(port);
  return true;
}

/// Each check may hold up to eight connections at once, though it seldom holds more than one; others wait for
/// their turn or are refused.
constexpr std::uint64_t files_for(int sessions) {
  return 100 + 2 * static_cast<std::uint64_t>(sessions);
}

/// Takes as many open files as the system grants, and says so where they are too few.
void raise_file_limit(int sessions) {
  const std::uint64_t granted = deskready::take_open_files();
  const std::uint64_t wanted = files_for(sessions);
  if (granted == 0 || granted >= wanted) return;
  spdlog::warn(
      "the system grants this program {} open files and {} checks at once want {}: set LimitNOFILE={} in its "
      "unit (or `ulimit -n {}` before it), or allow fewer checks with --sessions",
      granted, sessions, wanted, wanted, wanted);
}

}  // namespace

int main(int argc, char** argv) {
  deskready::open_standard_files();
  std::signal(SIGPIPE, SIG_IGN);
  spdlog::set_default_logger(spdlog::stderr_color_mt("deskready-responder"));
  deskready::network::ResponderOptions options;
  std::string listen;
  CLI::App app("The far end that deskready measures lines to.", "deskready-responder");
  app.set_version_flag("--version", DESKREADY_VERSION);
  app.add_option("--listen", listen, "Address and port, for TCP and UDP: 0.0.0.0:8700, [::]:8700")
      ->required();
  auto* certificate = app.add_option("--certificate", options.certificate_file, "Certificate chain, PEM");
  auto* key = app.add_option("--key", options.key_file, "Private key, PEM");
  app.add_option("--sessions", options.max_sessions,
                 "Most checks at once; those beyond are told to come back")
      ->check(CLI::Range(0, 10'000))
      ->capture_default_str();
  app.add_option("--session-rate", options.max_session_rate, "Most bit/s that one check is sent")
      ->check(CLI::Range(std::uint64_t{1'000'000}, std::uint64_t{100'000'000'000}))
      ->capture_default_str();
  certificate->needs(key);
  key->needs(certificate);
  app.footer(
      "Example:\n  deskready-responder --listen 0.0.0.0:443 --certificate edge.pem --key edge.key\n\n"
      "Without a certificate it serves plain http, for laboratories.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : unable;
  }
  if (!split(listen, options)) {
    spdlog::error("--listen {} is no address with a port; write it like 0.0.0.0:8700", listen);
    return unable;
  }
  raise_file_limit(options.max_sessions);
  // Blocked before any thread starts, so that sigwait below is the only one to get them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  const auto responder = deskready::network::Responder::start(options);
  if (!responder) {
    spdlog::error("{}", responder.error());
    return unable;
  }
  fmt::print("listening on {}\n", (*responder)->url());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&ends, &signal);
  spdlog::info("stopping");
  return 0;
}

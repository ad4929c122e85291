// deskreadyd: the background service's command line.
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>

#include "agent/daemon/daemon.h"
#include "agent/daemon/log.h"
#include "agent/machine/own_program.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/base/folders.h"
#include "config/base/process.h"

namespace {

constexpr int unable = 3;
/// Other than `unable`: whoever looks after the service may try again.
constexpr int failed_to_renew = 1;

constexpr std::string_view usage =
    "deskreadyd - checks this workstation in the background\n"
    "\n"
    "Usage: deskreadyd [--config FILE] [--foreground]\n"
    "\n"
    "  --config FILE   read only these settings, not those in /etc/deskready and\n"
    "                  ~/.config/deskready\n"
    "  --foreground    log to this terminal, never to the journal\n"
    "  --version       print the version\n"
    "  --help          print this\n"
    "\n"
    "Example:\n"
    "  deskreadyd --foreground\n"
    "\n"
    "It stays in the foreground in any case; `systemctl --user start deskready` runs\n"
    "it in the background. SIGHUP reads the settings anew.\n"
    "\n"
    "Exit codes: 0 stopped cleanly, 3 unable to start.\n";

struct CommandLine {
  std::optional<std::filesystem::path> config;
  bool foreground = false;
};

int complain(std::string_view what) {
  deskready::talk(fmt::format("deskreadyd: {}\n", what));
  return unable;
}

}  // namespace

int main(int argc, char** argv) {
  deskready::open_standard_files();
  std::signal(SIGPIPE, SIG_IGN);
  CommandLine words;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--help") return fmt::print("{}", deskready::fitting_page(usage, deskready::page_width())), 0;
    if (word == "--version") return fmt::print("{}\n", DESKREADY_VERSION), 0;
    if (word == "--foreground") {
      words.foreground = true;
    } else if (word == "--config" && i + 1 < argc) {
      words.config = argv[++i];
    } else if (word == "--config") {
      return complain("--config needs a file");
    } else {
      return complain(fmt::format("\"{}\" means nothing here; see deskreadyd --help", word));
    }
  }
  std::error_code error;
  const std::filesystem::path self = deskready::own_program(error);
  if (error) return complain(fmt::format("cannot tell where deskready lies: {}", error.message()));
  const auto runtime = deskready::runtime_folder();
  if (!runtime) return complain(runtime.error());
  const deskready::DaemonOptions options{words.config,
                                         self,
                                         self.parent_path() / "deskready",
                                         deskready::state_folder(),
                                         *runtime,
                                         deskready::person_lock("daemon")};
  const auto end = deskready::run_daemon(options, deskready::make_log(words.foreground));
  if (!end.become_new) return end.code;
  complain(fmt::format("{} cannot be started in place of the old one: {}", self.string(),
                       deskready::become(self.string(), argv)));
  return failed_to_renew;
}

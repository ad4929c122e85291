// deskready-responder: the far end.
#include <spdlog/spdlog.h>

#include <csignal>

#include "agent/machine/journal.h"
#include "agent/responder/service.h"
#include "agent/responder/settings.h"
#include "agent/terminal/terminal.h"

int main(int argc, char** argv) {
  deskready::open_standard_files();
  std::signal(SIGPIPE, SIG_IGN);
  spdlog::set_default_logger(deskready::service_logger("deskready-responder"));
  const auto settings = deskready::read_responder_settings(argc, argv);
  if (!settings) {
    if (!settings.error().message.empty()) spdlog::error("{}", settings.error().message);
    return settings.error().status;
  }
  return deskready::ResponderService(*settings, argc, argv).run();
}

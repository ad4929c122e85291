// The far end as a service: signals, the service manager, what its owner is told.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "agent/machine/service_manager.h"
#include "agent/responder/access_log.h"
#include "agent/responder/settings.h"

namespace deskready {

class ResponderService {
 public:
  ResponderService(ResponderSettings settings, int argc, const char* const* argv);

  /// Serves until SIGINT ends it or SIGTERM drains it; SIGHUP reads the settings, certificate and key again.
  /// The program's status.
  int run();

 private:
  void wait_for_signal();
  void reload();
  /// Of the settings as they stand: those that need a restart to change. The error is why all stay.
  tl::expected<network::Unchanged, std::string> take_over();
  void drain();
  /// Each `every`: the status line, whether it is drained, and once a day the certificate.
  void watch();
  void tell_of_certificate() const;

  ResponderSettings settings_;
  int argc_;
  const char* const* argv_;
  AccessLog log_;
  boost::asio::io_context loop_;
  ServiceManager manager_{loop_};
  boost::asio::signal_set signals_;
  boost::asio::steady_timer timer_;
  std::unique_ptr<network::Responder> responder_;
  int looks_ = 0;
  int draining_ = 0;  ///< looks since the draining began; 0 while it serves
  int idle_ = 0;      ///< looks without anything to do
  std::uint64_t packets_ = 0;
};

}  // namespace deskready

// systemd, by sd_notify(3).
#include "agent/machine/service_manager.h"

#include <systemd/sd-daemon.h>

#include <boost/asio.hpp>
#include <cstdint>

namespace deskready {

void ServiceManager::started() {
  std::uint64_t watchdog = 0;
  if (sd_watchdog_enabled(0, &watchdog) > 0) feed(std::chrono::microseconds(watchdog / 2));
  sd_notify(0, "READY=1");
}

void ServiceManager::feed(std::chrono::microseconds every) {
  sd_notify(0, "WATCHDOG=1");
  watchdog_.expires_after(every);
  watchdog_.async_wait([this, every](const boost::system::error_code& error) {
    if (!error) feed(every);
  });
}

void ServiceManager::reloading() const {
  sd_notify(0, "RELOADING=1");
}

void ServiceManager::reloaded() const {
  sd_notify(0, "READY=1");
}

void ServiceManager::stopping() const {
  sd_notify(0, "STOPPING=1");
}

void ServiceManager::say(const std::string& status) const {
  sd_notify(0, ("STATUS=" + status).c_str());
}

}  // namespace deskready

#include "agent/check/interrupts.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace deskready {

struct Interrupts::Impl {
  std::stop_source source;
  boost::asio::io_context loop{1};
  boost::asio::signal_set signals{loop, SIGINT, SIGTERM, SIGHUP};
  std::thread thread;

  void wait() {
    signals.async_wait([this](const boost::system::error_code& error, int signal) {
      if (error) return;
      // Whoever asks twice does not want to wait for a report.
      if (!source.request_stop()) std::_Exit(128 + signal);
      wait();
    });
  }
};

Interrupts::Interrupts() : impl_(std::make_unique<Impl>()) {
  impl_->wait();
  impl_->thread = std::thread([impl = impl_.get()] { impl->loop.run(); });
}

Interrupts::~Interrupts() {
  impl_->loop.stop();
  impl_->thread.join();
}

std::stop_token Interrupts::token() const {
  return impl_->source.get_token();
}

}  // namespace deskready

// The far end: session handshake, HTTP load paced by the sender, and a STAMP reflector, on one TCP and UDP
// port.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "probes/network/responder/monitoring/metrics.h"
#include "probes/network/responder/options.h"

namespace deskready::network {

/// Runs on threads of its own between start() and the destructor. Not copyable. Thread-safe.
class Responder {
 public:
  /// Binds and starts. The error says what could not be bound, where and why.
  static tl::expected<std::unique_ptr<Responder>, std::string> start(const ResponderOptions& options);
  ~Responder();  ///< stops within 1 s
  std::uint16_t port() const;
  std::string url() const;  ///< "http://127.0.0.1:41234"
  std::uint16_t metrics_port() const;

  /// Takes over rates, shares, networks and certificate for what comes; running checks go on. Where it
  /// listens, and its secret, stay: which of these were to change. The error says why everything stays as it
  /// was.
  tl::expected<Unchanged, std::string> reload(const ResponderOptions& options);
  /// From here on new sessions are refused and sent elsewhere.
  void drain();
  Figures figures() const;

 private:
  class Impl;
  explicit Responder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace deskready::network

// The far end: session handshake, HTTP load paced by the sender, and a STAMP reflector, on one TCP and UDP
// port.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace deskready::network {

struct ResponderOptions {
  std::string address = "127.0.0.1";  ///< numeric
  std::uint16_t port = 0;             ///< 0 lets the system choose
  std::string certificate_file;       ///< PEM; with key_file makes it https
  std::string key_file;
  std::uint64_t max_session_rate = 1'000'000'000;  ///< bit/s offered to one session
  std::uint64_t largest_load = 250'000'000;        ///< bytes of one transfer
  /// Beyond it a session is refused with a time to come back; and below it, while it notices that it serves
  /// late (strain.h).
  int max_sessions = 200;
  double patience_seconds = 10;  ///< with a client that says nothing, or takes nothing
};

/// Runs on threads of its own between start() and the destructor. Not copyable.
class Responder {
 public:
  /// Binds and starts. The error says what could not be bound, where and why.
  static tl::expected<std::unique_ptr<Responder>, std::string> start(const ResponderOptions& options);
  ~Responder();  ///< stops within 1 s
  std::uint16_t port() const;
  std::string url() const;  ///< "http://127.0.0.1:41234"

 private:
  class Impl;
  explicit Responder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace deskready::network

// The far end: session handshake, HTTP load paced by the sender, and a STAMP reflector, on one TCP and UDP
// port.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "probes/network/responder/monitoring/metrics.h"
#include "probes/network/responder/monitoring/session_record.h"
#include "probes/network/responder/shares/admission.h"
#include "probes/network/responder/shares/shares.h"

namespace deskready::network {

struct ResponderOptions {
  std::string address = "127.0.0.1";  ///< numeric; "::" listens for IPv4 as well
  std::uint16_t port = 0;             ///< 0 lets the system choose
  std::string certificate_file;       ///< PEM; with key_file makes it https
  std::string key_file;
  bool expired_certificate = false;                ///< serve with one that has expired
  std::uint64_t max_session_rate = 1'000'000'000;  ///< bit/s offered to one session
  std::uint64_t max_address_rate = 0;              ///< bit/s to one address; 0: twice the session's
  std::uint64_t largest_load = 250'000'000;        ///< bytes of one transfer
  /// Beyond it a session is refused with a time to come back; and below it, while it notices that it serves
  /// late (strain.h).
  int max_sessions = 200;
  double patience_seconds = 10;   ///< with a client that says nothing, or takes nothing
  std::vector<Prefix> trusted;    ///< networks with a larger share (shares.h)
  std::vector<Prefix> balancers;  ///< who must name the client by PROXY protocol, and is believed
  std::optional<Secret> secret;   ///< shared with other nodes; a fresh one without
  std::string elsewhere;          ///< another node's URL, for who comes while this one drains
  std::string advertised;         ///< "ADDRESS:PORT" for UDP; empty: where TCP goes
  std::string metrics_address;    ///< numeric; empty: no page for monitoring
  std::uint16_t metrics_port = 0;
  /// Called from a thread of the responder's when a session gives its place back.
  std::function<void(const SessionRecord&)> on_session;
};

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
  /// listens, and its secret, stay. The error says why everything stays as it was.
  tl::expected<void, std::string> reload(const ResponderOptions& options);
  /// From here on new sessions are refused and sent elsewhere.
  void drain();
  Figures figures() const;

 private:
  class Impl;
  explicit Responder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace deskready::network

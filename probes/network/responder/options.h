// What the owner of a far end asks of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "probes/network/responder/shares/admission.h"
#include "probes/network/responder/shares/session_record.h"
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

/// Options that were to change and need a restart for it, as they are written: "--listen".
using Unchanged = std::vector<const char*>;

}  // namespace deskready::network

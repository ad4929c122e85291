// What the owner of a far end asks of it: on the command line and in a file, read again at each reload.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "probes/network/responder/responder.h"

namespace deskready {

struct ResponderSettings {
  network::ResponderOptions options;
  std::string access_log;        ///< a file, "-" for standard output; empty for none
  bool whole_addresses = false;  ///< in the access log
};

struct CannotServe {
  int status = 3;       ///< of the program; 0 after --help and --version
  std::string message;  ///< empty where it has been said
};

/// The command line goes before the file that it names with --settings.
tl::expected<ResponderSettings, CannotServe> read_responder_settings(int argc, const char* const* argv);

}  // namespace deskready

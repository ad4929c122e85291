// Two hosts, home and far: each its own network, process and mount namespace, with one TUN device whose file
// the emulator holds.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace netlab {

inline constexpr const char* home_address = "10.77.0.2";
inline constexpr const char* router_address = "10.77.0.1";  ///< home's default route leads through it
inline constexpr const char* far_address = "10.78.0.2";
inline constexpr const char* home_address6 = "fd77::2";
inline constexpr const char* far_address6 = "fd78::2";

enum class Side { home, far };

/// A host's first process. All processes of the host die with it, and it dies with the process that made it.
struct Host {
  pid_t pid =
      -1;        ///< exits with the command's code, 128 + n after signal n; passes SIGTERM on to the command
  int tun = -1;  ///< the TUN device's file, non-blocking; whole IP packets
  int channel = -1;  ///< to the first process
};

/// Makes this process able to create namespaces: as it is, else by a user namespace in which user and group
/// keep their numbers. Empty, or a sentence why this world cannot be built here.
std::string gain_rights();

/// Makes a host that waits for start(). Its command has stdin, stdout and stderr of this process at home; in
/// the far host stdin is empty, stdout goes to stderr, and Ctrl-C does not reach it. `mtu`: bytes of the
/// largest IP packet; less than 1280 leaves it without IPv6. Empty, or why not.
std::string make_host(Side side, const std::vector<std::string>& command, int mtu, Host& host);

/// Runs the host's command. `port` > 0: waits until a TCP connection to that port of the far address
/// succeeds, at most 10 s; tried inside the host itself, so that the line's log holds nothing of it. Empty,
/// or why not.
std::string start(const Host& host, int port = 0);

}  // namespace netlab

// HTTP/1.1 over the daemon's Unix socket.
#pragma once

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "agent/daemon/control/control.h"

namespace deskready {

/// Serves `actions` to processes of the same user, by the system's word, on <folder>/control.sock, mode 0600.
/// One request for a connection; a header of at most 8 KiB, a body of at most 4 KiB, 5 s for reading and 5 s
/// for writing, 16 connections at a time: a further one takes the place of the one that has asked nothing for
/// longest. At most 8 of them
/// listen to events, without an end. Everything runs on the io_context's one thread. The destructor closes
/// the socket, removes its file and drops all connections.
class ControlServer {
 public:
  /// As LocalListener::open(), which says what `folder` and `person` are. `actions` outlives the server.
  static tl::expected<ControlServer, std::string> listen(boost::asio::io_context& loop,
                                                         const std::filesystem::path& folder,
                                                         const std::filesystem::path& person,
                                                         ControlActions& actions);
  ControlServer(ControlServer&&) noexcept;
  ControlServer& operator=(ControlServer&&) noexcept;
  ~ControlServer();

  /// Sends an event to all who listen at /events (server-sent events). One who does not read loses its
  /// connection once 256 KiB wait for it.
  void publish(std::string_view event, const nlohmann::json& data);
  bool has_listeners() const;

 private:
  struct Impl;
  explicit ControlServer(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace deskready

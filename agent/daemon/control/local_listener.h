// The place on this computer where the service is asked: one for each person, closed to all others.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

#include "config/base/file_lock.h"

namespace deskready {

/// A listening local stream socket, and the lock that says which daemon of this person is the one. Movable;
/// both end with it, but for what was released.
class LocalListener {
 public:
  /// Listens on <folder>/control.sock and replaces a socket that nobody listens on. `folder` is private to
  /// this person and perhaps to one session; `person`, a file for a lock, keeps daemons of several sessions
  /// apart where it can be locked, and tells where the one listens. The error says what is in the way and
  /// what to do: another daemon, a file that is no socket, a name that is too long.
  static tl::expected<LocalListener, std::string> open(const std::filesystem::path& folder,
                                                       const std::filesystem::path& person);

  LocalListener(LocalListener&& other) noexcept;
  LocalListener& operator=(LocalListener&& other) noexcept;
  ~LocalListener();

  /// The socket, once; it is the caller's from then on.
  int release_socket();
  /// The socket's file; nobody removes it but the caller.
  const std::filesystem::path& path() const { return path_; }

 private:
  LocalListener() = default;
  int lock_ = -1;
  FileLock person_;
  int socket_ = -1;
  std::filesystem::path path_;
};

/// Whether the process at the other end of a local socket is this person's, as the system and not the peer
/// says.
bool is_own_peer(int socket);

}  // namespace deskready

// One run at a time for a person: a second one waits and is told for what.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "config/base/file_lock.h"

namespace deskready {

/// Locks on person_lock("run"), and on <runtime folder>/run.lock for where the former knows no locks or
/// cannot be written. Held while one lives; the system frees them however the process ends. Movable.
class RunLock {
 public:
  /// Waits until no other run of this person holds the lock. `waiting` is called once, before the first wait,
  /// with the process that holds it, empty when it is not known. The error says why there is no lock: no
  /// runtime folder, or stopped while waiting.
  static tl::expected<RunLock, std::string> acquire(const std::stop_token& stop,
                                                    const std::function<void(std::string_view)>& waiting);
  /// The same in a folder of the caller's.
  static tl::expected<RunLock, std::string> acquire_in(const std::filesystem::path& folder,
                                                       const std::stop_token& stop,
                                                       const std::function<void(std::string_view)>& waiting);

 private:
  static tl::expected<RunLock, std::string> acquire_at(const std::filesystem::path& path,
                                                       const std::stop_token& stop,
                                                       const std::function<void(std::string_view)>& waiting);
  explicit RunLock(FileLock file) : file_(std::move(file)) {}
  FileLock file_;
  FileLock shared_ = {};  ///< the one that sessions have in common
};

}  // namespace deskready

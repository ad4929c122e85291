// One load on the line at a time, whoever on this computer makes it.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string_view>

#include "config/base/file_lock.h"
#include "probes/probe.h"

namespace deskready {

/// A lock on a file that every account of this computer can open and none can write: two accounts that load
/// the line at once would both measure half of it. The file stands in a sticky folder and belongs to whoever
/// came first; it is locked by opening it for reading, and nothing in it is read.
///
/// An account may hold the lock for ever. So a run waits for `longest` in all, several times what an honest
/// run loads the line, and then measures all the same: an account that wants to disturb can load the line
/// without any lock, and a refusal would let it stop the others for ever. The report says that the line may
/// have been shared. Thread-safe.
class LineLock {
 public:
  static constexpr std::chrono::seconds longest_wait{90};

  /// Whether the run had the line for itself, as far as the lock can tell.
  enum class Alone : std::uint8_t { yes, shared, unknown };

  /// The lock while one lives; movable.
  class Turn {
   public:
    Turn() = default;
    explicit Turn(FileLock file) : file_(std::move(file)) {}
    bool held() const { return file_.is_open(); }

   private:
    FileLock file_;
  };

  /// `folder` is world-writable and sticky. `clock` outlives it.
  LineLock(std::filesystem::path folder, const Clock& clock, std::chrono::nanoseconds longest = longest_wait)
      : folder_(std::move(folder)), clock_(clock), longest_(longest) {}

  /// Waits until nobody else loads the line, for what is left of the run's wait, or until the stop. `waiting`
  /// is called once before the first wait.
  Turn take(const std::stop_token& stop, const std::function<void()>& waiting);

  /// Over all turns of the run; `yes` where none was taken.
  Alone alone() const;

 private:
  void became(Alone alone);
  bool has_waited(std::chrono::nanoseconds turn, bool won);

  const std::filesystem::path folder_;
  const Clock& clock_;
  const std::chrono::nanoseconds longest_;
  mutable std::mutex mutex_;
  std::chrono::nanoseconds waited_{};
  Alone alone_ = Alone::yes;
};

/// "shared" or "unknown", as conditions.line_lock has it; empty for `yes`.
std::string_view to_string(LineLock::Alone alone);

/// Where all accounts find the lock: a folder in which each can make a file and none can remove another's.
std::filesystem::path line_lock_folder();

}  // namespace deskready

// Whether the daemon's own file was replaced or removed while it runs, as a package's upgrade or removal
// does, and how it goes on as the new one.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace deskready {

/// What tells one file under a name from another.
struct FileIdentity {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0;

  bool operator==(const FileIdentity&) const = default;
};

/// Of the file that this process runs, wherever its name is now; none where the system does not tell.
std::optional<FileIdentity> running_file();
/// Of the program that lies there now; none where no file is, or none that can be run.
std::optional<FileIdentity> program_at(const std::filesystem::path& file);

/// Pure: it is told what is seen, and when.
class OwnFile {
 public:
  /// How soon a change is looked for, and how long another file must lie there unchanged before it counts,
  /// for an installer may be in the midst of its work. Together less than half a minute.
  static constexpr std::chrono::seconds look_every{20};
  static constexpr std::chrono::seconds settled{5};
  /// So long without a file, the program was removed: no upgrade takes as long.
  static constexpr std::chrono::seconds gone_for_good{30};

  enum class Next : std::uint8_t {
    stay,
    become_new,  ///< another file lies under the name
    end,         ///< none does
  };

  /// `begun` is running_file() of the start. Without it no change is ever seen.
  explicit OwnFile(std::optional<FileIdentity> begun) : begun_(begun), last_(begun) {}

  /// `now` on the monotonic clock.
  Next seen(const std::optional<FileIdentity>& file, std::chrono::nanoseconds now);
  /// How long after that to look again.
  std::chrono::seconds wait() const { return last_ == begun_ ? look_every : settled; }

 private:
  const std::optional<FileIdentity> begun_;
  std::optional<FileIdentity> last_;
  std::chrono::nanoseconds since_{};  ///< when `last_` was first seen
};

}  // namespace deskready

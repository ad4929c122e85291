// Releases of Windows: by name ("XP SP3", "10 22H2"), and by its own numbers ("6.1.7601").
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace deskready {

/// A release, as far as a text tells it.
struct WindowsRelease {
  int oldest = 0;            ///< 5 XP, 6 Vista, 7, 8, 81 (8.1), 100 (10), 110 (11)
  int newest = 0;            ///< the same, but where the number alone leaves two: "10.0" is 10 or 11
  std::optional<int> pack;   ///< service pack; 0 for none
  std::optional<int> build;  ///< 19045
  bool named = false;        ///< in words that only Windows has: "Windows 10", "XP", "SP1", "22H2"
};

/// "7", "7 SP1", "XP Service Pack 3", "Windows 11 23H2", "6.1.7601", "10.0.19045.3803"; nothing for a text
/// that is no release to its last word. Names, numbers and builds from Microsoft's lists of releases. Pure.
std::optional<WindowsRelease> windows_release(std::string_view text);

/// Whether a text can only be a release of Windows: a name of its own, or a number with a build.
bool only_windows(std::string_view text);

/// `is` against `limit`, as far as the limit is written; unordered when too little is told of `is`.
std::partial_ordering compare(const WindowsRelease& is, const WindowsRelease& limit);

}  // namespace deskready

#include "probes/system/software/releases.h"

#include <algorithm>

#include "config/spec/names/windows.h"
#include "config/units/version.h"

namespace deskready::system_facts {
namespace {

struct System {
  std::string_view id;
  std::string_view dated;  ///< the day of its source
  std::string_view whole;  ///< the last day on which no release can be missing
  std::string_view source;
};

struct Release {
  std::string_view system;
  std::string_view version;
  std::string_view out;
};

#define SYSTEM(...) System{__VA_ARGS__},
#define RELEASE(...)
constexpr System systems[] = {
#include "probes/system/software/releases.def"
};
#undef SYSTEM
#undef RELEASE

#define SYSTEM(...)
#define RELEASE(...) Release{__VA_ARGS__},
constexpr Release releases[] = {
#include "probes/system/software/releases.def"
};
#undef SYSTEM
#undef RELEASE

/// "10.0.22631" is a Windows 11, "15.3" a macOS 15; other systems' versions are as the table has them.
bool is_release(const Release& release, std::string_view version) {
  if (release.system == "windows") {
    const auto is = windows_release(version), listed = windows_release(release.version);
    return is && listed && is->oldest == is->newest && is->oldest == listed->oldest;
  }
  if (release.system == "macos" && is_version(version))
    return compare_versions(as_far_as(version, release.version), release.version) == 0;
  return release.version == version;
}

}  // namespace

tl::expected<ReleasesBehind, Explanation> releases_behind(std::string_view system, std::string_view version,
                                                          WallTime now) {
  const auto* const known = std::find_if(std::begin(systems), std::end(systems),
                                         [&](const System& one) { return one.id == system; });
  if (known == std::end(systems))
    return tl::unexpected(Explanation(Detail::releases_unlisted, {{"name", Term(system)}}));
  const std::string today = format_time(now).substr(0, 10);
  const DetailArgument dated = Term(known->dated), name = Term(system);
  if (today > known->whole)
    return tl::unexpected(Explanation(Detail::releases_outdated, {{"name", name}, {"date", dated}}));
  ReleasesBehind behind;
  behind.table = known->dated;
  for (const Release& release : releases) {  // the newest first
    if (release.system != system || today < release.out) continue;
    if (behind.newest.empty()) behind.newest = release.version;
    if (is_release(release, version)) return behind;
    ++behind.newer;
  }
  return tl::unexpected(
      Explanation(Detail::release_unlisted,
                  {{"name", Term(std::string(system) + " " + std::string(version))}, {"date", dated}}));
}

}  // namespace deskready::system_facts

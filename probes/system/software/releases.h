// How many releases of an operating system came after one, by a dated table that comes with the program.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/base/time.h"
#include "probes/detail.h"

namespace deskready::system_facts {

struct ReleasesBehind {
  unsigned newer =
      0;              ///< releases of the same system that came out after it and until the moment asked about
  std::string table;  ///< the day of the table's source: "2026-04-25"
  std::string newest;  ///< the version of the newest one
};

/// `system` as os-release(5) has its ID, or "windows" or "macos"; `version` as the system gives it. The error
/// says that the table has no such system or release, or that at `now` a newer release may be out which it
/// does not have. Pure.
tl::expected<ReleasesBehind, Explanation> releases_behind(std::string_view system, std::string_view version,
                                                          WallTime now);

}  // namespace deskready::system_facts

// The shipped lists of hosts that softphones of large providers need, as their makers publish them: read by
// deskready's makers, so unofficial.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/fault.h"
#include "config/spec/far_end_url.h"
#include "config/spec/spec.h"

namespace deskready {

struct ShippedTargets {
  std::string_view name;
  std::string_view text;
};
/// Those compiled in from config/targets/*.toml.
std::vector<ShippedTargets> shipped_targets();

/// One row of a list.
struct ListedTarget {
  Target target;                     ///< with source and published; its reading is "unofficial"
  std::vector<std::string> regions;  ///< those whose softphones need it; empty: all
};

struct TargetList {
  std::string provider;  ///< as people call it
  std::vector<ListedTarget> rows;
};

/// `file` is where the text is from, for faults, which are in order of place.
tl::expected<TargetList, std::vector<SpecError>> read_target_list(std::string_view text,
                                                                  const std::string& file);

/// The regions of a list, in order of name; none for one that is the same everywhere.
std::vector<std::string> regions_of(const TargetList& list);

/// Of a list as a spec names it: "zoom", "amazon-connect/us-east-1". Where a list is by region, one has to be
/// named. The error says what to write instead.
tl::expected<std::vector<Target>, UrlFault> listed_targets(std::string_view name);

}  // namespace deskready

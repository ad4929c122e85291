// What a spec asks of a processor by name, as ">= Intel Core i5 gen 8", and how one found compares.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/processor/cpu_name.h"
#include "config/units/ranked.h"

namespace deskready {

/// The least that is asked for. Any one of `models` is enough.
struct CpuLimit {
  std::vector<CpuName> models;  ///< each with vendor, family and tier; never empty once read
  /// Whose equivalents will do too: a vendor, or empty for any's; nothing where none are named. What an
  /// equivalent is nobody says, so it decides nothing but for what is weaker in every way.
  std::optional<std::string> equivalent;
  friend bool operator==(const CpuLimit&, const CpuLimit&) = default;
};

/// As parse_cpu_limit reads it: "Intel Core i5 gen 8 or AMD Ryzen 5 gen 2 or equivalent".
std::string to_string(const CpuLimit& limit);

/// `found` against the least that is asked for: it meets a model when tier and generation are both at least
/// that. A maker's processor that none of that maker's models fits is not comparable when it is of a range
/// that is ranked otherwise. Pure, thread-safe.
Ranked rank_cpu(const CpuName& found, const CpuLimit& least);

}  // namespace deskready

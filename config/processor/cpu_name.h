// A processor's name, understood: who made it, of which family, of which rank and generation.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace deskready {

struct CpuName {
  std::string vendor;  ///< "Intel", "AMD", "ARM", "Apple"; empty when unknown
  std::string family;  ///< "Core i5", "Core Ultra 7", "Ryzen 5", "Xeon"; empty when unknown
  /// Rank within the vendor's own range, where it has one: 3, 5, 7, 9 as printed on Core and Ryzen, 10 for
  /// Threadripper, 2 for Core 2, 1 for what is sold below those; Apple's plain, Pro, Max and Ultra are 1
  /// to 4.
  std::optional<int> tier;
  /// As the catalogue defines it; only families that count generations have one. Core 2 is before the first.
  std::optional<int> generation;
  friend bool operator==(const CpuName&, const CpuName&) = default;
};

/// From the brand string as CPUID gives it ("model name" in /proc/cpuinfo), or from a name as shops and specs
/// write it, with or without a number. Pure and thread-safe. Never fails: what it does not know it leaves
/// empty. Sources: "About Intel Processor Numbers" and AMD's product pages.
CpuName parse_cpu_name(std::string_view brand);

}  // namespace deskready

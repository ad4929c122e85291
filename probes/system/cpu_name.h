// A processor's name, understood: who made it, of which family, of which generation.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace deskready::system_facts {

struct CpuName {
  std::string vendor;  ///< "Intel", "AMD", "ARM", "Apple"; empty when unknown
  std::string family;  ///< "Core i5", "Core Ultra 7", "Ryzen 5", "Xeon"; empty when unknown
  std::optional<int>
      generation;  ///< as the catalogue defines it; only families that count generations have one
};

/// From the brand string as CPUID gives it ("model name" in /proc/cpuinfo). Pure and thread-safe. Never
/// fails: what it does not know it leaves empty.
CpuName parse_cpu_name(std::string_view brand);

/// From CPUID's vendor id: "GenuineIntel" is "Intel"; empty when unknown.
std::string vendor_of_id(std::string_view vendor_id);

/// One core of an ARM processor, which has no name but numbers (MIDR_EL1): "0x41", "0xd08".
struct ArmCore {
  std::string implementer;
  std::string part;
  friend bool operator==(const ArmCore&, const ArmCore&) = default;
};

/// The cores' common name, "ARM Cortex-A53 + Cortex-A72", is put into `model`; empty when any is unknown.
CpuName parse_arm_cores(std::span<const ArmCore> cores, std::string& model);

}  // namespace deskready::system_facts

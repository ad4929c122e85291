// The names that belong to numbers: ARM cores have no brand string, and CPUID's vendor ids are no names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace deskready::system_facts {

/// From CPUID's vendor id: "GenuineIntel" is "Intel"; empty when unknown.
std::string vendor_of_id(std::string_view vendor_id);

/// One core of an ARM processor by its numbers (MIDR_EL1), in hexadecimal: "0x41", "0xd08".
struct ArmCore {
  std::string implementer;
  std::string part;
  friend bool operator==(const ArmCore&, const ArmCore&) = default;
};

/// Who made it: "ARM", "Apple", "Qualcomm"; empty when unknown.
std::string_view arm_vendor(const ArmCore& core);

/// The cores' common name as config's parse_cpu_name reads it: "ARM Cortex-A53 + Cortex-A72", "Apple M1 Pro".
/// Empty when any of them is unknown. Each kind stands once, in the kernel's order, the fast ones last.
std::string arm_model(std::span<const ArmCore> cores);

}  // namespace deskready::system_facts

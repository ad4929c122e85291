#include "probes/system/hardware/arm_cores.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace deskready::system_facts {
namespace {

struct ArmPart {
  std::string_view implementer, part, name;
};

// Arm's Technical Reference Manuals (MIDR_EL1), Linux' arch/arm64/include/asm/cputype.h, and util-linux'
// table.
constexpr std::array arm_parts = {
    ArmPart{"0x41", "0xb76", "ARM1176"},
    ArmPart{"0x41", "0xc05", "Cortex-A5"},
    ArmPart{"0x41", "0xc07", "Cortex-A7"},
    ArmPart{"0x41", "0xc08", "Cortex-A8"},
    ArmPart{"0x41", "0xc09", "Cortex-A9"},
    ArmPart{"0x41", "0xc0e", "Cortex-A17"},
    ArmPart{"0x41", "0xc0f", "Cortex-A15"},
    ArmPart{"0x41", "0xd03", "Cortex-A53"},
    ArmPart{"0x41", "0xd04", "Cortex-A35"},
    ArmPart{"0x41", "0xd05", "Cortex-A55"},
    ArmPart{"0x41", "0xd07", "Cortex-A57"},
    ArmPart{"0x41", "0xd08", "Cortex-A72"},
    ArmPart{"0x41", "0xd09", "Cortex-A73"},
    ArmPart{"0x41", "0xd0a", "Cortex-A75"},
    ArmPart{"0x41", "0xd0b", "Cortex-A76"},
    ArmPart{"0x41", "0xd0c", "Neoverse-N1"},
    ArmPart{"0x41", "0xd0d", "Cortex-A77"},
    ArmPart{"0x41", "0xd40", "Neoverse-V1"},
    ArmPart{"0x41", "0xd41", "Cortex-A78"},
    ArmPart{"0x41", "0xd42", "Cortex-A78AE"},
    ArmPart{"0x41", "0xd44", "Cortex-X1"},
    ArmPart{"0x41", "0xd46", "Cortex-A510"},
    ArmPart{"0x41", "0xd47", "Cortex-A710"},
    ArmPart{"0x41", "0xd48", "Cortex-X2"},
    ArmPart{"0x41", "0xd49", "Neoverse-N2"},
    ArmPart{"0x41", "0xd4b", "Cortex-A78C"},
    ArmPart{"0x41", "0xd4c", "Cortex-X1C"},
    ArmPart{"0x41", "0xd4d", "Cortex-A715"},
    ArmPart{"0x41", "0xd4e", "Cortex-X3"},
    ArmPart{"0x41", "0xd4f", "Neoverse-V2"},
    ArmPart{"0x48", "0xd01", "Kunpeng-920"},
    ArmPart{"0x4e", "0x004", "Carmel"},
    ArmPart{"0x51", "0x001", "Oryon"},
    ArmPart{"0x51", "0x802", "Kryo-3XX-Gold"},
    ArmPart{"0x51", "0x803", "Kryo-3XX-Silver"},
    ArmPart{"0x51", "0x804", "Kryo-4XX-Gold"},
    ArmPart{"0x51", "0x805", "Kryo-4XX-Silver"},
    // Apple's two kinds of cores are sold under the chip's one name.
    ArmPart{"0x61", "0x022", "M1"},
    ArmPart{"0x61", "0x023", "M1"},
    ArmPart{"0x61", "0x024", "M1 Pro"},
    ArmPart{"0x61", "0x025", "M1 Pro"},
    ArmPart{"0x61", "0x028", "M1 Max"},
    ArmPart{"0x61", "0x029", "M1 Max"},
    ArmPart{"0x61", "0x032", "M2"},
    ArmPart{"0x61", "0x033", "M2"},
    ArmPart{"0x61", "0x034", "M2 Pro"},
    ArmPart{"0x61", "0x035", "M2 Pro"},
    ArmPart{"0x61", "0x038", "M2 Max"},
    ArmPart{"0x61", "0x039", "M2 Max"},
    ArmPart{"0x61", "0x042", "M3"},
    ArmPart{"0x61", "0x043", "M3"},
    ArmPart{"0x61", "0x044", "M3 Pro"},
    ArmPart{"0x61", "0x045", "M3 Pro"},
    ArmPart{"0x61", "0x048", "M3 Max"},
    ArmPart{"0x61", "0x049", "M3 Max"},
    ArmPart{"0x61", "0x052", "M4"},
    ArmPart{"0x61", "0x053", "M4"},
    ArmPart{"0xc0", "0xac3", "Ampere-1"},
    ArmPart{"0xc0", "0xac4", "Ampere-1a"},
};

}  // namespace

std::string vendor_of_id(std::string_view vendor_id) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> ids = {{{"GenuineIntel", "Intel"},
                                                                                 {"AuthenticAMD", "AMD"},
                                                                                 {"HygonGenuine", "Hygon"},
                                                                                 {"CentaurHauls", "VIA"},
                                                                                 {"Shanghai", "Zhaoxin"},
                                                                                 {"VirtualApple", "Apple"}}};
  for (const auto& [id, vendor] : ids) {
    if (id == vendor_id) return std::string(vendor);
  }
  return {};
}

std::string_view arm_vendor(const ArmCore& core) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> makers = {{{"0x41", "ARM"},
                                                                                     {"0x42", "Broadcom"},
                                                                                     {"0x43", "Cavium"},
                                                                                     {"0x48", "HiSilicon"},
                                                                                     {"0x4e", "NVIDIA"},
                                                                                     {"0x51", "Qualcomm"},
                                                                                     {"0x53", "Samsung"},
                                                                                     {"0x61", "Apple"},
                                                                                     {"0x70", "Phytium"},
                                                                                     {"0xc0", "Ampere"}}};
  for (const auto& [implementer, name] : makers) {
    if (implementer == core.implementer) return name;
  }
  return {};
}

std::string arm_model(std::span<const ArmCore> cores) {
  std::vector<std::string_view> kinds;
  for (const ArmCore& core : cores) {
    const auto known = std::find_if(arm_parts.begin(), arm_parts.end(), [&](const ArmPart& part) {
      return part.implementer == core.implementer && part.part == core.part;
    });
    if (known == arm_parts.end()) return {};
    if (std::find(kinds.begin(), kinds.end(), known->name) == kinds.end()) kinds.push_back(known->name);
  }
  std::string model;
  for (const std::string_view kind : kinds) {
    model += model.empty() ? std::string(arm_vendor(cores.front())) + " " : std::string(" + ");
    model += kind;
  }
  return model;
}

}  // namespace deskready::system_facts

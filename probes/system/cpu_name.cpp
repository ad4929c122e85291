#include "probes/system/cpu_name.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <regex>
#include <vector>

namespace deskready::system_facts {
namespace {

std::regex pattern(const char* text) {
  return std::regex(text, std::regex::icase | std::regex::optimize);
}

int number(const std::ssub_match& match) {
  return std::atoi(match.str().c_str());
}

/// The number behind "i5-", by Intel's scheme: "About Intel Processor Numbers". Five digits begin with two of
/// the generation, four with one, except that "1135G7" has two of four. Three digits are the first generation
/// from 300 on; newer chips with such numbers are other chips under a new name.
std::optional<int> core_generation(const std::string& digits) {
  const int value = std::atoi(digits.c_str());
  if (digits.size() == 5) return value / 1000;
  if (digits.size() == 4) return digits[0] == '1' ? value / 100 : value / 1000;
  if (digits.size() == 3 && value >= 300) return 1;
  return std::nullopt;
}

CpuName intel_core(const std::string& brand) {
  CpuName name{"Intel", {}, {}};
  std::smatch m;
  static const std::regex ultra = pattern(R"(\bCore Ultra (X?\d) (?:Processor )?(\d)\d\d)");
  static const std::regex tier = pattern(R"(\bCore ([im][3579])\b)");
  // The letters of first-generation mobile chips stand before the number: "i5 CPU M 520".
  static const std::regex tier_number =
      pattern(R"(\bCore [im][3579](?:-| +CPU +(?:[A-Z]{1,2} +)?| +[A-Z]{1,2} +| +)(\d{3,5})(?!\d))");
  static const std::regex low_power = pattern(R"(\bCore [im][3579]-(\d)Y\d\d)");
  static const std::regex ordinal = pattern(R"(^(\d{1,2})(?:st|nd|rd|th) Gen\b)");
  static const std::regex series = pattern(R"(\bCore ([3579]) (?:Processor )?(?:(\d)\d\d[A-Z]|N\d{3}))");
  static const std::regex core2 = pattern(R"(\bCore ?2\b(?: (Duo|Quad|Extreme|Solo))?)");
  if (std::regex_search(brand, m, ultra)) {
    name.family = "Core Ultra " + m[1].str();
    name.generation = 14 + number(m[2]);
  } else if (std::regex_search(brand, m, tier)) {
    name.family = "Core " + m[1].str();
    if (std::regex_search(brand, m, ordinal) || std::regex_search(brand, m, low_power)) {
      name.generation = number(m[1]);
    } else if (std::regex_search(brand, m, tier_number)) {
      name.generation = core_generation(m[1].str());
    }
  } else if (std::regex_search(brand, m, series)) {
    name.family = "Core " + m[1].str();
    if (m[2].matched) name.generation = 14 + number(m[2]);
  } else if (std::regex_search(brand, m, core2)) {
    name.family = m[1].matched ? "Core 2 " + m[1].str() : "Core 2";
  }
  return name;
}

CpuName intel(const std::string& brand) {
  CpuName name = intel_core(brand);
  std::smatch m;
  static const std::regex plain = pattern(R"(\b(Xeon|Celeron|Pentium|Atom)\b)");
  static const std::regex n_series = pattern(R"(\bN\d{2,3}\b)");
  if (!name.family.empty()) return name;
  if (std::regex_search(brand, m, plain)) {
    name.family = m[1].str();
  } else if (std::regex_search(brand, m, n_series)) {
    name.family = "N-series";
  }
  return name;
}

CpuName amd(const std::string& brand) {
  CpuName name{"AMD", {}, {}};
  std::smatch m;
  static const std::regex max = pattern(R"(\bRyzen AI Max\+? (?:PRO )?(\d)\d\d)");
  static const std::regex ai = pattern(R"(\bRyzen AI (\d) (?:HX )?(?:PRO )?(\d)\d\d)");
  static const std::regex threadripper = pattern(R"(\bRyzen Threadripper (?:PRO )?(\d)\d{3})");
  static const std::regex ryzen = pattern(R"(\bRyzen (\d)\b(?: PRO)?(?: (\d)\d{3}(?!\d))?)");
  static const std::regex other = pattern(R"(\bRyzen (Embedded|Z\d))");
  static const std::regex plain =
      pattern(R"(\b(EPYC|Athlon|Sempron|Phenom|Opteron|Turion|FX|A\d{1,2})(?=[ -]))");
  if (std::regex_search(brand, m, max)) {
    name.family = "Ryzen AI Max";
    name.generation = 6 + number(m[1]);
  } else if (std::regex_search(brand, m, ai)) {
    name.family = "Ryzen AI " + m[1].str();
    name.generation = 6 + number(m[2]);
  } else if (std::regex_search(brand, m, threadripper)) {
    name.family = "Ryzen Threadripper";
    name.generation = number(m[1]);
  } else if (std::regex_search(brand, m, ryzen)) {
    name.family = "Ryzen " + m[1].str();
    if (m[2].matched) name.generation = number(m[2]);
  } else if (std::regex_search(brand, m, other)) {
    name.family = "Ryzen " + m[1].str();
  } else if (std::regex_search(brand, m, plain)) {
    name.family = m[1].str();
  }
  return name;
}

/// Without the marks that stand in the middle of names, and with single spaces. No brand string is longer
/// than 48 characters (CPUID), so a longer text is none.
std::string without_marks(std::string_view brand) {
  static const std::regex marks = pattern(R"(\((?:R|TM|C)\))");
  static const std::regex spaces(" +");
  const std::string bare = std::regex_replace(std::string(brand.substr(0, 200)), marks, " ");
  return std::regex_replace(bare, spaces, " ");
}

struct ArmPart {
  std::string_view implementer, part, name;
};

// Arm's Technical Reference Manuals (MIDR_EL1), and Linux' arch/arm64/include/asm/cputype.h.
constexpr std::array arm_parts = {
    ArmPart{"0x41", "0xc07", "Cortex-A7"},   ArmPart{"0x41", "0xc09", "Cortex-A9"},
    ArmPart{"0x41", "0xc0f", "Cortex-A15"},  ArmPart{"0x41", "0xc0e", "Cortex-A17"},
    ArmPart{"0x41", "0xd04", "Cortex-A35"},  ArmPart{"0x41", "0xd03", "Cortex-A53"},
    ArmPart{"0x41", "0xd05", "Cortex-A55"},  ArmPart{"0x41", "0xd07", "Cortex-A57"},
    ArmPart{"0x41", "0xd08", "Cortex-A72"},  ArmPart{"0x41", "0xd09", "Cortex-A73"},
    ArmPart{"0x41", "0xd0a", "Cortex-A75"},  ArmPart{"0x41", "0xd0b", "Cortex-A76"},
    ArmPart{"0x41", "0xd0d", "Cortex-A77"},  ArmPart{"0x41", "0xd41", "Cortex-A78"},
    ArmPart{"0x41", "0xd4b", "Cortex-A78C"}, ArmPart{"0x41", "0xd44", "Cortex-X1"},
    ArmPart{"0x41", "0xd4c", "Cortex-X1C"},  ArmPart{"0x41", "0xd0c", "Neoverse-N1"},
    ArmPart{"0x41", "0xd49", "Neoverse-N2"}, ArmPart{"0x41", "0xd40", "Neoverse-V1"},
    ArmPart{"0x61", "0x022", "M1"},          ArmPart{"0x61", "0x023", "M1"},
    ArmPart{"0x61", "0x024", "M1 Pro"},      ArmPart{"0x61", "0x025", "M1 Pro"},
    ArmPart{"0x61", "0x028", "M1 Max"},      ArmPart{"0x61", "0x029", "M1 Max"},
    ArmPart{"0x61", "0x032", "M2"},          ArmPart{"0x61", "0x033", "M2"},
};

std::string_view arm_vendor(std::string_view implementer) {
  if (implementer == "0x41") return "ARM";
  if (implementer == "0x42") return "Broadcom";
  if (implementer == "0x51") return "Qualcomm";
  if (implementer == "0x61") return "Apple";
  return {};
}

}  // namespace

CpuName parse_cpu_name(std::string_view brand_text) {
  const std::string brand = without_marks(brand_text);
  static const std::regex amd_name = pattern(R"(\b(?:AMD|Ryzen|EPYC)\b)");
  static const std::regex intel_name = pattern(R"(\bIntel\b)");
  if (std::regex_search(brand, intel_name)) return intel(brand);
  if (std::regex_search(brand, amd_name)) return amd(brand);
  return {};
}

std::string vendor_of_id(std::string_view vendor_id) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> ids = {{{"GenuineIntel", "Intel"},
                                                                                 {"AuthenticAMD", "AMD"},
                                                                                 {"HygonGenuine", "Hygon"},
                                                                                 {"CentaurHauls", "VIA"},
                                                                                 {"Shanghai", "Zhaoxin"}}};
  for (const auto& [id, vendor] : ids) {
    if (id == vendor_id) return std::string(vendor);
  }
  return {};
}

CpuName parse_arm_cores(std::span<const ArmCore> cores, std::string& model) {
  model.clear();
  CpuName name;
  std::vector<std::string_view> kinds;
  for (const ArmCore& core : cores) {
    const auto known = std::find_if(arm_parts.begin(), arm_parts.end(), [&](const ArmPart& part) {
      return part.implementer == core.implementer && part.part == core.part;
    });
    name.vendor = arm_vendor(core.implementer);
    if (known == arm_parts.end()) return {name.vendor, {}, {}};
    if (std::find(kinds.begin(), kinds.end(), known->name) == kinds.end()) kinds.push_back(known->name);
  }
  for (const std::string_view kind : kinds) {
    model += model.empty() ? name.vendor + " " : std::string(" + ");
    model += kind;
  }
  // Of several kinds the fast one stands for the family; kernels list the slow ones first.
  if (!kinds.empty()) name.family = kinds.back();
  return name;
}

}  // namespace deskready::system_facts

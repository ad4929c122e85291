#include "probes/machine/chassis.h"

#include <algorithm>
#include <array>

#include "probes/machine/files.h"
#include "probes/machine/power.h"

namespace deskready {
namespace {

std::string_view chassis_name(std::uint64_t type) {
  switch (type) {
    case 3:
    case 4:
    case 5:
    case 6:
    case 7:
    case 13:  // all in one
    case 15:
    case 16:
    case 24:
    case 35:  // mini PC
    case 36:  // stick PC
      return "desktop";
    case 8:
    case 9:
    case 10:
    case 14:
      return "laptop";
    case 31:
    case 32:
      return "convertible";
    case 30:
      return "tablet";
    case 11:
      return "handheld";
    case 17:
    case 23:
    case 25:
    case 28:
    case 29:
      return "server";
    default:
      return {};
  }
}

/// Products whose firmware says another kind than their maker: Apple's since the T2 chip say "laptop"
/// whatever they are, Valve's consoles "portable" as some laptops do.
struct Named {
  std::string_view maker, product, kind;
};
constexpr std::array<Named, 5> named = {{{"Apple", "Macmini", "desktop"},
                                         {"Apple", "iMac", "desktop"},
                                         {"Apple", "MacPro", "desktop"},
                                         {"Valve", "Jupiter", "handheld"},
                                         {"Valve", "Galileo", "handheld"}}};

}  // namespace

std::string_view chassis_by_firmware(const std::filesystem::path& root) {
  const std::string maker = read_line(root, "/sys/class/dmi/id/sys_vendor").value_or("");
  const std::string product = read_line(root, "/sys/class/dmi/id/product_name").value_or("");
  for (const Named& one : named) {
    if (maker.starts_with(one.maker) && product.starts_with(one.product)) return one.kind;
  }
  const auto type = read_number(root, "/sys/class/dmi/id/chassis_type");
  return type ? chassis_name(*type) : std::string_view();
}

bool is_portable(const std::filesystem::path& root) {
  constexpr std::array<std::string_view, 4> carried = {"laptop", "convertible", "tablet", "handheld"};
  const auto supplies = power_supplies(root);
  return (supplies && supplies->battery) ||
         std::find(carried.begin(), carried.end(), chassis_by_firmware(root)) != carried.end();
}

}  // namespace deskready

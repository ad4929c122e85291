#include "probes/machine/chassis.h"

#include "probes/machine/files.h"

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

}  // namespace

std::string_view chassis_by_firmware(const std::filesystem::path& root) {
  const auto type = read_number(root, "/sys/class/dmi/id/chassis_type");
  return type ? chassis_name(*type) : std::string_view();
}

}  // namespace deskready

// What kind of case the computer says that it has.
#pragma once

#include <filesystem>
#include <string_view>

namespace deskready {

/// "desktop", "laptop", "convertible", "tablet", "handheld" or "server", by the firmware's System Enclosure
/// type (SMBIOS 3, section 7.4.1); empty where it has none or says nothing of use. Below `root`, any thread.
std::string_view chassis_by_firmware(const std::filesystem::path& root);

}  // namespace deskready

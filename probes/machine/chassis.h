// What kind of case the computer says that it has.
#pragma once

#include <filesystem>
#include <string_view>

namespace deskready {

/// "desktop", "laptop", "convertible", "tablet", "handheld" or "server", by the firmware's System Enclosure
/// type (SMBIOS 3, section 7.4.1), or by the product's name where makers are known to write another; empty
/// where it has none or says nothing of use. Below `root`, any thread.
std::string_view chassis_by_firmware(const std::filesystem::path& root);

/// Whether people carry it: by its battery, whatever that is called, or by its case. Below `root`, any
/// thread.
bool is_portable(const std::filesystem::path& root);

}  // namespace deskready

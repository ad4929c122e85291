#include "probes/machine/line_counters.h"

#include <fmt/format.h>

#include "probes/machine/files.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

constexpr const char* devices = "/sys/class/net";

}  // namespace

std::optional<std::uint64_t> device_bytes(const fs::path& root, const std::string& device) {
  std::uint64_t sum = 0;
  for (const char* name : {"rx_bytes", "tx_bytes"}) {
    const auto bytes = read_number(root, fmt::format("{}/{}/statistics/{}", devices, device, name));
    if (device.empty() || !bytes) return std::nullopt;
    sum += *bytes;
  }
  return sum;
}

std::uint64_t line_bytes(const fs::path& root) {
  std::uint64_t sum = 0;
  for (const std::string& device : list_folder(root, devices).value_or(std::vector<std::string>())) {
    if (device != "lo") sum += device_bytes(root, device).value_or(0);
  }
  return sum;
}

}  // namespace deskready

#include "probes/machine/line_counters.h"

#include <fstream>

namespace deskready {
namespace {

namespace fs = std::filesystem;

constexpr const char* devices = "sys/class/net";

}  // namespace

std::optional<std::uint64_t> device_bytes(const fs::path& root, const std::string& device) {
  std::uint64_t sum = 0;
  for (const char* name : {"rx_bytes", "tx_bytes"}) {
    std::uint64_t bytes = 0;
    std::ifstream file(root / devices / device / "statistics" / name);
    if (device.empty() || !(file >> bytes)) return std::nullopt;
    sum += bytes;
  }
  return sum;
}

std::uint64_t line_bytes(const fs::path& root) {
  std::uint64_t sum = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root / devices, error)) {
    const std::string device = entry.path().filename();
    if (device != "lo") sum += device_bytes(root, device).value_or(0);
  }
  return sum;
}

}  // namespace deskready

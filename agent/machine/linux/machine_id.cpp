#include "agent/machine/machine_id.h"

#include <systemd/sd-id128.h>

#include <fstream>

namespace deskready {

std::optional<std::uint64_t> machine_number() {
  const sd_id128_t application =
      SD_ID128_MAKE(6f, 1b, 0d, 52, 9c, 3e, 4a, 77, 8d, 20, 5e, 91, c4, 7a, 13, e8);
  sd_id128_t id{};
  if (sd_id128_get_machine_app_specific(application, &id) < 0) return std::nullopt;
  return id.qwords[0];
}

std::string machine_id(const std::filesystem::path& root) {
  std::ifstream file(root / "etc/machine-id");  // machine-id(5)
  std::string id(32, '\0');
  return file.read(id.data(), static_cast<std::streamsize>(id.size())) ? id : std::string();
}

}  // namespace deskready

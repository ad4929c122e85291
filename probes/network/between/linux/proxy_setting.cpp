#include "probes/network/between/proxy_setting.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "probes/machine/files.h"

namespace deskready::network {
namespace {

constexpr std::array proxy_names = {"http_proxy", "https_proxy", "all_proxy",
                                    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"};

}  // namespace

std::optional<bool> proxy_is_set(const std::filesystem::path& root,
                                 const std::function<const char*(const char*)>& environment) {
  constexpr std::string_view settings = "/etc/environment";
  const auto set = [&](const char* name) {
    const char* value = environment(name);
    return value != nullptr && *value != '\0';
  };
  if (std::any_of(proxy_names.begin(), proxy_names.end(), set)) return true;
  const auto text = read_text(root, settings);
  if (!text && exists(root, settings)) return std::nullopt;
  std::istringstream file(text.value_or(""));
  std::string line;
  while (std::getline(file, line)) {
    if (line.find('\0') != std::string::npos) return std::nullopt;  // of another encoding
    for (const std::string name : proxy_names) {
      const std::string value = line.starts_with(name + "=") ? line.substr(name.size() + 1) : "";
      if (!value.empty() && value != "\"\"" && value != "''") return true;
    }
  }
  return false;
}

}  // namespace deskready::network

#include "probes/machine/linux/dconf.h"

#include <array>

#include "config/base/text.h"
#include "probes/machine/files.h"

namespace deskready {
namespace {

constexpr std::array<std::string_view, 3> everybodys = {"/etc/dconf/db/local", "/etc/dconf/db/site",
                                                        "/etc/dconf/db/distro"};

std::optional<Setting> setting_in(const std::filesystem::path& root, const std::string& database,
                                  const std::string& key) {
  const auto bytes = read_text(root, database);
  return bytes ? find_setting(*bytes, key) : std::nullopt;
}

/// Keys stand one a line in files below "local.d/locks"; a folder locks all below it.
bool is_locked(const std::filesystem::path& root, const std::string& database, const std::string& key) {
  const std::string folder = database + ".d/locks";
  bool locked = false;
  for (const std::string& file : list_folder(root, folder).value_or(std::vector<std::string>{})) {
    for_each_line(root, folder + "/" + file, [&](std::string_view line) {
      const std::string_view name = trimmed(line);
      if (!name.empty() && !name.starts_with('#'))
        locked = locked || name == key || (name.ends_with('/') && key.starts_with(name));
      return !locked;
    });
  }
  return locked;
}

}  // namespace

std::optional<Setting> dconf_setting(const std::filesystem::path& root, const std::string& key) {
  bool locked = false;
  for (const std::string_view database : everybodys)
    locked = locked || is_locked(root, std::string(database), key);
  if (!locked) {
    if (auto own = setting_in(root, home_folder(root) + "/.config/dconf/user", key)) return own;
  }
  for (const std::string_view database : everybodys) {
    if (auto setting = setting_in(root, std::string(database), key)) return setting;
  }
  return std::nullopt;
}

bool dconf_truth(const std::filesystem::path& root, const std::string& key, bool fallback) {
  const auto setting = dconf_setting(root, key);
  const bool* truth = setting ? std::get_if<bool>(&*setting) : nullptr;
  return truth != nullptr ? *truth : fallback;
}

std::string dconf_text(const std::filesystem::path& root, const std::string& key) {
  const auto setting = dconf_setting(root, key);
  const std::string* text = setting ? std::get_if<std::string>(&*setting) : nullptr;
  return text != nullptr ? *text : std::string();
}

}  // namespace deskready

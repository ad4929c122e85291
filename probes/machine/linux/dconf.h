// Settings of GNOME and its kin, as they hold for the person: theirs, the administrator's, and what is
// locked.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "probes/machine/linux/gvdb.h"

namespace deskready {

/// The setting of a key such as "/org/gnome/desktop/session/idle-delay" below `root`; none where nobody set
/// it, and the desktop's default holds. What the administrator locked is not the person's to set (dconf(7)).
std::optional<Setting> dconf_setting(const std::filesystem::path& root, const std::string& key);

/// The same where it is a truth or a text; the default where nobody set it.
bool dconf_truth(const std::filesystem::path& root, const std::string& key, bool fallback);
std::string dconf_text(const std::filesystem::path& root, const std::string& key);

}  // namespace deskready

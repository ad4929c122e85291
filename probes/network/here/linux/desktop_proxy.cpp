// From the settings of GNOME and KDE.
#include "probes/network/here/desktop_proxy.h"

#include "config/base/text.h"
#include "probes/machine/files.h"
#include "probes/machine/linux/dconf.h"

namespace deskready::network {
namespace {

namespace fs = std::filesystem;

enum class Says : std::uint8_t { no, yes, unclear };

/// org.gnome.system.proxy; addresses that are left over count in mode "manual" only.
Says gnome_says(const fs::path& root) {
  const std::string mode = dconf_text(root, "/system/proxy/mode");
  if (mode == "manual") {
    for (const char* scheme : {"http", "https", "socks"}) {
      if (!dconf_text(root, std::string("/system/proxy/") + scheme + "/host").empty()) return Says::yes;
    }
    return Says::no;
  }
  if (mode != "auto") return Says::no;
  return dconf_text(root, "/system/proxy/autoconfig-url").empty() ? Says::unclear : Says::yes;
}

/// kioslaverc: 0 none, 1 by hand, 2 a script, 3 discovery, 4 the environment's.
Says kde_says(const fs::path& root) {
  std::string text;
  for (const std::string& file :
       {home_folder(root) + "/.config/kioslaverc", std::string("/etc/xdg/kioslaverc")}) {
    if (text.empty()) text = read_text(root, file).value_or("");
  }
  const auto field = [&](const char* key) { return value_of(text, key, '=').value_or(""); };
  const std::string type = field("ProxyType");
  if (type == "1") {
    for (const char* key : {"httpProxy", "httpsProxy", "socksProxy"}) {
      if (!field(key).empty()) return Says::yes;
    }
    return Says::no;
  }
  if (type == "2") return field("Proxy Config Script").empty() ? Says::no : Says::yes;
  return type == "3" ? Says::unclear : Says::no;
}

/// Whether this is the desktop in use; none where the session does not say and none of its programs is there.
bool is_in_use(const fs::path& root, std::string_view session, std::string_view word,
               std::string_view program) {
  return session.empty() ? exists(root, program) : session.find(word) != std::string_view::npos;
}

}  // namespace

std::optional<bool> desktop_proxy(const fs::path& root, std::string_view session) {
  const bool kde = is_in_use(root, session, "KDE", "/usr/bin/plasmashell");
  const Says by_kde = kde_says(root), by_gnome = gnome_says(root);
  const Says own = kde ? by_kde : by_gnome, other = kde ? by_gnome : by_kde;
  if (own == Says::yes) return true;
  // Settings of a desktop that is not in use: some browsers follow them.
  if (own == Says::unclear || other == Says::yes) return std::nullopt;
  return false;
}

}  // namespace deskready::network

#include "probes/system/software/screen_lock.h"

#include <array>
#include <cstdlib>

#include "probes/machine/files.h"
#include "probes/system/reading.h"
#include "probes/machine/linux/gvdb.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view screen_lock_fact = "system.screen_lock";

/// "gnome", "kde", …: the session's own word where there is one, else the desktop that is installed.
std::string desktop(const Context& context) {
  std::string session;
  if (context.root == "/") {
    const char* given = std::getenv("XDG_CURRENT_DESKTOP");
    session = given != nullptr ? given : "";
  }
  struct Desktop {
    std::string_view word, program, name;
  };
  constexpr std::array<Desktop, 5> known = {{{"GNOME", "/usr/bin/gnome-shell", "gnome"},
                                             {"KDE", "/usr/bin/plasmashell", "kde"},
                                             {"Cinnamon", "/usr/bin/cinnamon", "cinnamon"},
                                             {"MATE", "/usr/bin/mate-session", "mate"},
                                             {"XFCE", "/usr/bin/xfce4-session", "xfce"}}};
  for (const Desktop& one : known) {
    const bool is =
        session.empty() ? exists(context.root, one.program) : session.find(one.word) != std::string::npos;
    if (is) return std::string(one.name);
  }
  return {};
}

/// The person's own setting, else the one that the computer's administrator made for everybody.
std::optional<Setting> dconf_setting(const Context& context, const std::string& key) {
  for (const std::string& database :
       {home_folder(context.root) + "/.config/dconf/user", std::string("/etc/dconf/db/local"),
        std::string("/etc/dconf/db/site"), std::string("/etc/dconf/db/distro")}) {
    const auto bytes = read_text(context.root, database);
    if (!bytes) continue;
    if (const auto setting = find_setting(*bytes, key)) return setting;
  }
  return std::nullopt;
}

/// A key that nobody set has the desktop's default: locked, after some minutes.
bool locks_by_dconf(const Context& context, const std::string& lock, const std::string& delay) {
  const auto locked = dconf_setting(context, lock);
  const auto after = dconf_setting(context, delay);
  if (locked && std::holds_alternative<bool>(*locked) && !std::get<bool>(*locked)) return false;
  return !(after && std::holds_alternative<std::uint32_t>(*after) && std::get<std::uint32_t>(*after) == 0);
}

/// xfce4-screensaver's file has a group "lock" and a group "saver", each with an "enabled".
bool locks_by_xfce(const Context& context) {
  const std::string file =
      home_folder(context.root) + "/.config/xfce4/xfconf/xfce-perchannel-xml/xfce4-screensaver.xml";
  bool in_group = false, locks = true;
  for_each_line(context.root, file, [&](std::string_view line) {
    const auto has = [&](std::string_view text) { return line.find(text) != std::string_view::npos; };
    if (has("name=\"lock\"") || has("name=\"saver\"")) in_group = true;
    if (in_group && has("name=\"enabled\"")) {
      if (has("value=\"false\"")) locks = false;
      in_group = false;
    }
    return true;
  });
  return locks;
}

bool locks_by_kde(const Context& context) {
  const auto text = read_text(context.root, home_folder(context.root) + "/.config/kscreenlockerrc");
  if (!text) return true;
  return value_of(*text, "Autolock", '=').value_or("true") != "false" &&
         value_of(*text, "Timeout", '=') != "0";
}

Facts measure(Context& context) {
  Facts facts;
  const std::string is = desktop(context);
  if (is == "gnome" || is == "cinnamon") {
    const std::string base = "/org/" + is + "/desktop/";
    const bool locks =
        locks_by_dconf(context, base + "screensaver/lock-enabled", base + "session/idle-delay");
    facts.add(screen_lock_fact, inventory(context, locks, is + "'s settings"));
  } else if (is == "mate") {
    const bool locks =
        locks_by_dconf(context, "/org/mate/screensaver/lock-enabled", "/org/mate/session/idle-delay") &&
        dconf_setting(context, "/org/mate/screensaver/idle-activation-enabled") != Setting(false);
    facts.add(screen_lock_fact, inventory(context, locks, "MATE's settings"));
  } else if (is == "xfce" && exists(context.root, "/usr/bin/xfce4-screensaver")) {
    facts.add(screen_lock_fact, inventory(context, locks_by_xfce(context), "xfce4-screensaver's settings"));
  } else if (is == "kde") {
    facts.add(screen_lock_fact, inventory(context, locks_by_kde(context), "KDE's settings"));
  }
  return answered(std::move(facts), context,
                  is.empty() ? Explanation(Detail::desktop_unknown)
                             : Explanation(Detail::desktop_settings_unknown, {{"name", Term(is)}}));
}

}  // namespace

Probe screen_lock_probe() {
  return reading_probe("system.screen_lock", measure);
}

}  // namespace deskready::system_facts

#include "probes/system/software/screen_lock.h"

#include <array>
#include <cstdlib>

#include "probes/machine/files.h"
#include "probes/machine/linux/dconf.h"
#include "probes/system/reading.h"

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

/// "desktop" of "/org/gnome/desktop/…"; MATE keeps its groups one step higher.
bool locks_by_dconf(const Context& context, const std::string& base, const std::string& lockdown) {
  // An administrator's policy: the desktop cannot be locked at all.
  if (dconf_truth(context.root, lockdown + "lockdown/disable-lock-screen", false)) return false;
  if (!dconf_truth(context.root, base + "screensaver/lock-enabled", true)) return false;
  // A key that nobody set has the desktop's default: locked, after some minutes.
  return dconf_setting(context.root, base + "session/idle-delay") != Setting(std::uint32_t{0});
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

/// The administrator's file, then the person's, except for what the former marks as final ("[$i]").
bool locks_by_kde(const Context& context) {
  std::string locks = "true", after = "1";
  bool lock_final = false, after_final = false;
  for (const std::string& file :
       {std::string("/etc/xdg/kscreenlockerrc"), home_folder(context.root) + "/.config/kscreenlockerrc"}) {
    const auto text = read_text(context.root, file);
    if (!text) continue;
    const auto take = [&](const std::string& key, std::string& value, bool& is_final) {
      const auto fixed = value_of(*text, key + "[$i]", '=');
      if (!is_final) value = fixed ? *fixed : value_of(*text, key, '=').value_or(value);
      is_final = is_final || fixed;
    };
    take("Autolock", locks, lock_final);
    take("Timeout", after, after_final);
  }
  return locks != "false" && after != "0";
}

Method by_settings(std::string_view of) {
  return {How::desktop_settings, {{"name", Term(of)}}};
}

Facts measure(Context& context) {
  Facts facts;
  const std::string is = desktop(context);
  if (is == "gnome" || is == "cinnamon") {
    const std::string base = "/org/" + is + "/desktop/";
    facts.add(screen_lock_fact, inventory(context, locks_by_dconf(context, base, base), by_settings(is)));
  } else if (is == "mate") {
    const bool locks = locks_by_dconf(context, "/org/mate/", "/org/mate/desktop/") &&
                       dconf_truth(context.root, "/org/mate/screensaver/idle-activation-enabled", true);
    facts.add(screen_lock_fact, inventory(context, locks, by_settings("MATE")));
  } else if (is == "xfce" && exists(context.root, "/usr/bin/xfce4-screensaver")) {
    facts.add(screen_lock_fact, inventory(context, locks_by_xfce(context), by_settings("xfce4-screensaver")));
  } else if (is == "kde") {
    facts.add(screen_lock_fact, inventory(context, locks_by_kde(context), by_settings("KDE")));
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

#include "probes/system/updates.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "probes/system/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::array<std::string_view, 3> names = {"system.os.updates.pending", "system.os.updates.restart",
                                                   "system.os.updates.age"};

/// update-notifier's note: "12 updates can be applied immediately." among other lines; older ones say "12
/// packages can be updated."
std::optional<double> noted_updates(const Context& context) {
  constexpr std::string_view note = "/var/lib/update-notifier/updates-available";
  std::optional<double> count;
  for_each_line(context.root, note, [&](std::string_view line) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    const std::string_view rest(end, static_cast<std::size_t>(line.data() + line.size() - end));
    const bool tells = rest.find("can be applied") != std::string_view::npos ||
                       rest.find("can be updated") != std::string_view::npos ||
                       rest.find("can be installed") != std::string_view::npos;
    if (error == std::errc() && tells && !count) count = number;
    return true;
  });
  return count;
}

/// What package managers write when they install something: dpkg, rpm, pacman, and the images of OSTree.
std::optional<double> last_change(const Context& context) {
  std::optional<double> latest;
  for (const std::string_view place :
       {"/var/lib/dpkg/status", "/usr/lib/sysimage/rpm/rpmdb.sqlite", "/var/lib/rpm/rpmdb.sqlite",
        "/var/lib/rpm/Packages", "/var/lib/pacman/local", "/ostree/deploy"}) {
    if (const auto at = written_at(context.root, place)) latest = std::max(latest.value_or(0), *at);
  }
  return latest;
}

Facts measure(Context& context) {
  Facts facts;
  if (const auto count = noted_updates(context)) {
    facts.add(names[0], inventory(context, *count, "update-notifier's note"));
  }
  // Debian and Ubuntu leave this mark; elsewhere nothing tells.
  if (exists(context.root, "/run/reboot-required") || exists(context.root, "/var/run/reboot-required")) {
    facts.add(names[1], inventory(context, true, "reboot-required"));
  } else if (exists(context.root, "/var/lib/dpkg/status") && list_folder(context.root, "/run")) {
    facts.add(names[1], inventory(context, false, "reboot-required"));
  }
  // Files of a recorded machine were written when it was copied.
  if (const auto changed = context.root == "/" ? last_change(context) : std::nullopt) {
    const double now = std::chrono::duration<double>(context.clock.now().time_since_epoch()).count();
    facts.add(names[2], inventory(context, std::max(0.0, now - *changed), "the package manager's files"));
  }
  return answered(std::move(facts), context, names, "this system leaves no note of it");
}

}  // namespace

Probe updates_probe() {
  return reading_probe("system.updates", names, measure);
}

}  // namespace deskready::system_facts

#include "probes/system/software/updates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <functional>
#include <map>

#include "probes/machine/files.h"
#include "probes/system/reading.h"
#include "probes/system/software/linux/debian_version.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view pending_fact = "system.os.updates.pending";
constexpr std::string_view restart_fact = "system.os.updates.restart";

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

using Versions = std::map<std::string, std::string, std::less<>>;

/// Hands over "Package: bash", "Version: …" and the like, paragraph by paragraph, as dpkg and apt write them.
void each_package(const Context& context, const std::string& file,
                  const std::function<void(const Versions& fields)>& take) {
  constexpr std::array<std::string_view, 4> kept = {"Package", "Version", "Status", "Architecture"};
  Versions fields;
  const auto end = [&] {
    if (!fields.empty()) take(fields);
    fields.clear();
  };
  for_each_line(context.root, file, [&](std::string_view line) {
    if (line.empty()) end();
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos || line.front() == ' ') return true;
    const std::string_view name = line.substr(0, colon);
    if (std::find(kept.begin(), kept.end(), name) != kept.end()) fields.emplace(name, line.substr(colon + 2));
    return true;
  });
  end();
}

/// By name and architecture.
std::string identity(const Versions& fields) {
  const auto get = [&](std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
  };
  return get("Package") + ":" + get("Architecture");
}

/// How many installed packages have a newer version in apt's lists of security updates. The lists of the
/// whole distribution are too large to be read in passing, so it is a lower bound.
std::optional<double> waiting_security_updates(const Context& context) {
  constexpr std::string_view lists = "/var/lib/apt/lists";
  Versions newest;
  bool any = false;
  for (const std::string& file : list_folder(context.root, lists).value_or(std::vector<std::string>{})) {
    if (!file.ends_with("_Packages") || file.find("security") == std::string::npos) continue;
    any = true;
    each_package(context, fmt::format("{}/{}", lists, file), [&](const Versions& fields) {
      const auto version = fields.find("Version");
      if (version == fields.end()) return;
      std::string& best = newest[identity(fields)];
      if (best.empty() || compare_debian_versions(version->second, best) > 0) best = version->second;
    });
  }
  if (!any) return std::nullopt;
  double waiting = 0;
  each_package(context, "/var/lib/dpkg/status", [&](const Versions& fields) {
    const auto status = fields.find("Status"), version = fields.find("Version");
    const auto offered = newest.find(identity(fields));
    if (status == fields.end() || status->second != "install ok installed") return;
    if (version == fields.end() || offered == newest.end()) return;
    if (compare_debian_versions(version->second, offered->second) < 0) ++waiting;
  });
  return waiting;
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

bool is_marked(const Context& context) {
  return exists(context.root, "/run/reboot-required") || exists(context.root, "/var/run/reboot-required");
}

/// What writes the mark on Debian and Ubuntu (Debian policy 9.12 leaves it to them). Without one of these a
/// mark that is missing says nothing.
bool has_marker(const Context& context) {
  bool found = false;
  each_package(context, "/var/lib/dpkg/status", [&](const Versions& fields) {
    const auto name = fields.find("Package"), status = fields.find("Status");
    if (name == fields.end() || status == fields.end() || status->second != "install ok installed") return;
    found = found || name->second == "update-notifier-common" || name->second == "unattended-upgrades" ||
            name->second == "reboot-notifier";
  });
  return found;
}

/// "amd" of "6.1.0-28-amd64", "generic", "fcx" of "6.9.5-200.fc40.x86_64": what kernels of one line have in
/// common, for others beside it are no update of it.
std::string line_of(std::string_view release) {
  std::string letters;
  for (const char c : release) {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) letters += c;
  }
  return letters;
}

/// The numbers before the first letter: 4, 18, 0, 348 of "4.18.0-348.el8.x86_64".
std::vector<unsigned> numbers_of(std::string_view release) {
  std::vector<unsigned> numbers;
  const char* at = release.data();
  const char* const end = at + release.size();
  while (at != end) {
    unsigned number = 0;
    const auto [after, error] = std::from_chars(at, end, number);
    if (error != std::errc()) break;
    numbers.push_back(number);
    at = after;
    if (at != end && (*at == '.' || *at == '-' || *at == '_')) ++at;
  }
  return numbers;
}

bool is_newer(std::string_view release, std::string_view than) {
  const std::vector<unsigned> a = numbers_of(release), b = numbers_of(than);
  return a != b ? a > b : compare_debian_versions(release, than) > 0;
}

/// A newer kernel of the same line than the one that runs; none where the running one is not known.
bool newer_kernel_waits(const Context& context) {
  const auto running = read_line(context.root, "/proc/sys/kernel/osrelease");
  if (!running) return false;
  std::vector<std::string> installed;
  for (const std::string& file : list_folder(context.root, "/boot").value_or(std::vector<std::string>{})) {
    constexpr std::string_view prefix = "vmlinuz-";
    if (file.starts_with(prefix)) installed.push_back(file.substr(prefix.size()));
  }
  // Elsewhere the modules' folders name them, and a folder without a kernel is what an old one left behind.
  for (const std::string folder : {"/usr/lib/modules", "/lib/modules"}) {
    for (const std::string& name : list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
      if (exists(context.root, folder + "/" + name + "/vmlinuz")) installed.push_back(name);
    }
  }
  return std::any_of(installed.begin(), installed.end(), [&](const std::string& release) {
    return line_of(release) == line_of(*running) && is_newer(release, *running);
  });
}

void add_restart(Facts& facts, const Context& context) {
  if (is_marked(context)) {
    facts.add(restart_fact, inventory(context, true, How::restart_marker));
  } else if (newer_kernel_waits(context)) {
    facts.add(restart_fact, inventory(context, true, How::boot_folder));
  } else if (list_folder(context.root, "/run") && has_marker(context)) {
    facts.add(restart_fact, inventory(context, false, How::restart_marker));
  }
}

Facts measure(Context& context) {
  Facts facts;
  if (const auto count = noted_updates(context)) {
    facts.add(pending_fact, inventory(context, *count, How::update_note));
  } else if (const auto waiting = waiting_security_updates(context)) {
    Fact fact = inventory(context, *waiting, How::apt_lists);
    fact.at_least = true;
    facts.add(pending_fact, std::move(fact));
  }
  add_restart(facts, context);
  // Files of a recorded machine were written when it was copied.
  if (const auto changed = context.root == "/" ? last_change(context) : std::nullopt) {
    const double now = std::chrono::duration<double>(context.clock.now().time_since_epoch()).count();
    facts.add("system.os.updates.age", inventory(context, std::max(0.0, now - *changed), How::package_files));
  }
  return answered(std::move(facts), context, Detail::updates_unnoted);
}

}  // namespace

Probe updates_probe() {
  return reading_probe("system.updates", measure);
}

}  // namespace deskready::system_facts

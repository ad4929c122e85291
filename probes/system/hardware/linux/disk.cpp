#include "probes/system/hardware/disk.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <utility>

#include "probes/machine/files.h"
#include "probes/machine/guest.h"
#include "probes/system/hardware/block_below.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view free_fact = "system.disk.free";
constexpr std::string_view solid_state_fact = "system.disk.solid_state";
constexpr std::string_view encrypted_fact = "system.disk.encrypted";

/// The folder that the person writes to, without symbolic links.
std::string writable_folder(const Context& context) {
  const std::string home = home_folder(context.root);
  if (context.root != "/") return home;
  std::error_code error;
  const auto real = std::filesystem::canonical(home, error);
  return error ? "/" : real.string();
}

void add_free(Facts& facts, const Context& context) {
  if (context.root != "/") {
    return facts.cannot(free_fact, unmeasured(Cause::unsupported, Detail::recorded_has_no_disk));
  }
  struct statvfs space {};
  if (statvfs(writable_folder(context).c_str(), &space) != 0) {
    return facts.cannot(
        free_fact, unmeasured(Cause::failed,
                              {Detail::home_folder_untold, {{"system", SystemText(std::strerror(errno))}}}));
  }
  const double free = static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize);
  facts.add(free_fact, inventory(context, free, How::home_file_system));
}

/// The kernel writes white space in mount points as "\040".
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size()) {
      plain += static_cast<char>(std::strtol(std::string(text.substr(i + 1, 3)).c_str(), nullptr, 8));
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

struct Mount {
  std::string device;  ///< "8:2"; "0:31" for file systems over several devices, such as btrfs
  std::string point;
  std::string type;    ///< "ext4"
  std::string source;  ///< "/dev/sda2"
};

/// The mount that holds `folder`, from proc_pid_mountinfo(5); the last of equals covers the others.
std::optional<Mount> mount_of(const Context& context, const std::string& folder) {
  const auto text = read_text(context.root, "/proc/self/mountinfo");
  if (!text) return std::nullopt;
  std::optional<Mount> best;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string skip;
    Mount mount;
    words >> skip >> skip >> mount.device >> skip >> mount.point;
    while (words >> skip && skip != "-") {
    }
    words >> mount.type >> mount.source;
    mount.point = unescaped(mount.point);
    const bool holds = mount.point == "/" || folder == mount.point || folder.starts_with(mount.point + "/");
    if (!mount.source.empty() && holds && (!best || mount.point.size() >= best->point.size())) best = mount;
  }
  return best;
}

/// Its folder in /sys; empty when no block device is behind it.
std::string block_device(const Context& context, const Mount& mount) {
  if (!mount.device.starts_with("0:")) return "/sys/dev/block/" + mount.device;
  if (!mount.source.starts_with("/dev/")) return {};
  struct stat status {};
  if (context.root == "/" && stat(mount.source.c_str(), &status) == 0 && S_ISBLK(status.st_mode)) {
    return fmt::format("/sys/dev/block/{}:{}", major(status.st_rdev), minor(status.st_rdev));
  }
  return "/sys/class/block/" + mount.source.substr(mount.source.rfind('/') + 1);
}

/// The devices of a btrfs that has `device` among its own, as folders in /sys, and how it lays out its data;
/// nothing where the kernel does not list it.
std::optional<std::pair<std::vector<std::string>, std::string>> btrfs_of(const Context& context,
                                                                         const std::string& device) {
  constexpr std::string_view folder = "/sys/fs/btrfs";
  const std::string target = read_link(context.root, device).value_or(device);
  const std::string own = target.substr(target.rfind('/') + 1);
  for (const std::string& id : list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    const auto names = list_folder(context.root, fmt::format("{}/{}/devices", folder, id));
    if (!names || std::find(names->begin(), names->end(), own) == names->end()) continue;
    std::vector<std::string> devices;
    for (const std::string& name : *names) devices.push_back("/sys/class/block/" + name);
    for (const char* profile : {"single", "raid0", "raid1", "raid10", "raid5", "raid6"}) {
      if (list_folder(context.root, fmt::format("{}/{}/allocation/data/{}", folder, id, profile)))
        return std::pair{devices, std::string(profile)};
    }
    return std::pair{devices, std::string()};
  }
  return std::nullopt;
}

Below below_of(const Context& context, const Mount& mount) {
  const std::string device = block_device(context, mount);
  if (device.empty()) return {};
  if (mount.type == "btrfs") {
    if (const auto all = btrfs_of(context, device); all && all->first.size() > 1) {
      return look_below(context.root, all->first, all->second);
    }
  }
  return look_below(context.root, device);
}

void add_disk(Facts& facts, const Context& context, const Mount& mount, const Below& below) {
  if (below.bytes) facts.add("system.disk.size", inventory(context, *below.bytes, How::sysfs));
  if (mount.type == "ecryptfs" || mount.type == "fuse.gocryptfs" || below.encrypted) {
    facts.add(encrypted_fact, inventory(context, true, How::mapper_and_mounts));
  } else if (mount.type == "zfs") {
    facts.cannot(encrypted_fact, unmeasured(Cause::unsupported, Detail::zfs_tells_root_only));
  } else if (below.unclear) {
    facts.cannot(encrypted_fact, unmeasured(Cause::unsupported, Detail::layer_untold));
  } else if (below.any) {
    facts.add(encrypted_fact, inventory(context, false, How::mapper_and_mounts));
  }
  if (in_virtual_machine(context.root) == true) {
    facts.cannot(solid_state_fact, unmeasured(Cause::unsupported, Detail::virtual_disk));
  } else if (below.rotational) {
    facts.add(solid_state_fact, inventory(context, !*below.rotational, How::disk_queue));
  }
}

Facts measure(Context& context) {
  Facts facts;
  add_free(facts, context);
  if (const auto mount = mount_of(context, writable_folder(context))) {
    add_disk(facts, context, *mount, below_of(context, *mount));
  }
  return answered(std::move(facts), context, Detail::no_disk_seen);
}

}  // namespace

Probe disk_probe() {
  return reading_probe("system.disk", measure);
}

}  // namespace deskready::system_facts

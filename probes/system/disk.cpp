#include "probes/system/disk.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "probes/system/files.h"
#include "probes/system/reading.h"
#include "probes/system/virtual_machine.h"

namespace deskready::system_facts {
namespace {

constexpr std::array<std::string_view, 2> names = {"system.disk.free", "system.disk.solid_state"};

/// The folder that the person writes to, without symbolic links; a recorded machine has its root only.
std::string home_folder(const Context& context) {
  const char* given = std::getenv("HOME");
  if (context.root != "/" || given == nullptr || given[0] != '/') return "/";
  std::error_code error;
  const auto real = std::filesystem::canonical(given, error);
  return error ? "/" : real.string();
}

void add_free(Facts& facts, const Context& context) {
  if (context.root != "/") {
    return facts.cannot(names[0], unmeasured(Cause::unsupported, "a recorded machine has no disk to ask"));
  }
  struct statvfs space {};
  if (statvfs(home_folder(context).c_str(), &space) != 0) {
    return facts.cannot(names[0], unmeasured(Cause::failed, fmt::format("the home folder does not tell: {}",
                                                                        std::strerror(errno))));
  }
  const double free = static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize);
  facts.add(names[0], inventory(context, free, "statvfs of the home folder"));
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
    std::string skip, type;
    Mount mount;
    words >> skip >> skip >> mount.device >> skip >> mount.point;
    while (words >> skip && skip != "-") {
    }
    words >> type >> mount.source;
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

void add_solid_state(Facts& facts, const Context& context) {
  if (in_virtual_machine(context.root) == true) {
    return facts.cannot(
        names[1], unmeasured(Cause::unsupported, "a virtual machine does not see what its disk is made of"));
  }
  const auto mount = mount_of(context, home_folder(context));
  const std::string device = mount ? block_device(context, *mount) : std::string();
  if (device.empty()) return;
  // A partition has no queue of its own; its disk, the folder above, has.
  auto rotational = read_number(context.root, device + "/queue/rotational");
  if (!rotational) rotational = read_number(context.root, device + "/../queue/rotational");
  if (rotational) facts.add(names[1], inventory(context, *rotational == 0, "queue/rotational"));
}

Facts measure(Context& context) {
  Facts facts;
  add_free(facts, context);
  add_solid_state(facts, context);
  return answered(std::move(facts), context, names, "no disk is seen below the home folder");
}

}  // namespace

Probe disk_probe() {
  return reading_probe("system.disk", names, measure);
}

}  // namespace deskready::system_facts

// From /sys/block of the kernel's Documentation/ABI, and the names that device-mapper's users give.
#include "probes/system/hardware/block_below.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "probes/machine/files.h"
#include "probes/machine/guest.h"

namespace deskready::system_facts {
namespace {

namespace fs = std::filesystem;

constexpr int deepest = 8;       // only a loop has more layers
constexpr int most_parts = 500;  // and only a tree that was made to harm has more parts

/// What lies below one device; the default is a device that tells nothing.
struct Branch {
  Below below;
  std::map<std::string, double> disks;  ///< by name, so that one with two partitions counts once
  bool size_told = true;

  double bytes() const {
    double sum = 0;
    for (const auto& [name, size] : disks) sum += size;
    return sum;
  }
  void lump(const std::string& name, std::optional<double> size) {
    disks = {{name, size.value_or(0)}};
    size_told = size_told && size.value_or(0) > 0;
  }
};

/// What several branches hold as one, laid out as `level` says; none for layouts that are not known.
std::optional<double> held(const std::vector<Branch>& branches, std::string_view level) {
  double sum = 0, least = branches.empty() ? 0 : branches.front().bytes(), most = 0;
  for (const Branch& branch : branches) {
    sum += branch.bytes();
    least = std::min(least, branch.bytes());
    most = std::max(most, branch.bytes());
  }
  if (level == "raid1") return least;
  if (level == "raid0" || level == "linear" || level == "single") return sum;
  if (level == "pairs") return std::min(sum / 2, sum - most);
  return std::nullopt;
}

std::string name_of(const fs::path& root, const std::string& at) {
  const std::string path = read_link(root, at).value_or(at);
  return path.substr(path.rfind('/') + 1);
}

/// The folder that a partition lies in is its disk; its name stands in the link's target.
std::string disk_name(const fs::path& root, const std::string& at) {
  std::string path = read_link(root, at).value_or(at);
  path.resize(std::min(path.rfind('/'), path.size()));
  return path.substr(path.rfind('/') + 1);
}

/// "CRYPT-LUKS2-<uuid>-<name>": libcryptsetup's marks of what keeps secret. Integrity and verity do not.
bool is_cipher(std::string_view uuid) {
  constexpr std::array<std::string_view, 6> ciphers = {"CRYPT-LUKS",   "CRYPT-PLAIN",   "CRYPT-BITLK",
                                                       "CRYPT-TCRYPT", "CRYPT-LOOPAES", "CRYPT-FVAULT2"};
  return std::any_of(ciphers.begin(), ciphers.end(),
                     [&](std::string_view mark) { return uuid.starts_with(mark); });
}

/// "LVM-…", "CRYPT-…", "DMRAID-…", "mpath-…", "part1-mpath-…": letters before the first dash.
bool is_marked(std::string_view uuid) {
  const auto dash = uuid.find('-');
  return dash != std::string_view::npos && dash > 0 && is_text(uuid) &&
         std::all_of(uuid.begin(), uuid.begin() + static_cast<std::ptrdiff_t>(dash),
                     [](unsigned char c) { return std::isalnum(c) != 0; });
}

std::optional<double> own_size(const fs::path& root, const std::string& at) {
  // In sectors of 512 bytes, whatever the disk's own are.
  const auto sectors = read_number(root, at + "/size");
  if (!sectors || *sectors == 0) return std::nullopt;
  return static_cast<double>(*sectors) * 512;
}

Branch whole_disk(const fs::path& root, const std::string& at, const std::string& name) {
  Branch branch;
  if (const auto turns = read_number(root, at + "/queue/rotational")) branch.below.rotational = *turns != 0;
  auto size = own_size(root, at);
  // What a guest was given has no label.
  if (size && branch.below.rotational == false && in_virtual_machine(root) != true) size = label_size(*size);
  branch.below.any = branch.below.rotational || size;
  // A file that poses as a disk is not the size of the disk that it lies on.
  branch.lump(name, name.starts_with("loop") || name.starts_with("zram") ? std::nullopt : size);
  return branch;
}

/// An array of the kernel's: as many disks' worth as it holds of its parts, whatever its level, spares left
/// out.
std::optional<double> array_size(const fs::path& root, const std::string& at,
                                 const std::vector<Branch>& parts, std::string_view level) {
  const auto own = own_size(root, at);
  const auto part = read_number(root, at + "/md/component_size");  // KiB; 0 where the parts differ
  if (!own || !part || *part == 0) return held(parts, level);
  const auto one = held(parts, "raid1");
  return *one * *own / (static_cast<double>(*part) * 1024);
}

/// One device over several: their sum, each disk once, except where a layout says otherwise.
Branch joined(const fs::path& root, const std::string& at, const std::vector<Branch>& parts) {
  Branch all;
  all.below.encrypted = true;
  for (const Branch& part : parts) {
    all.below.any = all.below.any || part.below.any;
    all.below.unclear = all.below.unclear || part.below.unclear;
    all.below.encrypted = all.below.encrypted && part.below.encrypted;
    if (part.below.rotational)
      all.below.rotational = all.below.rotational.value_or(false) || *part.below.rotational;
    all.size_told = all.size_told && part.size_told;
    all.disks.insert(part.disks.begin(), part.disks.end());
  }
  const std::string name = name_of(root, at);
  const std::string uuid = read_line(root, at + "/dm/uuid").value_or("");
  if (is_cipher(uuid)) all.below.encrypted = true;
  // Every tool gives its layers a mark; who makes one by hand may leave it out, or make a cipher so.
  all.below.unclear = all.below.unclear || (!is_marked(uuid) && list_folder(root, at + "/dm"));
  if (const auto level = read_line(root, at + "/md/level")) {
    all.lump(name, all.size_told ? array_size(root, at, parts, *level) : std::nullopt);
  } else if (uuid.starts_with("DMRAID-") || uuid.starts_with("mpath-") || name.starts_with("bcache")) {
    // The device itself is what its disks hold: mirrored, reached twice, or one of them a cache.
    all.size_told = true;
    all.lump(name, own_size(root, at));
  }
  return all;
}

/// LVM's hidden parts: images of a mirror, origin and data of a cache. How they are laid out is root's to
/// see.
bool has_hidden_layout(const fs::path& root, const std::string& at) {
  const std::string name = read_line(root, at + "/dm/name").value_or("");
  constexpr std::array<std::string_view, 5> marks = {"_rimage_", "_mimage_", "_corig", "_cdata", "_tdata"};
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return name.find(mark) != std::string::npos; });
}

Branch look(const fs::path& root, const std::string& at, int depth, int& parts_left) {
  // A partition has neither queue nor parts of its own; its disk, the folder above, has.
  const bool partition = exists(root, at + "/partition");
  const std::string device = partition ? at + "/.." : at;
  const auto slaves = list_folder(root, device + "/slaves");
  if (!slaves || slaves->empty()) {
    return whole_disk(root, device, partition ? disk_name(root, at) : name_of(root, at));
  }
  std::vector<Branch> parts;
  for (const std::string& slave : *slaves) {
    if (depth == 0 || --parts_left < 0) return {};
    const std::string below = device + "/slaves/" + slave;
    parts.push_back(look(root, below, depth - 1, parts_left));
    if (has_hidden_layout(root, below)) parts.back().size_told = false;
  }
  return joined(root, device, parts);
}

Below summed(Branch branch) {
  if (branch.size_told && branch.bytes() > 0) branch.below.bytes = branch.bytes();
  return branch.below;
}

}  // namespace

Below look_below(const fs::path& root, const std::string& device) {
  int parts_left = most_parts;
  return summed(look(root, device, deepest, parts_left));
}

Below look_below(const fs::path& root, const std::vector<std::string>& devices, std::string_view profile) {
  int parts_left = most_parts;
  std::vector<Branch> parts;
  for (const std::string& device : devices) parts.push_back(look(root, device, deepest, parts_left));
  Branch all = joined(root, {}, parts);
  // btrfs mirrors in pairs over any number of devices.
  const bool pairs = profile == "raid1" || profile == "raid10";
  all.lump("all", all.size_told ? held(parts, pairs ? "pairs" : profile) : std::nullopt);
  return summed(std::move(all));
}

double label_size(double bytes) {
  constexpr double sector = 512, giga = 1e9;
  // IDEMA LBA1-03: 97 696 368 sectors for 50 GB, 1 953 504 for each more.
  const double labelled = (bytes / sector - 97696368) / 1953504 + 50;
  if (labelled > 0 && std::abs(labelled - std::round(labelled)) < 1e-6) return bytes;
  if (std::fmod(bytes, giga) == 0) return bytes;
  for (const double size : {4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0}) {
    if (bytes < size * giga && bytes >= size * giga * 0.965) return size * giga;
  }
  return bytes;
}

}  // namespace deskready::system_facts

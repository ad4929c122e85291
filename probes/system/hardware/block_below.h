// What the device of a file system is made of: through encryption, volume groups and RAID down to the disks.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskready::system_facts {

struct Below {
  bool any = false;                ///< something of a disk was seen
  bool encrypted = false;          ///< on every way down stands a cipher
  bool unclear = false;            ///< some way down leads through a layer that does not say what it does
  std::optional<bool> rotational;  ///< whether any of the disks turns
  std::optional<double> bytes;     ///< what the disks hold together; none where that cannot be told
};

/// Below one device, named by its folder in /sys ("/sys/dev/block/8:2"). Below `root`, any thread.
Below look_below(const std::filesystem::path& root, const std::string& device);

/// Below the devices of one file system that spreads over them by itself; `profile` is how it lays out its
/// data: "single", "raid0", "raid1" …
Below look_below(const std::filesystem::path& root, const std::vector<std::string>& devices,
                 std::string_view profile);

/// A disk's size as its label says, from what it holds. Flash keeps a share for itself, so that "64 GB" hold
/// 62.5; sizes of IDEMA's standard LBA1-03 are their labels already. Pure.
double label_size(double bytes);

}  // namespace deskready::system_facts

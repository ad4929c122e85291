// What feeds this computer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace deskready {

enum class PowerSource : std::uint8_t { mains, battery };

/// What the computer can be fed from; batteries of mice and headsets are none of them.
struct PowerSupplies {
  bool battery = false;
  bool ups = false;              ///< a standby supply between mains and computer, which the computer can see
  bool unclear = false;          ///< one of them does not say what it is
  std::optional<double> charge;  ///< 0..1, of all batteries together; none where they do not tell alike
  std::optional<PowerSource> source;  ///< what feeds it; none where they do not tell
};

/// `root` is "/" or the tree of a recorded machine. None where the system does not list its supplies. A
/// computer without a battery is on mains; a virtual machine never sees its host's battery. Any thread.
std::optional<PowerSupplies> power_supplies(const std::filesystem::path& root);

/// False also where nobody can tell.
bool runs_on_battery(const std::filesystem::path& root);

}  // namespace deskready

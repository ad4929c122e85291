// What kind of thing a network interface is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskready::network {

/// `unclear` is a device that does not tell what line it leads to: a phone or stick that looks like a network
/// card, a cable to another computer.
enum class LinkKind : std::uint8_t { ethernet, wifi, cellular, virtual_device, tunnel, loopback, unclear };

/// "ethernet", "wifi", "cellular", "virtual"; a tunnel and loopback are "virtual" too. Never asked of
/// `unclear`.
std::string to_string(LinkKind kind);

/// The kind of the device of this name below `root`; a bond, bridge or VLAN is what lies below it. A phone
/// that shares its line over USB is cellular. Nothing when the system does not know it.
std::optional<LinkKind> kind_of(const std::filesystem::path& root, const std::string& device);

/// Devices below `root` that are no tunnel, virtual device or loopback, and are up; sorted.
std::vector<std::string> devices_in_use(const std::filesystem::path& root);

/// Tunnels of VPN makers that are up, whatever is sent through them: not a guest's taps, not what is part of
/// the line; sorted.
std::vector<std::string> tunnels_up(const std::filesystem::path& root);

/// What a device that looks like a tunnel is.
struct Dialled {
  enum class Is : std::uint8_t { vpn, line, unclear };
  Is is = Is::vpn;
  std::string below;  ///< the device that carries it, where it is part of the line; empty where none is told
};

/// PPPoE, modems, 464XLAT and 6in4 are how a line is reached, and no VPN.
Dialled dialled(const std::filesystem::path& root, const std::string& device);

/// Rate that the device agreed on, bit/s. Nothing when the driver does not say, as for most Wi-Fi.
std::optional<double> link_rate(const std::filesystem::path& root, const std::string& device);

/// Wi-Fi signal level of the device, dBm.
std::optional<double> wifi_signal(const std::filesystem::path& root, const std::string& device);

}  // namespace deskready::network

// From /sys and /proc below a root, and rtnetlink.
#include "probes/network/here/interface.h"

#include <linux/if_arp.h>
#include <net/if.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "probes/machine/files.h"
#include "probes/machine/guest.h"
#include "probes/network/here/linux/netlink.h"
#include "probes/network/here/linux/netlink_answer.h"

namespace deskready::network {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::string_view all_devices = "/sys/class/net";

std::string folder_of(const std::string& device) {
  return std::string(all_devices) + "/" + device;
}

std::vector<std::string> devices_of(const fs::path& root) {
  return list_folder(root, all_devices).value_or(std::vector<std::string>());
}

/// The value of NAME= in a uevent file; empty when absent.
std::string uevent(const fs::path& root, const std::string& path, const std::string& name) {
  std::istringstream file(read_text(root, path).value_or(""));
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with(name + "=")) return line.substr(name.size() + 1);
  }
  return {};
}

template <std::size_t N>
bool one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::array tunnel_kinds = {"tun"sv,    "wireguard"sv, "ipip"sv,  "sit"sv,   "gre"sv, "gretap"sv,
                                     "ip6tnl"sv, "vti"sv,       "vti6"sv,  "xfrm"sv,  "ppp"sv, "geneve"sv,
                                     "vxlan"sv,  "l2tpeth"sv,   "ipvti"sv, "ip6gre"sv};
constexpr std::array cellular_drivers = {"qmi_wwan"sv, "cdc_mbim"sv, "option"sv,
                                         "mhi_net"sv,  "ipheth"sv,   "huawei_cdc_ncm"sv};
/// Network cards by USB that can be nothing else.
constexpr std::array usb_card_drivers = {
    "r8152"sv,   "r8153_ecm"sv, "ax88179_178a"sv, "asix"sv,   "smsc95xx"sv, "smsc75xx"sv,
    "lan78xx"sv, "aqc111"sv,    "dm9601"sv,       "sr9700"sv, "sr9800"sv,   "mcs7830"sv,
    "pegasus"sv, "rtl8150"sv,   "kaweth"sv,       "catc"sv,   "ch9200"sv};
/// Makers of such cards, for drivers that phones use, too (usb.ids): Realtek, ASIX, DisplayLink, Microchip,
/// Aquantia.
constexpr std::array usb_card_makers = {"bda"sv, "b95"sv, "17e9"sv, "424"sv, "2eca"sv};
/// Makers of phones and of sticks for mobile lines (usb.ids): Google, Samsung, Motorola, Huawei, ZTE, Xiaomi,
/// Oppo, OnePlus, Qualcomm, MediaTek, HTC, LG, Sony, TCL, Nokia, Spreadtrum, Apple, vivo, Fairphone, SIMCom,
/// Quectel, Sierra, Fibocom, Novatel, Longcheer.
constexpr std::array phone_makers = {"18d1"sv, "4e8"sv,  "22b8"sv, "12d1"sv, "19d2"sv, "2717"sv, "22d9"sv,
                                     "2a70"sv, "5c6"sv,  "e8d"sv,  "bb4"sv,  "1004"sv, "fce"sv,  "1bbb"sv,
                                     "421"sv,  "1782"sv, "5ac"sv,  "2d95"sv, "2ae5"sv, "1e0e"sv, "2c7c"sv,
                                     "1199"sv, "2cb7"sv, "1410"sv, "1c9e"sv};
/// Cables to another computer, of which it is not known how it is connected.
constexpr std::array cable_drivers = {"thunderbolt-net"sv, "g_ether"sv, "plusb"sv, "cdc_subset"sv,
                                      "net1080"sv};
constexpr std::array hypervisor_drivers = {"virtio_net"sv, "vmxnet3"sv, "hv_netvsc"sv, "xen-netfront"sv,
                                           "vif"sv};

LinkKind kind_by_arp_type(unsigned type) {
  switch (type) {
    case ARPHRD_LOOPBACK:
      return LinkKind::loopback;
    case ARPHRD_RAWIP:
      return LinkKind::cellular;
    case ARPHRD_IEEE80211:
    case ARPHRD_IEEE80211_RADIOTAP:
      return LinkKind::wifi;
    case ARPHRD_PPP:
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
    case ARPHRD_IPGRE:
    case ARPHRD_IP6GRE:
    case ARPHRD_NONE:
      return LinkKind::tunnel;
    default:
      return LinkKind::virtual_device;
  }
}

std::vector<std::string> lower_devices(const fs::path& root, const std::string& folder) {
  std::vector<std::string> lower;
  for (const std::string& name : list_folder(root, folder).value_or(std::vector<std::string>())) {
    if (name.starts_with("lower_")) lower.push_back(name.substr(6));
  }
  return lower;
}

/// A device that looks like a card to the system. `product` is "vendor/product/release" in hexadecimal for
/// those on USB, else empty.
LinkKind kind_of_card(const fs::path& root, const std::string& driver, const std::string& product) {
  if (driver.empty() || one_of(driver, cable_drivers)) return LinkKind::unclear;
  if (!product.empty() && !one_of(driver, usb_card_drivers)) {
    const std::string maker = product.substr(0, product.find('/'));
    if (one_of(maker, usb_card_makers)) return LinkKind::ethernet;
    return one_of(maker, phone_makers) ? LinkKind::cellular : LinkKind::unclear;
  }
  if (driver == "rndis_host" || driver == "cdc_ether" || driver == "cdc_ncm") return LinkKind::unclear;
  // A guest's card is made up, and leads to whatever its host has.
  if (product.empty() && in_virtual_machine(root) == true) return LinkKind::virtual_device;
  return LinkKind::ethernet;
}

/// Below a bond, bridge or VLAN: the worst of the devices, for wifi in a bridge is wifi still.
std::optional<LinkKind> kind_below(const fs::path& root, const std::vector<std::string>& lower, int levels);

std::optional<LinkKind> kind_by_sysfs(const fs::path& root, const std::string& device, int levels) {
  const std::string folder = folder_of(device);
  const auto there = [&](const char* name) { return exists(root, folder + name); };
  if (!there("")) return std::nullopt;
  const std::string type_text = read_line(root, folder + "/type").value_or("");
  const bool typed = !type_text.empty() && type_text.find_first_not_of("0123456789") == std::string::npos;
  const unsigned type =
      typed ? static_cast<unsigned>(std::strtoul(type_text.c_str(), nullptr, 10)) : ARPHRD_VOID;
  const std::string devtype = uevent(root, folder + "/uevent", "DEVTYPE");
  const std::string driver = uevent(root, folder + "/device/uevent", "DRIVER");
  if (type == ARPHRD_LOOPBACK) return LinkKind::loopback;
  if (there("/wireless") || there("/phy80211") || devtype == "wlan") return LinkKind::wifi;
  if (devtype == "bluetooth") return LinkKind::unclear;
  if (devtype == "wwan" || one_of(driver, cellular_drivers)) return LinkKind::cellular;
  if (there("/tun_flags") || one_of(devtype, tunnel_kinds)) return LinkKind::tunnel;
  if (const auto lower = lower_devices(root, folder); !lower.empty() && levels > 0) {
    if (const auto kind = kind_below(root, lower, levels - 1)) return kind;
  }
  if (!typed) return LinkKind::unclear;
  if (type != ARPHRD_ETHER) return kind_by_arp_type(type);
  if (!there("/device") || one_of(driver, hypervisor_drivers)) return LinkKind::virtual_device;
  return kind_of_card(root, driver, uevent(root, folder + "/device/uevent", "PRODUCT"));
}

std::optional<LinkKind> kind_below(const fs::path& root, const std::vector<std::string>& lower, int levels) {
  constexpr std::array order = {LinkKind::wifi, LinkKind::cellular, LinkKind::unclear, LinkKind::ethernet};
  std::set<LinkKind> kinds;
  for (const std::string& device : lower) {
    if (const auto kind = kind_by_sysfs(root, device, levels)) kinds.insert(*kind);
  }
  for (const LinkKind kind : order) {
    if (kinds.contains(kind)) return kind;
  }
  return std::nullopt;
}

std::optional<LinkKind> kind_by_kernel(const std::string& device) {
  ifinfomsg body{};
  body.ifi_index = static_cast<int>(if_nametoindex(device.c_str()));
  if (body.ifi_index == 0) return std::nullopt;
  NetlinkRequest request(RTM_GETLINK, body);
  const auto answer = request.ask();
  const auto link = answer ? link_in({answer->data(), answer->size()}) : std::nullopt;
  if (!link) return std::nullopt;
  if (one_of(link->kind, tunnel_kinds)) return LinkKind::tunnel;
  if (link->kind.empty() && link->arp_type == ARPHRD_ETHER) return LinkKind::ethernet;
  return kind_by_arp_type(link->arp_type);
}

}  // namespace

std::string to_string(LinkKind kind) {
  switch (kind) {
    case LinkKind::ethernet:
      return "ethernet";
    case LinkKind::wifi:
      return "wifi";
    case LinkKind::cellular:
      return "cellular";
    default:
      return "virtual";
  }
}

/// In a network namespace /sys may be another's; the kernel itself is asked then.
std::optional<LinkKind> kind_of(const fs::path& root, const std::string& device) {
  constexpr int deepest = 4;  // a VLAN on a bridge on a bond is three
  if (const auto kind = kind_by_sysfs(root, device, deepest)) return kind;
  return root == "/" ? kind_by_kernel(device) : std::nullopt;
}

std::vector<std::string> devices_in_use(const fs::path& root) {
  std::vector<std::string> devices;
  for (const std::string& device : devices_of(root)) {
    const auto kind = kind_of(root, device);
    const bool physical = kind == LinkKind::ethernet || kind == LinkKind::wifi ||
                          kind == LinkKind::cellular || kind == LinkKind::unclear;
    const std::string state = read_line(root, folder_of(device) + "/operstate").value_or("");
    if (physical && (state == "up" || state == "unknown")) devices.push_back(device);
  }
  return devices;
}

std::vector<std::string> tunnels_up(const fs::path& root) {
  constexpr std::uint64_t tap = 0x0002;  // IFF_TAP: guests have these
  std::vector<std::string> devices;
  for (const std::string& device : devices_of(root)) {
    const std::string folder = folder_of(device);
    const auto flags = read_hex(root, folder + "/tun_flags").value_or(0);
    if ((flags & tap) != 0 || read_line(root, folder + "/operstate") == "down") continue;
    if (kind_of(root, device) == LinkKind::tunnel && dialled(root, device).is != Dialled::Is::line)
      devices.push_back(device);
  }
  return devices;
}

std::optional<double> link_rate(const fs::path& root, const std::string& device) {
  const std::string text = read_line(root, folder_of(device) + "/speed").value_or("");
  const long long megabits = std::strtoll(text.c_str(), nullptr, 10);
  // Unknown is -1, written in 16 or 32 bits by some drivers (ethtool, netlink/settings.c).
  constexpr long long fastest = 1'600'000;  // 1.6 Tbit/s, the fastest of IEEE 802.3
  if (megabits <= 0 || megabits == 0xFFFF || megabits > fastest) return std::nullopt;
  return static_cast<double>(megabits) * 1e6;
}

std::optional<double> wifi_signal(const fs::path& root, const std::string& device) {
  std::istringstream file(read_text(root, "/proc/net/wireless").value_or(""));
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string name, status, quality, level;
    if (!(words >> name >> status >> quality >> level) || name != device + ":") continue;
    const double value = std::strtod(level.c_str(), nullptr);
    // Without an update the kernel writes 0 or -256; a signal in dBm is negative.
    if (value < 0 && value > -200) return value;
  }
  return std::nullopt;
}

}  // namespace deskready::network

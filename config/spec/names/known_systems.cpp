#include "config/spec/names/known_systems.h"

#include <algorithm>
#include <iterator>

#include "config/base/nearest.h"
#include "config/base/text.h"
#include "config/spec/names/systems.h"

namespace deskready {
namespace {

constexpr std::string_view names[] = {
    "almalinux",
    "alpine",
    "alpine linux",
    "amazon linux",
    "amzn",
    "antix",
    "arch",
    "arch linux",
    "artix",
    "bazzite",
    "bodhi",
    "cachyos",
    "centos",
    "chrome os",
    "chromeos",
    "clear linux",
    "clear-linux-os",
    "debian",
    "deepin",
    "devuan",
    "elementary",
    "elementary os",
    "endeavouros",
    "fedora",
    "fedora-asahi-remix",
    "freebsd",
    "garuda",
    "gentoo",
    "guix",
    "kali",
    "kde neon",
    "lmde",
    "linux mint",
    "linuxmint",
    "mageia",
    "manjaro",
    "mint",
    "mx",
    "neon",
    "nixos",
    "nobara",
    "ol",
    "openmandriva",
    "opensuse",
    "opensuse-leap",
    "opensuse-slowroll",
    "opensuse-tumbleweed",
    "oracle linux",
    "parrot",
    "peppermint",
    "photon",
    "pop",
    "pop!_os",
    "pureos",
    "q4os",
    "qubes",
    "raspberry pi os",
    "raspbian",
    "red hat",
    "rhel",
    "rocky",
    "scientific",
    "slackware",
    "sled",
    "sles",
    "solus",
    "steamos",
    "suse",
    "tails",
    "trisquel",
    "tuxedo",
    "ubuntu",
    "ultramarine",
    "uos",
    "vanilla",
    "void",
    "zorin",
};

}  // namespace

bool is_known_system(std::string_view text) {
  return std::any_of(std::begin(names), std::end(names),
                     [&](std::string_view name) { return is_system(name, text) || is_system(text, name); });
}

std::vector<std::string> systems_near(std::string_view text) {
  const std::string small = lower(text);
  auto near = nearest(small, names);
  // A version, or a name's last words, stand behind what was misspelt.
  const auto words = split_at_spaces(small);
  if (near.empty() && words.size() > 1) near = nearest(words.front(), names);
  return near;
}

}  // namespace deskready

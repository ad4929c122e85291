// The files in which a computer tells of itself, as a recorded machine of a stranger's may have them. An
// input is such a machine: "@/proc/cpuinfo" and its text, or "@/sys/x -> ../y", one after the other.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "config/facts/catalogue.h"
#include "probes/audio/devices/cards.h"
#include "probes/audio/devices/device_list.h"
#include "probes/machine/line_counters.h"
#include "probes/machine/linux/gvdb.h"
#include "probes/network/here/desktop_proxy.h"
#include "probes/network/here/link.h"
#include "probes/network/here/route.h"
#include "probes/network/here/wifi.h"
#include "probes/system/hardware/camera.h"
#include "probes/system/hardware/computer.h"
#include "probes/system/hardware/cpu.h"
#include "probes/system/hardware/disk.h"
#include "probes/system/hardware/display.h"
#include "probes/system/hardware/firmware.h"
#include "probes/system/hardware/graphics.h"
#include "probes/system/hardware/input.h"
#include "probes/system/hardware/memory.h"
#include "probes/system/hardware/usb.h"
#include "probes/system/hardware/virtual_machine.h"
#include "probes/system/software/account.h"
#include "probes/system/software/firewall.h"
#include "probes/system/software/linux/debian_version.h"
#include "probes/system/software/os.h"
#include "probes/system/software/programs.h"
#include "probes/system/software/screen_lock.h"
#include "probes/system/software/updates.h"
#include "probes/system/state/power.h"
#include "probes/system/state/power_cuts.h"
#include "probes/system/state/ticks.h"
#include "probes/system/state/time.h"
#include "tests/fuzz/target.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready {
namespace {

using fuzz::must;
namespace fs = std::filesystem;

/// A name of a mutated input's is used where it stays in the tree.
bool is_path(std::string_view path) {
  return path.size() > 1 && path.size() < 200 && path.find("..") == std::string_view::npos &&
         path.find('\0') == std::string_view::npos && std::count(path.begin(), path.end(), '/') <= 12;
}

/// The tree of one input; gone with it.
class Machine {
 public:
  explicit Machine(std::string_view input)
      : root_(fs::temp_directory_path() / ("fuzz-" + std::to_string(getpid()))) {
    constexpr int most_files = 40;
    fs::create_directories(root_);
    if (!input.starts_with("@/")) return;
    input.remove_prefix(1);
    for (int made = 0; made < most_files && !input.empty(); ++made) {
      const auto next = input.find("\n@/");
      add(input.substr(0, next));
      if (next == std::string_view::npos) return;
      input.remove_prefix(next + 2);
    }
  }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  const fs::path& root() const { return root_; }

 private:
  void add(std::string_view piece) {
    constexpr std::string_view arrow = " -> ";
    const auto line = std::min(piece.find('\n'), piece.size());
    const std::string_view head = piece.substr(0, line);
    const auto to = head.find(arrow);
    const std::string_view path = head.substr(0, to);
    if (!is_path(path)) return;
    const fs::path file = root_ / path.substr(1);
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    if (ignored) return;
    if (to != std::string_view::npos)
      fs::create_symlink(head.substr(to + arrow.size()), file, ignored);
    else if (path.ends_with('/'))
      fs::create_directories(file, ignored);
    else
      std::ofstream(file, std::ios::binary) << piece.substr(std::min(line + 1, piece.size()));
  }

  fs::path root_;
};

void must_be_sound(const Facts& facts) {
  for (const auto& [key, fact] : facts.known) {
    if (const double* number = std::get_if<double>(&fact.value))
      must(std::isfinite(*number) && *number >= 0, "a figure of the computer is finite and not below zero");
    if (const std::string* text = std::get_if<std::string>(&fact.value))
      must(!text->empty() && text->size() <= 200 && text->find('\0') == std::string::npos,
           "a text is one for people");
  }
}

/// Asks each fact of these probes, as `deskready facts --root` does.
void measure(const Machine& machine, std::initializer_list<Probe> probes) {
  network::ProbeWorld world("http://127.0.0.1:1");
  world.root = machine.root();
  for (const Probe& probe : probes) {
    std::vector<Question> questions;
    for (const std::string_view name : probe.facts)
      questions.push_back({FactKey{std::string(name), {}, {}, {}}, {}});
    must_be_sound(world.run(probe, std::move(questions)));
  }
}

using namespace system_facts;

FUZZ_TARGET(processor_files) {
  measure(Machine(input), {cpu_probe(), memory_probe(), virtual_machine_probe()});
}

FUZZ_TARGET(device_files) {
  measure(Machine(input), {computer_probe(), display_probe(), graphics_probe(), firmware_probe(), usb_probe(),
                           input_probe(), camera_probe()});
}

FUZZ_TARGET(disk_files) {
  measure(Machine(input), {disk_probe()});
}

FUZZ_TARGET(software_files) {
  measure(Machine(input), {os_probe(), programs_probe(), updates_probe(), firewall_probe(), account_probe(),
                           screen_lock_probe()});
}

FUZZ_TARGET(state_files) {
  const Machine machine(input);
  measure(machine, {power_probe(), power_cuts_probe(), time_probe()});
  const auto ticks = read_ticks(machine.root());
  if (!ticks) return;
  const auto share = busy_share({}, *ticks);
  must(!share || (*share >= 0 && *share <= 1), "a share lies between 0 and 1");
}

void must_be_sound(const network::WifiRadio& radio) {
  must(!radio.rate || (*radio.rate > 0 && std::isfinite(*radio.rate)), "a card's rate is above zero");
  must(!radio.frequency || (*radio.frequency > 0 && std::isfinite(*radio.frequency)),
       "a frequency is above zero");
  must(!radio.signal || (*radio.signal < 0 && *radio.signal > -200), "a signal is one of a radio's");
  must(!radio.generation || (*radio.generation >= 4 && *radio.generation <= 7),
       "a generation is one of 802.11");
}

/// How long the first answer is, and both.
FUZZ_TARGET(wifi_answers) {
  const std::size_t length = input.empty() ? 0 : static_cast<unsigned char>(input[0]);
  const std::string_view rest = input.substr(std::min<std::size_t>(1, input.size()));
  const std::size_t first = std::min(length, rest.size());
  must_be_sound(network::read_wifi_answers(rest.substr(0, first), rest.substr(first)));
}

FUZZ_TARGET(network_files) {
  const Machine machine(input);
  const fs::path& root = machine.root();
  using namespace network;
  std::vector<std::string> devices = default_route_devices(root);
  for (const auto& more : {default_route_devices_v6(root), devices_in_use(root), tunnels_up(root)})
    devices.insert(devices.end(), more.begin(), more.end());
  devices.emplace_back("eth0");
  for (const std::string& device : devices) {
    kind_of(root, device);
    dialled(root, device);
    link_below(root, device);
    has_route_beside(root, device);
    gateway_of(root, device);
    const auto rate = link_rate(root, device);
    must(!rate || (*rate > 0 && std::isfinite(*rate)), "a link's rate is above zero");
    must_be_sound(wifi_radio(root, device));
  }
  proxy_is_set(root, [](const char*) -> const char* { return nullptr; });
  desktop_proxy(root, "GNOME");
  line_bytes(root);
}

FUZZ_TARGET(sound_files) {
  const Machine machine(input);
  const auto list = audio::list_devices(nullptr, audio::read_cards(machine.root()));
  audio::to_json(list);
}

/// The key's line, then the database.
FUZZ_TARGET(desktop_settings) {
  const auto line = std::min(input.find('\n'), input.size());
  find_setting(input.substr(std::min(line + 1, input.size())), input.substr(0, line));
}

/// Two versions, one a line.
FUZZ_TARGET(debian_version) {
  const auto line = std::min(input.find('\n'), input.size());
  const std::string_view a = input.substr(0, line), b = input.substr(std::min(line + 1, input.size()));
  must(compare_debian_versions(a, b) == -compare_debian_versions(b, a), "the order is one");
  must(compare_debian_versions(a, a) == 0, "a version is itself");
}

}  // namespace
}  // namespace deskready

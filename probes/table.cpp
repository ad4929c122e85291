#include "config/facts/catalogue.h"
#include "probes/audio/facts/sound_facts.h"
#include "probes/audio/facts/sound_probe.h"
#include "probes/network/here/fault.h"
#include "probes/network/here/gateway.h"
#include "probes/network/here/link.h"
#include "probes/network/here/lookup.h"
#include "probes/network/line/call/call_stream.h"
#include "probes/network/line/load/throughput.h"
#include "probes/network/reach/reach_probe.h"
#include "probes/network/targets/target_probe.h"
#include "probes/probe.h"
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
#include "probes/system/software/os.h"
#include "probes/system/software/programs.h"
#include "probes/system/software/screen_lock.h"
#include "probes/system/software/updates.h"
#include "probes/system/state/benchmark.h"
#include "probes/system/state/clock.h"
#include "probes/system/state/headroom.h"
#include "probes/system/state/load.h"
#include "probes/system/state/power.h"
#include "probes/system/state/power_cuts.h"
#include "probes/system/state/time.h"

namespace deskready {

std::span<const Probe> probes() {
  static const std::vector<Probe> table = {
      // Network.
      network::link_probe(),
      network::lookup_probe(),
      network::gateway_probe(),
      network::call_stream_probe(),
      network::targets::target_probe(),
      network::reach::reach_probe(),
      network::throughput_probe(),
      network::fault_probe(),
      // Sound.
      {.name = "audio.sound",
       .facts = names_of("audio.sound"),
       .occupies = Occupies::sound,
       .after = {},
       .worst_cost = audio::sound_cost,
       .measure = audio::measure_sound,
       .usual_seconds = audio::usual_sound_seconds},
      // The computer.
      system_facts::cpu_probe(),
      system_facts::load_probe(),
      system_facts::headroom_probe(),
      system_facts::benchmark_probe(),
      system_facts::memory_probe(),
      system_facts::disk_probe(),
      system_facts::os_probe(),
      system_facts::updates_probe(),
      system_facts::virtual_machine_probe(),
      system_facts::computer_probe(),
      system_facts::power_probe(),
      system_facts::power_cuts_probe(),
      system_facts::display_probe(),
      system_facts::graphics_probe(),
      system_facts::camera_probe(),
      system_facts::input_probe(),
      system_facts::usb_probe(),
      system_facts::firmware_probe(),
      system_facts::programs_probe(),
      system_facts::firewall_probe(),
      system_facts::screen_lock_probe(),
      system_facts::account_probe(),
      system_facts::time_probe(),
      system_facts::clock_probe(),
  };
  return table;
}

}  // namespace deskready

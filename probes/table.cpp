#include "probes/audio/sound_facts.h"
#include "probes/audio/sound_probe.h"
#include "probes/network/call_stream.h"
#include "probes/network/fault.h"
#include "probes/network/gateway.h"
#include "probes/network/link.h"
#include "probes/network/lookup.h"
#include "probes/network/throughput.h"
#include "probes/probe.h"
#include "probes/system/account.h"
#include "probes/system/benchmark.h"
#include "probes/system/camera.h"
#include "probes/system/clock.h"
#include "probes/system/computer.h"
#include "probes/system/cpu.h"
#include "probes/system/disk.h"
#include "probes/system/display.h"
#include "probes/system/firewall.h"
#include "probes/system/firmware.h"
#include "probes/system/graphics.h"
#include "probes/system/headroom.h"
#include "probes/system/input.h"
#include "probes/system/load.h"
#include "probes/system/memory.h"
#include "probes/system/os.h"
#include "probes/system/power.h"
#include "probes/system/power_cuts.h"
#include "probes/system/programs.h"
#include "probes/system/screen_lock.h"
#include "probes/system/time.h"
#include "probes/system/updates.h"
#include "probes/system/usb.h"
#include "probes/system/virtual_machine.h"

namespace deskready {

std::span<const Probe> probes() {
  static const std::vector<Probe> table = {
      // Network.
      network::link_probe(),
      network::lookup_probe(),
      network::gateway_probe(),
      network::call_stream_probe(),
      network::throughput_probe(),
      network::fault_probe(),
      // Sound.
      {.name = "audio.sound",
       .facts = audio::sound_fact_names(),
       .occupies = Occupies::sound,
       .after = {},
       .worst_cost = audio::sound_cost,
       .measure = audio::measure_sound},
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

#include "reports/words/measuring/method_words.h"

#include <array>
#include <charconv>

#include "reports/words/history_words.h"

namespace deskready {
namespace {

struct Row {
  How how;
  std::string_view english;
  std::string_view one = {};  ///< where its first argument is 1 and the words then differ
};

constexpr auto table = std::to_array<Row>({
    Row{How::told, "{text}"},
    Row{How::route, "route"},
    Row{How::environment, "environment"},
    Row{How::sysfs, "sysfs"},
    Row{How::nl80211, "nl80211"},
    Row{How::wifi_rate_and_band, "rate, band"},
    Row{How::wifi_card, "the Wi-Fi card"},
    Row{How::wifi_card_now, "the Wi-Fi card, at this moment"},
    Row{How::wireless_list, "the kernel's list of Wi-Fi devices"},
    Row{How::nat64, "NAT64"},
    Row{How::as_connected, "as connected"},
    Row{How::router_echo, "ICMP echo, {rate} a second"},
    Row{How::router_handshake, "TCP handshake with the router, {rate} a second"},
    Row{How::bursts_assumed, "losses in bursts of 2 at the mean until two bursts were seen"},
    Row{How::router_against_far_end, "figures to the router against figures to the far end"},
    Row{How::root_zone_lookup, "the root zone at the configured name server, first of 3, low and high of 3"},
    Row{How::far_end_lookup, "the far end's name, first of 3, low and high of 3"},
    Row{How::tcp_load, "TCP, {connections} connections, because one did not fill the line",
        "TCP, 1 connection"},
    Row{How::unpaced, "as fast as it goes"},
    Row{How::loads, "{count} loads"},
    Row{How::offered_evenly, "from the end of slow start, as evenly as it was offered"},
    Row{How::batches, "batches of {length} from the end of slow start, nearly independent of each other"},
    Row{How::far_end_received, "as the far end received it"},
    Row{How::public_test, "public speed test of {kind}'s kind"},
    Row{How::stamp, "STAMP"},
    Row{How::stamp_beside_load, "STAMP, {rate} packets/s, beside the load"},
    Row{How::stamp_beside_steady_load, "STAMP, {rate} packets/s, beside the steady load"},
    Row{How::far_end_names_it, "as the far end names it"},
    Row{How::packets_by_kernel, "{protocol}, {rate} packets/s of {bytes} bytes, kernel timestamps"},
    Row{How::packets_by_program, "{protocol}, {rate} packets/s of {bytes} bytes, program timestamps"},
    Row{How::quarter_seconds, "quarter seconds taken as independent"},
    Row{How::windows, "{statistic} of all windows of {window}"},
    Row{How::delays_alike, "delays that change alike all the time"},
    Row{How::drift_removed, "clock drift removed"},
    Row{How::calls_both_ways, "{count} calls both ways at once, of one of which the figures are"},
    Row{How::call_model, "{model}, {codec}"},
    Row{How::calls_at_once, "{count} calls at once"},
    Row{How::round_trips, "round trips"},
    Row{How::timed_handshakes, "TCP handshakes, timed by the kernel"},
    Row{How::connections_by, "{protocols}"},
    Row{How::sound_server, "sound server's device list"},
    Row{How::sound_server_by, "sound server's device list: {reason}"},
    Row{How::behind_filters, "behind filters"},
    Row{How::mute_switch, "sound server's mute switch"},
    Row{How::sound_hardware, "ALSA hardware through PortAudio"},
    Row{How::opening_time, "time from opening to closing"},
    Row{How::listening, "PortAudio through {through}, {seconds} s, {khz} kHz"},
    Row{How::sound_file, "file, {seconds} s, {khz} kHz"},
    Row{How::channel, "channel {number} of {count}"},
    Row{How::exact_silence, "exact silence"},
    Row{How::tone_phase, "a tone's phase"},
    Row{How::chirps, "chirps 300 Hz to 7 kHz at {level} dBFS, cross-correlation"},
    Row{How::sweep_arrival, "a sweep's impulse response"},
    Row{How::left_chirp, "chirp on the left only"},
    Row{How::sweep, "sweep 60 Hz to 20 kHz at {level} dBFS, impulse response"},
    Row{How::telephone_band, "300 to 3400 Hz"},
    Row{How::down_ten_decibels, "-10 dB from 1 kHz"},
    Row{How::tone_residue, "997 Hz at {level} dBFS, all but the tone's main lobe"},
    Row{How::tone_pitch, "pitch of a tone of 997 Hz, recorded over played"},
    Row{How::quiet_pieces, "mean of the quiet pieces"},
    Row{How::quiet_pieces_weighted, "A-weighted, mean of the quiet pieces"},
    Row{How::mains_multiples, "{hertz} Hz and multiples"},
    Row{How::oversampled, "oversampled, ITU-R BS.1770"},
    Row{How::gap_signs, "runs of equal samples longer than 1 ms, pieces that come twice, and steps"},
    Row{How::active_speech_level, "ITU-T P.56 method B"},
    Row{How::level_less_noise, "P.56 level less noise floor"},
    Row{How::signal_ends, "the signal ends there"},
    Row{How::noise_hides, "noise hides what is above"},
    Row{How::low_bursts, "bursts below 120 Hz"},
    Row{How::asked_to_be_quiet, "PortAudio, asked to be quiet, 3 s"},
    Row{How::sentence_read, "PortAudio, sentence read aloud, 10 s"},
    Row{How::open_in_guide, "time that it was open, all guided steps together"},
    Row{How::digits_typed, "random digits at {level} dBov typed right, none in a silent round"},
    Row{How::digits_not_understood, "random digits were not understood at any loudness"},
    Row{How::persons_answer, "the person's answer"},
    Row{How::cpuinfo, "the kernel's list of processors"},
    Row{How::cpu_name, "the processor's name"},
    Row{How::cpu_topology, "topology, sysfs"},
    Row{How::clock_highest, "highest, cpufreq"},
    Row{How::clock_present, "present, as the kernel lists it"},
    Row{How::cpu_busy, "the kernel's counters, 0.1 s"},
    Row{How::cpu_busiest, "the kernel's counters, busiest 5 s"},
    Row{How::cpu_counters, "the processor's counters"},
    Row{How::cooling_devices, "cooling devices"},
    Row{How::pressure, "PSI, 10 s"},
    Row{How::core_speed, "BLAKE2b on one core, best of ten runs of 20 ms"},
    Row{How::memory_modules, "memory modules, SMBIOS"},
    Row{How::memory_blocks, "online memory blocks"},
    Row{How::memory_total, "MemTotal"},
    Row{How::rounded_to_sold, "rounded up to a size that is sold"},
    Row{How::memory_available, "MemAvailable"},
    Row{How::memory_least, "MemAvailable, the least"},
    Row{How::home_file_system, "statvfs of the home folder"},
    Row{How::mapper_and_mounts, "device-mapper and mounts"},
    Row{How::disk_queue, "queue/rotational"},
    Row{How::efi_variable, "EFI variable"},
    Row{How::started_without_uefi, "started without UEFI"},
    Row{How::firmware_date, "date of the firmware"},
    Row{How::maker_and_firmware, "maker, firmware"},
    Row{How::chassis, "chassis"},
    Row{How::chassis_or_tree, "SMBIOS or device tree"},
    Row{How::chrome_os, "ChromeOS"},
    Row{How::hypervisor_signs, "hypervisor flag and firmware names"},
    Row{How::edid, "EDID"},
    Row{How::drm_mode, "preferred DRM mode"},
    Row{How::drm_connectors, "DRM connectors"},
    Row{How::pci_vendor, "PCI vendor id"},
    Row{How::pci_vendor_and_bus, "PCI vendor id and bus"},
    Row{How::amdgpu, "amdgpu driver"},
    Row{How::usb_ports, "USB ports, as the firmware lists them"},
    Row{How::usb_sockets_and_names, "USB sockets and names"},
    Row{How::video_devices, "video devices"},
    Row{How::video_interface, "V4L2"},
    Row{How::dvb_devices, "DVB devices"},
    Row{How::input_bus, "bus of the input device"},
    Row{How::power_supplies, "power supplies"},
    Row{How::supplies_and_usb, "power supplies and USB devices"},
    Row{How::starts_without_shutdown, "starts without a shutdown before, {days} days of wtmp"},
    Row{How::local_time, "localtime"},
    Row{How::kernel_clock, "adjtimex"},
    Row{How::kernel_clock_bound,
        "what keeps the clock right from outside, with the kernel's own bound (adjtimex)"},
    Row{How::clock_ahead,
        "STAMP against the far end's clock, shortest of {count} round trips; this clock is ahead"},
    Row{How::clock_behind,
        "STAMP against the far end's clock, shortest of {count} round trips; this clock is behind"},
    Row{How::clock_alike,
        "STAMP against the far end's clock, shortest of {count} round trips; this clock is neither ahead nor "
        "behind, as far as that can tell"},
    Row{How::this_program, "this program is for Linux"},
    Row{How::os_release, "os-release"},
    Row{How::release_table, "table of releases of {date}"},
    Row{How::account, "user and groups"},
    Row{How::no_filter, "no packet filter is loaded"},
    Row{How::firewall_starts, "{name} is set to start"},
    Row{How::desktop_settings, "{name}'s settings"},
    Row{How::package_lists, "package lists"},
    Row{How::package_entry, "{kind}"},
    Row{How::processes, "processes"},
    Row{How::restart_marker, "reboot-required"},
    Row{How::boot_folder, "/boot"},
    Row{How::update_note, "update-notifier's note"},
    Row{How::apt_lists, "apt's lists of security updates against what is installed"},
    Row{How::package_files, "the package manager's files"},
    Row{How::checks_over, "{statistic} of the checks of {length}"},
    Row{How::within_shifts, "within shifts"},
});

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].how) != i) return false;
  }
  return table.size() == how_count;
}
static_assert(in_order(), "the table has one line for each, in the order of method.def");

/// The words of closed lists among the arguments, in the reader's language.
Arguments said(std::string_view language, Arguments arguments) {
  for (const char* const listed : {"reason", "statistic"}) {
    if (const auto word = arguments.find(listed); word != arguments.end())
      word->second = unmarked(tr(language, word->second));
  }
  if (const auto over = arguments.find("over"); over != arguments.end()) {
    double seconds = 0;
    const std::string& text = over->second;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec == std::errc()) arguments["length"] = length_words(language, seconds);
  }
  return arguments;
}

std::string step_words(std::string_view language, const MethodStep& step) {
  const Row& row = table[static_cast<std::size_t>(step.how)];
  // What somebody else wrote is in no language that is known.
  if (step.how == How::told) return tr("en", row.english, step.arguments);
  const auto names = info(step.how).arguments;
  const auto first = names.empty() ? step.arguments.end() : step.arguments.find(std::string(names.front()));
  const bool one = !row.one.empty() && first != step.arguments.end() && first->second == "1";
  return tr(language, one ? row.one : row.english, said(language, step.arguments));
}

}  // namespace

std::string method_words(std::string_view language, const Method& method) {
  std::string all;
  for (const MethodStep& step : method.steps()) all += (all.empty() ? "" : "; ") + step_words(language, step);
  return all;
}

}  // namespace deskready

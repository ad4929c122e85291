#include "reports/words/detail_words.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "probes/detail.h"

namespace deskready {
namespace {

struct Row {
  Detail detail;
  std::string_view english;
  std::string_view one = {};             ///< where its first argument is 1 and the words then differ
  std::string_view without_system = {};  ///< where the system's text was left out, as in reports
};

constexpr auto table = std::to_array<Row>({
    Row{Detail::system, "{system}"},
    Row{Detail::figure_not_a_number, "the figure is not a number"},
    Row{Detail::probe_silent, "the probe gave no answer"},
    Row{Detail::key_unsupported, "{key}"},
    Row{Detail::name_unknown, "{key}"},
    Row{Detail::line_not_measured, "the line was not measured to a far end"},
    Row{Detail::home_and_provider_alike,
        "without figures to the router, home and provider cannot be told apart"},
    Row{Detail::place_has_no_statistic, "a place has neither targets nor statistics"},
    Row{Detail::link_has_no_statistic, "a link has neither targets nor statistics"},
    Row{Detail::link_speed_untold, "the network card does not tell its speed"},
    Row{Detail::wifi_channel_untold, "the Wi-Fi card does not tell its channel"},
    Row{Detail::wifi_signal_untold, "the Wi-Fi card does not tell its signal"},
    Row{Detail::not_wifi, "the line is not Wi-Fi"},
    Row{Detail::no_route, "this computer has no route to the internet"},
    Row{Detail::no_router, "there is no router between this computer and its line"},
    Row{Detail::link_kind_unread, "the kind of the network device in use cannot be read"},
    Row{Detail::link_kind_unclear,
        "the network device in use does not tell what line it leads to, as phones and adapters by USB do "
        "not"},
    Row{Detail::vpn_or_line, "the dialled connection in use may be a VPN or the line itself"},
    Row{Detail::proxy_by_network,
        "the desktop looks for a proxy on each network, or another desktop's settings name one"},
    Row{Detail::environment_unread, "the system's environment file, which may name a proxy, cannot be read"},
    Row{Detail::vpn_by_policy,
        "a tunnel is up, and a recorded computer does not tell what is sent through it"},
    Row{Detail::vpn_hides_link, "a VPN is in use, and it cannot be told which line carries it"},
    Row{Detail::route_without_device, "the kernel names no device for the route to the far end"},
    Row{Detail::far_end_address_unread, "the far end's address is not numeric"},
    Row{Detail::no_name_server, "no name server is configured"},
    Row{Detail::name_server_silent, "the name server does not answer"},
    Row{Detail::name_server_slow, "the name server does not answer within {seconds} s"},
    Row{Detail::name_lookup_failed, "{system}", {}, "the name could not be looked up"},
    Row{Detail::lookup_of_recorded, "name lookup of a recorded computer, or another statistic of it"},
    Row{Detail::recorded_has_no_router, "a recorded computer has no router to ask"},
    Row{Detail::router_address_unread, "the router's address is not numeric"},
    Row{Detail::router_unreachable, "the router: {system}", {}, "the router cannot be reached"},
    Row{Detail::router_no_echo, "the router answers no echo requests"},
    Row{Detail::echo_forbidden,
        "this user may not send ICMP echo requests (net.ipv4.ping_group_range), and the router answers on no "
        "TCP port tried"},
    Row{Detail::delay_statistic_unsupported, "\"{statistic}\" of the delay"},
    Row{Detail::window_too_short, "windows shorter than two packets"},
    Row{Detail::lost_without_pattern, "{count} lost packets show no pattern",
        "one lost packet shows no pattern"},
    Row{Detail::far_end_went_silent, "it stopped answering before the end"},
    Row{Detail::call_to_far_end_only, "the call stream goes to the far end only"},
    Row{Detail::udp_blocked, "UDP is blocked: no packet came back"},
    Row{Detail::udp_not_sent, "UDP cannot be sent: {system}", {}, "UDP cannot be sent"},
    Row{Detail::packets_not_sent, "this computer could not send {count} of {packets} packets"},
    Row{Detail::idle_delay_unknown, "the delay without load is not known"},
    Row{Detail::far_control_untold, "the far end does not name it"},
    Row{Detail::load_to_far_end_only, "it is measured to the far end as a whole only"},
    Row{Detail::load_seconds_spent, "a check loads the line for at most {seconds} s"},
    Row{Detail::come_back_later, "it asks to come back in {retry_after} s"},
    Row{Detail::large_packets_lost,
        "small packets reach it and large ones do not; something on the way drops them without telling, "
        "often a VPN or a router that is set to too large packets (MTU)"},
    Row{Detail::refuses_connection, "it refuses the connection: nothing listens on its port"},
    Row{Detail::no_way_to_it, "there is no route to it"},
    Row{Detail::nothing_answers, "nothing answers at its address"},
    Row{Detail::nothing_answers_in_time, "nothing answers at its address in time"},
    Row{Detail::stopped_in_answer, "it stopped in the middle of its answer"},
    Row{Detail::no_answer_in_time, "it takes the connection but does not answer in time"},
    Row{Detail::name_not_found, "its name cannot be found"},
    Row{Detail::certificate_of_another_name,
        "its certificate is not to be trusted: it was issued for another name"},
    Row{Detail::certificate_expired,
        "its certificate is not to be trusted: it has expired, or this computer's clock is wrong"},
    Row{Detail::certificate_not_yet_valid,
        "its certificate is not to be trusted: it is not valid yet, or this computer's clock is wrong"},
    Row{Detail::certificate_self_signed,
        "its certificate is not to be trusted: it is self-signed, so nobody else vouches for it"},
    Row{Detail::certificate_issuer_unknown,
        "its certificate is not to be trusted: this computer does not know who issued it"},
    Row{Detail::certificate_not_trusted,
        "its certificate is not to be trusted: {system}",
        {},
        "its certificate is not to be trusted"},
    Row{Detail::no_tls, "it does not speak TLS there; perhaps it serves http and not https"},
    Row{Detail::broke_off, "the connection broke off"},
    Row{Detail::broke_off_perhaps_https, "the connection broke off; perhaps it serves https and not http"},
    Row{Detail::no_http, "it answers something that is no HTTP; perhaps it serves https and not http"},
    Row{Detail::answer_too_long, "its answer is longer than any that was asked for"},
    Row{Detail::address_not_understood, "its address cannot be understood"},
    Row{Detail::address_refused,
        "its address is one of this computer or of a private network, which no spec may name; if it is "
        "right, name it yourself with --far-end"},
    Row{Detail::address_without_scheme, "its address must begin with https:// or http://"},
    Row{Detail::address_with_more,
        "its address cannot be understood: it is more than a scheme, a host and a port"},
    Row{Detail::address_without_host, "its address names no host"},
    Row{Detail::no_responder, "its answer is not that of a deskready-responder"},
    Row{Detail::page_in_front,
        "a web page answers in its place, as where one has to sign in to a network first"},
    Row{Detail::redirects,
        "it sends to another address (status {status}), and such redirects are not followed; name the "
        "address that it sends to"},
    Row{Detail::answers_with_status, "it answers with status {status}"},
    Row{Detail::perhaps_no_responder,
        "it answers with status {status} and is perhaps no deskready-responder"},
    Row{Detail::sound_server_untold, "the sound server does not tell"},
    Row{Detail::cable_or_dongle,
        "a USB headset and a radio dongle look the same; deskready check --guided asks which"},
    Row{Detail::no_headset, "no headset was found"},
    Row{Detail::no_headset_to_play_to, "no headset was found, and sound is played to nothing else"},
    Row{Detail::headset_by_name_only, "it may be something else than a headset, so nothing was played to it"},
    Row{Detail::headset_or_not,
        "something with a microphone and a speaker is connected, and nothing tells whether it is a headset"},
    Row{Detail::socket_untold,
        "the sound socket does not tell whether a headset is in it, or headphones without a microphone; "
        "choose the "
        "headset's microphone in the sound settings"},
    Row{Detail::headset_port_unused,
        "a headset is in the sound socket, and the computer records from another microphone; choose the "
        "headset's "
        "in the sound settings"},
    Row{Detail::headset_without_microphone,
        "the headset is connected for playing only, without its microphone (profile {profile}); switch it to "
        "the "
        "call profile (headset, HSP/HFP) in the sound settings; where none is offered, disconnect it and "
        "connect it "
        "anew"},
    Row{Detail::filter_in_front,
        "the computer uses an effect or a filter, and the sound server does not tell which device is behind "
        "it"},
    Row{Detail::default_untold, "the sound server does not tell which device the computer uses"},
    Row{Detail::headset_in_use, "another program is using the headset"},
    Row{Detail::no_microphone, "the computer has no microphone"},
    Row{Detail::microphone_vanished, "the microphone vanished from the sound server"},
    Row{Detail::speaker_vanished, "the speaker vanished from the sound server"},
    Row{Detail::recording_elsewhere, "the sound server had the recording on another microphone"},
    Row{Detail::playback_elsewhere, "the sound server had the playback on another speaker"},
    Row{Detail::recording_unknown_to_server,
        "the sound server knows of no recording: ALSA's configuration may lead past it"},
    Row{Detail::playback_unknown_to_server,
        "the sound server knows of no playback: ALSA's configuration may lead past it"},
    Row{Detail::microphone_closed_by_choice, "the settings or the check do not open the microphone"},
    Row{Detail::silent_by_choice, "the settings or the check play no sound"},
    Row{Detail::returned_sound_weak, "the returned sound was too weak or too short for this figure"},
    Row{Detail::exact_silence, "the microphone delivered nothing but exact silence"},
    Row{Detail::no_sound_returned, "no sound came back at {level} dBFS; a closed headset lets none through"},
    Row{Detail::echo_below_noise, "the echo does not stand above the room's noise"},
    Row{Detail::through_the_air, "the sound went through the air, not through a cable"},
    Row{Detail::plain_figure_only, "only the plain figure is worked out"},
    Row{Detail::recorded_makes_no_sound, "a recorded computer makes no sound"},
    Row{Detail::no_sound, "there is no sound"},
    Row{Detail::muted_on_the_way, "nothing but exact silence arrived: muted on the way"},
    Row{Detail::converter_dead, "one constant value arrived: the converter does not work"},
    Row{Detail::under_half_a_second, "less than half a second of sound"},
    Row{Detail::under_a_second, "less than a second of sound"},
    Row{Detail::hum_or_noise, "too quiet or too short to tell hum from noise"},
    Row{Detail::rate_not_oversampled, "this sample rate cannot be oversampled"},
    Row{Detail::silence_has_no_peaks, "silence has no peaks"},
    Row{Detail::gap_or_silence, "too quiet to tell a gap from silence"},
    Row{Detail::not_in_this_sound, "it cannot be told from this sound"},
    Row{Detail::no_speech, "no speech was found"},
    Row{Detail::no_noise_floor, "no noise floor to compare the speech with"},
    Row{Detail::noise_moves,
        "the background is not steady: somebody spoke without a pause, or a gain control turns it up and "
        "down; "
        "switch that off in the sound settings, and keep quiet while it listens"},
    Row{Detail::gated_pauses,
        "pauses arrive as exact silence: noise suppression or a gate hides the background; switch it off for "
        "the "
        "check"},
    Row{Detail::gate_or_gap, "noise suppression or a gate silences pauses, and lost pieces look the same"},
    Row{Detail::gate_or_voice,
        "the background is weaker in pauses than under the voice: noise suppression or a gate hides it, or "
        "the voice covers it at this sampling rate"},
    Row{Detail::samples_rewritten,
        "the file is packed in a way that changes samples, so that lost pieces cannot be told; record it as "
        "WAV without such packing (PCM), or as FLAC"},
    Row{Detail::tone_not_speech, "what sounds is a tone and no voice"},
    Row{Detail::peaks_alike,
        "its peaks are all alike: the voice was cut off before a filter, or a limiter keeps it from that"},
    Row{Detail::speech_near_noise, "speech does not stand far enough above the noise"},
    Row{Detail::too_little_speech, "less than 3 seconds of speech were heard"},
    Row{Detail::sound_server_unfinished, "it did not finish the connection"},
    Row{Detail::sound_server_no_answer, "it did not answer a question about its devices"},
    Row{Detail::device_name_malformed,
        "its list of devices cannot be read; a device with a malformed name does that: rename it, or take it "
        "out"},
    Row{Detail::no_sound_server, "no sound server runs, and it alone tells what is a headset"},
    Row{Detail::no_sound_server_no_card, "no sound server runs, and there is no sound card"},
    Row{Detail::libpulse_failed, "libpulse could not be set up"},
    Row{Detail::no_way_to_sound_server,
        "ALSA has no way to the sound server; install the package libasound2-plugins"},
    Row{Detail::device_not_opened,
        "the sound device could not be opened ({system})",
        {},
        "the sound device could not be opened"},
    Row{Detail::device_unopened, "the sound device could not be opened"},
    Row{Detail::device_delivered_nothing, "the sound device was opened and delivered nothing"},
    Row{Detail::device_stopped, "the sound device stopped to deliver samples"},
    Row{Detail::device_stopped_playing, "the sound device stopped while it played"},
    Row{Detail::play_refused, "the sound server or the owner said no"},
    Row{Detail::no_recorded_sentence, "there is no recorded sentence to play"},
    Row{Detail::needs_reading_aloud, "it takes a person who reads aloud; run deskready check --guided"},
    Row{Detail::step_skipped, "this step was skipped"},
    Row{Detail::typed_without_digits, "digits were typed although nothing was played"},
    Row{Detail::no_digits_played, "no digits were played"},
    Row{Detail::no_silent_round, "the silent round is missing, so that the answers prove nothing"},
    Row{Detail::digits_not_understood, "the digits were not understood at any loudness"},
    Row{Detail::sound_check_too_long, "the sound check took longer than {seconds} s"},
    Row{Detail::no_progress, "no progress in phase {phase}"},
    Row{Detail::worker_ended_by_signal, "the sound worker was ended by {signal} in phase {phase}"},
    Row{Detail::worker_ended_without_default,
        "the sound worker was ended by {signal} in phase {phase}; an ALSA configuration without a default "
        "device does that"},
    Row{Detail::worker_ended, "the sound worker ended with code {status} in phase {phase}"},
    Row{Detail::worker_senseless, "the sound worker said something that makes no sense"},
    Row{Detail::worker_silent, "the sound worker did not tell"},
    Row{Detail::worker_not_started, "{system}", {}, "the sound worker could not be started"},
    Row{Detail::system_untold, "the system does not say"},
    Row{Detail::firmware_untold, "the firmware does not tell"},
    Row{Detail::computer_untold, "the computer does not tell"},
    Row{Detail::recorded_has_no_disk, "a recorded machine has no disk to ask"},
    Row{Detail::home_folder_untold,
        "the home folder does not tell: {system}",
        {},
        "the home folder does not tell"},
    Row{Detail::zfs_tells_root_only, "ZFS tells root only whether it encrypts"},
    Row{Detail::layer_untold, "a layer above the disk does not tell whether it encrypts"},
    Row{Detail::virtual_disk, "a virtual machine does not see what its disk is made of"},
    Row{Detail::no_disk_seen, "no disk is seen below the home folder"},
    Row{Detail::no_security_chip,
        "the system shows no security chip; it may be switched off in the firmware's settings"},
    Row{Detail::no_usb, "the computer shows no USB"},
    Row{Detail::keyboard_or_mouse, "a device that types may be a keyboard or a mouse with keys"},
    Row{Detail::keyboard_or_buttons, "what types may be the buttons on the computer's case"},
    Row{Detail::usb_sockets_untold, "the firmware does not tell which USB ports are sockets"},
    Row{Detail::no_graphics_driver, "no graphics driver tells its maker"},
    Row{Detail::virtual_graphics, "a virtual machine does not see the graphics card"},
    Row{Detail::graphics_memory_untold, "this graphics driver does not tell how much memory it has"},
    Row{Detail::meminfo_untold, "/proc/meminfo does not tell"},
    Row{Detail::no_processor_listed, "the system lists no processor"},
    Row{Detail::processor_cores_untold, "the system does not tell which threads share a core"},
    Row{Detail::processor_clock_untold, "the system does not tell the clock"},
    Row{Detail::processor_unknown, "{name}"},
    Row{Detail::no_screen, "no screen is connected"},
    Row{Detail::screens_unread, "whether a screen is connected cannot be read"},
    Row{Detail::no_screen_sockets, "the graphics driver shows no screen sockets"},
    Row{Detail::screen_size_untold, "the screen does not tell its size"},
    Row{Detail::recorded_has_no_camera, "a recorded machine has no camera to ask"},
    Row{Detail::cameras_unread, "/sys/class cannot be listed"},
    Row{Detail::cameras_unclear, "a video device does not tell whether it is a camera"},
    Row{Detail::camera_place_untold,
        "neither name nor firmware tells whether the camera is part of the computer"},
    Row{Detail::camera_speed_untold, "the camera does not tell how fast it is"},
    Row{Detail::camera_unread, "{name} cannot be opened: {system}", {}, "{name} cannot be opened"},
    Row{Detail::camera_without_modes, "the camera does not list its pictures"},
    Row{Detail::virtual_has_no_age, "a virtual machine has no age"},
    Row{Detail::firmware_date_untold, "the firmware does not tell its date"},
    Row{Detail::firmware_date_ahead, "the firmware's date is in the future"},
    Row{Detail::hypervisor_unread, "neither processor nor firmware can be read"},
    Row{Detail::power_supplies_unlisted, "the system does not list power supplies"},
    Row{Detail::virtual_power, "a virtual machine does not see its host's power"},
    Row{Detail::power_supplies_untold, "the power supplies do not tell enough"},
    Row{Detail::no_pressure_figures, "this kernel does not note who waits (PSI)"},
    Row{Detail::load_of_recorded, "load is seen on a running machine only"},
    Row{Detail::processor_time_untold, "/proc/stat does not tell"},
    Row{Detail::recorded_has_no_clock, "a recorded machine has no clock"},
    Row{Detail::nothing_keeps_time,
        "no far end tells the time, and nothing keeps this clock right from outside"},
    Row{Detail::starts_unrecorded,
        "there is no record of this computer's starts: {system}",
        {},
        "there is no record of this computer's starts"},
    Row{Detail::starts_no_longer_written,
        "this system no longer writes down its starts: the latest one is missing in /var/log/wtmp"},
    Row{Detail::starts_cover, "this computer's records of its starts cover {days} days; 14 days are needed",
        "this computer's records of its starts cover one day; 14 days are needed"},
    Row{Detail::no_load_meanwhile, "neither line nor sound was measured meanwhile"},
    Row{Detail::not_asked_for, "no rule asks for it"},
    Row{Detail::recorded_computes_nothing, "a recorded machine does not compute"},
    Row{Detail::clock_stands_still, "the clock stands still"},
    Row{Detail::filter_forbidden, "a packet filter is loaded, but only root may read its rules"},
    Row{Detail::filter_untold, "the kernel does not tell whether it filters"},
    Row{Detail::desktop_unknown, "no desktop is known here whose settings could be read"},
    Row{Detail::desktop_settings_unknown, "the settings of this desktop are not known: {name}"},
    Row{Detail::version_untold, "{name} is there, but nothing tells its version"},
    Row{Detail::processes_unlisted, "the running processes cannot be listed"},
    Row{Detail::programs_unlisted, "no list of installed programs is found"},
    Row{Detail::nobody_logged_in, "nobody is logged in on a recorded machine"},
    Row{Detail::updates_unnoted, "this system leaves no note of it"},
    Row{Detail::releases_unlisted, "this version has no list of the releases of {name}"},
    Row{Detail::release_unlisted, "{name} is not in the list of releases of {date}"},
    Row{Detail::releases_outdated,
        "since the list of {date} a newer release of {name} may have come out; a newer deskready knows"},
    Row{Detail::history_unread,
        "the earlier checks cannot be read: {system}",
        {},
        "the earlier checks cannot be read"},
    Row{Detail::wants_protocol,
        "it speaks version {theirs} of its protocol and later, and this deskready up to {ours}"},
    Row{Detail::speaks_protocol,
        "it speaks version {theirs} of its protocol, and this deskready {ours} and later"},
    Row{Detail::wants_newer_protocol,
        "it speaks a later version of its protocol than {ours}, the latest of this deskready"},
    Row{Detail::no_address_connects,
        "none of its addresses takes a connection: {families}",
        {},
        "none of its addresses takes a connection"},
    Row{Detail::drains, "it is about to stop, and names no other; it asks to come back in {retry_after} s"},
    Row{Detail::other_node_not_followed,
        "it is about to stop, and names another that this computer may not be sent to; it asks to come back "
        "in {retry_after} s"},
    Row{Detail::other_node_failed, "it is about to stop, and the other that it names does not answer"},
    Row{Detail::udp_address_refused,
        "it sends packets to an address of this computer or of a private network, which it may not"},
    Row{Detail::udp_silent, "no packet came back: UDP is blocked, or it does not answer packets"},
    Row{Detail::udp_refused,
        "no packet came back: its UDP port is closed, or a firewall on the way refuses UDP"},
    Row{Detail::udp_silent_at_both,
        "no packet came back, neither from where it takes connections nor from the other address that it "
        "names for UDP; whether UDP is blocked or that address is wrong cannot be told"},
    Row{Detail::udp_silent_while_busy,
        "no packet came back, and it takes no load now; whether UDP is blocked cannot be told"},
    Row{Detail::session_ended, "it no longer knows this check's session"},
    Row{Detail::silent_by_tcp_too, "it stopped answering, over TCP as well"},
    Row{Detail::queue_not_filled,
        "the sending end keeps queues short and cannot fill one to see how long it gets"},
    Row{Detail::target_unclear, "the list names no server for it, or two lists name different ones"},
    Row{Detail::targets_too_many, "a check measures to at most {count} such servers"},
    Row{Detail::target_address_refused,
        "its address is one of this computer or of a private network, which no list may name"},
    Row{Detail::stun_silent, "no answer came back, from any of its addresses"},
    Row{Detail::stun_refused, "nothing listens at its port"},
    Row{Detail::stun_sends_elsewhere,
        "it sends to another server, to which nobody may be sent, or from one to the next"},
    Row{Detail::line_shows_too_little,
        "it carries about {carries} kbit/s, a check sends a fifth of that at most, and so few packets do not "
        "tell"},
    Row{Detail::line_carries_no_call,
        "it carries about {carries} kbit/s each way, and this takes {takes} kbit/s"},
    Row{Detail::upload_taken_between,
        "it takes what is sent and answers for the far end, so that nobody knows how much arrived"},
    Row{Detail::connecting_taken_between,
        "it answers for the far end: connecting takes {connects} ms, an answer {answers} ms"},
    Row{Detail::only_proxy,
        "nothing leads out of this network but a proxy, and neither calls nor this check go through one"},
    Row{Detail::made_up_address,
        "a program or router answers for the far end's name with a made-up address (of 198.18.0.0/15 or "
        "64:ff9b:1::/48), as proxy clients do that take all connections"},
    Row{Detail::tls_inspected,
        "it opens encrypted connections, and signs them as \"{system}\"",
        {},
        "it opens encrypted connections"},
    Row{Detail::no_server_list, "it answers something that is no list of LibreSpeed's kind"},
    Row{Detail::turn_needs_credentials,
        "the employer's TURN server takes only who has credentials; ask the employer for them, put the user "
        "name and the password into a file of two lines, and name it in config.toml: [relays], \"HOST\" = "
        "\"/FILE\""},
    Row{Detail::turn_credentials_unread,
        "the file with the credentials for the employer's TURN server cannot be read, or has something else "
        "than a user name in its first line and a password in its second; ask the employer for another"},
    Row{Detail::turn_credentials_expired,
        "the credentials for the employer's TURN server have expired; ask the employer for new ones"},
    Row{Detail::turn_credentials_refused,
        "it refuses the user name or the password, which may have expired; ask the employer for new ones"},
    Row{Detail::turn_answer_incomplete, "its answer lacks what such a server has to say"},
    Row{Detail::turn_forbids, "it forbids this user to relay anything"},
    Row{Detail::turn_full, "it has no room for another call, or none for this user"},
    Row{Detail::turn_error, "it answers with error {status}"},
    Row{Detail::turn_peer_refused,
        "it refuses to relay to its own address, so that a call to oneself cannot be tried through it"},
    Row{Detail::turn_returns_nothing,
        "it takes packets to its own address, and none of them came back; whether it drops them or the way "
        "does cannot be told"},
    Row{Detail::turn_only_delay, "over TCP and TLS a TURN server shows nothing but delay"},
    Row{Detail::target_has_no_ports,
        "the list names no host and ports for it, or two lists name different ones"},
    Row{Detail::pairs_too_many, "a check tries at most {count} pairs of host and port"},
    Row{Detail::ports_too_many, "a check tries at most {count} ports of a host"},
    Row{Detail::tries_too_many_bytes, "at most {count} kB an hour are sent to find out what can be reached"},
    Row{Detail::port_no_answer,
        "no answer came back; whether something on the way drops what is sent or nobody answers there cannot "
        "be "
        "told"},
    Row{Detail::opened_on_the_way,
        "something on the way opens encrypted connections, and signs them itself: {name}"},
});

/// How a name's addresses of one family fail, by the code of probes/network/lookup.
struct Family {
  std::string_view code;
  std::string_view four;
  std::string_view six;
};
constexpr Family families[] = {
    {"refused", "IPv4 refuses it", "IPv6 refuses it"},
    {"unreachable", "no route by IPv4", "no route by IPv6"},
    {"silent", "IPv4 does not answer", "IPv6 does not answer"},
    {"overtaken", "IPv4 answers later", "IPv6 answers later"},
    {"failed", "IPv4 fails after it", "IPv6 fails after it"},
    {"forbidden", "IPv4 is not to be used", "IPv6 is not to be used"},
    {"several", "IPv4 fails in several ways", "IPv6 fails in several ways"},
};

/// Of the arguments "v4" and "v6" what there is to say; a code of a later version as it is.
std::string families_words(std::string_view language, const Arguments& written) {
  std::string words;
  for (const auto& [name, english] : {std::pair("v4", &Family::four), std::pair("v6", &Family::six)}) {
    const auto code = written.find(name);
    if (code == written.end() || code->second == "none") continue;
    const auto* const known = std::find_if(std::begin(families), std::end(families),
                                           [&](const Family& one) { return one.code == code->second; });
    if (!words.empty()) words += ", ";
    words += known == std::end(families) ? code->second : tr(language, known->*english);
  }
  return words;
}

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].detail) != i) return false;
  }
  return table.size() == detail_count;
}
static_assert(in_order(), "the table has one line for each detail, in the order of detail.def");

}  // namespace

std::string detail_sentence(std::string_view language, const Arguments& written) {
  const auto code = written.find("detail");
  if (code == written.end()) return {};
  const auto detail = detail_from(code->second);
  if (!detail) return code->second;
  const Row& row = table[static_cast<std::size_t>(*detail)];
  const auto names = info(*detail).arguments;
  const auto first = names.empty() ? written.end() : written.find(std::string(names.front()));
  const bool one = !row.one.empty() && first != written.end() && first->second == "1";
  const bool has_system = std::find(names.begin(), names.end(), "system") != names.end();
  if (has_system && !written.contains("system")) return tr(language, row.without_system, written);
  if (*detail == Detail::no_address_connects) {
    Arguments all = written;
    all["families"] = families_words(language, written);
    return tr(language, all["families"].empty() ? row.without_system : row.english, all);
  }
  return tr(language, one ? row.one : row.english, written);
}

}  // namespace deskready

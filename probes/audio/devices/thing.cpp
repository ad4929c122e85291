#include "probes/audio/devices/thing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "config/base/text.h"

namespace deskready::audio {
namespace {

constexpr auto headset_forms = std::to_array<std::string_view>({"headset", "headphone", "headphones"});
constexpr auto other_forms = std::to_array<std::string_view>(
    {"webcam", "camera", "speaker", "internal", "tv", "hifi", "car", "car-audio", "microphone", "computer",
     "phone", "handset", "portable", "set-top-box", "set-top"});

// Words that a headset's name has, and series that are headsets only.
constexpr auto headset_words = std::to_array<std::string_view>(
    {"headset", "headsets", "headphone", "headphones", "earphone", "earphones", "earbuds", "earbud", "buds",
     "airpods", "kopfhörer", "auriculares",
     // Jabra
     "evolve", "evolve2", "engage", "biz", "link 360", "link 370", "link 380", "link 390", "link 400",
     // Poly, Plantronics
     "blackwire", "voyager", "savi", "encorepro", "bt600", "bt700", "da80", "d100", "audio 655", "audio 628",
     // EPOS, Sennheiser
     "adapt", "impact", "gsa", "gsp", "sc 60", "sc 160", "sc 165", "sc 260", "sc 660", "sc60", "sc160",
     "sc165", "sc260", "sc660", "btd 800", "btd 600", "game one", "momentum",
     // Logitech, Microsoft
     "h340", "h390", "h540", "h570e", "h600", "h650e", "h800", "g335", "g432", "g433", "g435", "g533", "g535",
     "g633", "g635", "g733", "g930", "g933", "g935", "zone wired", "zone vibe", "zone wireless", "zone 750",
     "zone 900", "lifechat", "pro x wireless", "pro x 2",
     // Games
     "arctis", "siberia", "hyperx cloud", "cloud ii", "cloud flight", "cloud alpha", "cloud stinger",
     "kraken", "blackshark", "barracuda", "nari", "thresher", "hammerhead", "void", "virtuoso", "hs35",
     "hs60", "hs70", "hs80", "a40", "a50", "maxwell", "inzone", "stealth",
     // Yealink and others
     "uh34", "uh36", "uh38", "wh62", "wh63", "wh66", "bh72", "bh76", "wh 1000xm3", "wh 1000xm4", "wh 1000xm5",
     "wf 1000xm4", "quietcomfort", "freebuds"});

constexpr auto other_words =
    std::to_array<std::string_view>({"dock",       "docking",      "dockingstation", "replicator",
                                     "hub",        "monitor",      "display",        "displaylink",
                                     "ultrafine",  "thunderbolt",  "webcam",         "camera",
                                     "cam",        "facecam",      "streamcam",      "panacast",
                                     "brio",       "lifecam",      "quickcam",       "c270",
                                     "c310",       "c505",         "c615",           "c920",
                                     "c922",       "c925e",        "c930e",          "kiyo",
                                     "obsbot",     "capture",      "hdmi",           "displayport",
                                     "tv",         "avermedia",    "speakerphone",   "speaker",
                                     "speakers",   "soundbar",     "loudspeaker",    "boombox",
                                     "conference", "conferencing", "conferencecam",  "powerconf",
                                     "meetup",     "rally",        "officecore",     "poly studio",
                                     "poly sync",  "sync 10",      "sync 20",        "sync 40",
                                     "sync 60",    "calisto",      "speak",          "speak2",
                                     "expand",     "sp 20",        "sp 30",          "sp20",
                                     "sp30",       "sp 220",       "sp 10",          "yvc",
                                     "yamaha",     "yeti",         "snowball",       "quadcast",
                                     "solocast",   "nt usb",       "podmic",         "mv7",
                                     "mv5",        "seiren",       "at2020usb",      "at2020",
                                     "fifine",     "samson",       "scarlett",       "focusrite",
                                     "umc22",      "umc202hd",     "umc204hd",       "umc404hd",
                                     "uphoria",    "presonus",     "audiobox",       "steinberg",
                                     "ur22",       "motu",         "behringer",      "xenyx",
                                     "mixer",      "interface",    "goxlr",          "rodecaster",
                                     "wave xlr",   "handset",      "turntable",      "piano",
                                     "keyboard",   "guitar",       "dualsense",      "dualshock",
                                     "gamepad",    "television"});

// Alone they tell something else than a headset; beside a headset's word they tell nothing.
constexpr auto weak_words = std::to_array<std::string_view>(
    {"microphone", "mic", "mikrofon", "controller", "phone", "dac", "amplifier"});

// Makers of headsets whose other things have names of their own above: GN, Plantronics, Sennheiser's and
// EPOS'.
constexpr auto headset_makers = std::to_array<std::uint16_t>({0x0b0e, 0x047f, 0x1395});

constexpr std::string_view by_form = "form factor";
constexpr std::string_view by_name = "product name";
constexpr std::string_view by_maker = "maker";

/// In small letters with single spaces, also around, for everything that is no letter or digit of ASCII.
std::string words_in(std::string_view names) {
  std::string words = " ";
  for (const char c : lower(names)) {
    const bool part =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (part) words += c;
    if (!part && words.back() != ' ') words += ' ';
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

bool any_of_them(const std::string& words, std::span<const std::string_view> list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view one) {
    return words.find(fmt::format(" {} ", one)) != std::string::npos;
  });
}

/// The maker's words. A description also tells of ports ("Speakers"), and a Bluetooth thing has nothing else.
std::string names_of(const Device& device) {
  std::string names = device.product;
  if (device.name.starts_with("alsa_")) names += " " + device.name.substr(0, device.name.rfind('.'));
  if (device.bus == "bluetooth" || names.empty()) names += " " + device.description;
  return names;
}

bool one_of(std::span<const std::string_view> list, std::string_view what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

}  // namespace

Thing thing_named(std::string_view names, std::uint16_t vendor_id) {
  const std::string words = words_in(names);
  const bool headset = any_of_them(words, headset_words);
  const bool other = any_of_them(words, other_words);
  if (headset && other) return {};
  if (headset) return {ThingKind::headset, by_name};
  if (other || any_of_them(words, weak_words)) return {ThingKind::other, by_name};
  const bool makes_headsets =
      std::find(headset_makers.begin(), headset_makers.end(), vendor_id) != headset_makers.end();
  if (makes_headsets) return {ThingKind::headset, by_maker};
  return {};
}

Thing thing_of(const Device& device) {
  if (device.bus == "pci") return {ThingKind::other, "built in"};
  const Thing named = thing_named(names_of(device), device.vendor_id);
  if (one_of(other_forms, device.form_factor)) {
    return named.kind == ThingKind::headset && named.reason == by_name && device.bus == "bluetooth"
               ? Thing{}
               : Thing{ThingKind::other, by_form};
  }
  if (!one_of(headset_forms, device.form_factor)) return named;
  // Loudspeakers announce themselves as headsets, too, and only their names tell.
  if (named.kind == ThingKind::other && named.reason == by_name) return {};
  return {ThingKind::headset, by_form};
}

}  // namespace deskready::audio

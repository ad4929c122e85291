#include "agent/cli/facts/audio.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cctype>
#include <cmath>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/facts/facts_text.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/terminal/wrap.h"
#include "config/base/json/json_read.h"
#include "config/base/outward/outward.h"
#include "config/base/time.h"
#include "probes/audio/devices/device_list.h"
#include "probes/audio/facts/diagnosis.h"
#include "probes/audio/facts/recording_facts.h"
#include "probes/audio/files/wave_file.h"
#include "reports/document/report.h"
#include "reports/words/detail_words.h"
#include "reports/words/language.h"
#include "reports/words/refusals/wave_words.h"
#include "reports/words/sound/sound_words.h"

namespace deskready {
namespace {

constexpr double server_seconds = 2.5;

std::string rates_of(const audio::ListedDevice& device) {
  std::string text;
  if (device.continuous_rates && device.rates.size() >= 2) {
    text = fmt::format("{} to {} Hz", device.rates.front(), device.rates.back());
  } else if (!device.rates.empty()) {
    text = fmt::format("{} Hz", fmt::join(device.rates, ", "));
  }
  if (device.rate_in_use > 0) {
    text += fmt::format("{}{} Hz in use", text.empty() ? "" : "; ", device.rate_in_use);
  }
  return text;
}

std::string volume_of(const audio::ListedDevice& device) {
  std::string text = device.volume ? fmt::format("{:+.1f} dB", *device.volume) : "";
  if (device.muted)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", *device.muted ? "MUTED" : "not muted");
  return text;
}

std::string wireless_of(const audio::ListedDevice& device) {
  if (!device.wireless && device.wireless_reason.empty()) return "";
  const char* word = !device.wireless ? "unknown" : *device.wireless ? "yes" : "no";
  return fmt::format("{} ({})", word, device.wireless_reason);
}

std::string as_text(const audio::ListedDevice& device) {
  std::string text =
      fmt::format("  {}{}\n", for_terminal(device.name), device.is_default ? "  [in use by default]" : "");
  const auto line = [&](const char* label, const std::string& value) {
    if (!value.empty()) text += fmt::format("      {:<12} {}\n", label, for_terminal(value));
  };
  line("attached by", device.connection + (device.usb_id.empty() ? "" : " (" + device.usb_id + ")"));
  const std::string reason = " (" + device.headset_reason + ")";
  line("headset", device.headset ? "yes" + reason : device.perhaps_headset ? "perhaps" + reason : "no");
  line("wireless", wireless_of(device));
  line("rates", rates_of(device));
  line("volume", volume_of(device));
  line("socket", device.jack);
  line("profile", device.profile);
  line("codec", device.codec);
  return text;
}

std::string advice(const audio::DeviceList& list) {
  if (list.trouble) {
    std::string why = unmarked(detail_sentence("en", list.trouble->written()));
    why.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(why.front())));
    return why + ".";
  }
  if (!list.headset_found) return "No headset was found: plug it in, or pair it, and look again.";
  const char* fix =
      "Choose the headset in the computer's sound settings, and in the program that you take calls with.";
  if (!list.headset_is_default_input && !list.headset_is_default_output) {
    return fmt::format("The computer uses the headset neither as microphone nor as speaker. {}", fix);
  }
  if (!list.headset_is_default_input)
    return fmt::format("The computer does not record from the headset. {}", fix);
  if (!list.headset_is_default_output)
    return fmt::format("The computer does not play to the headset. {}", fix);
  return "The headset is the microphone and the speaker that the computer uses.";
}

std::string as_text(const audio::DeviceList& list) {
  std::string text;
  for (const bool input : {true, false}) {
    text += input ? "Microphones\n" : "Speakers\n";
    bool any = false;
    for (const audio::ListedDevice& device : list.devices) {
      if (device.input != input) continue;
      text += as_text(device);
      any = true;
    }
    if (!any) text += list.by_server ? "  none\n" : "  none that a sound card tells of\n";
  }
  return list.by_server ? text + "\n" + in_lines(advice(list)) : text;
}

/// What the figures mean, for a person, below them.
std::string as_text(const std::vector<audio::SoundFault>& faults) {
  if (faults.empty()) return "\nNothing wrong was found in this recording.\n";
  std::string text = "\n";
  for (const audio::SoundFault fault : faults)
    text += in_lines(sound_fault_sentence("en", fault) + " " + sound_fault_fix("en", fault));
  return text;
}

}  // namespace

int audio_analyse_command(const std::string& file, const std::string& format) {
  const auto wave = audio::read_wave_file(file);
  if (!wave) {
    complain(fmt::format("{}: {}", file, wave_refusal("en", wave.error())));
    return exit_unable;
  }
  if (const std::string note = wave_note("en", *wave); !note.empty())
    complain(fmt::format("{}: {}", file, note));
  auto heard = audio::analyse(wave->samples, wave->rate, audio::Hearing::speech);
  heard.rewritten = wave->rewritten;
  Method how(How::sound_file, {{"seconds", std::round(heard.seconds * 10) / 10}, {"khz", wave->rate / 1000}});
  if (wave->channels > 1) how.also(How::channel, {{"number", wave->channel}, {"count", wave->channels}});
  const WallTime now = SystemClock().now();
  Facts facts = audio::recording_facts(heard, how, now);
  facts.merge(audio::speech_facts(heard, how, now));
  const std::string text = written(
      chosen_format(format, {}, Document::facts),
      {{"text", [&] { return facts_as_text(facts, table_width({})) + as_text(audio::diagnose(heard)); }},
       {"json", [&] { return dump(to_json(facts)) + "\n"; }}});
  return deliver({}, text) ? 0 : exit_unable;
}

int audio_devices_command(const std::string& root, const std::string& format) {
  const auto cards = audio::read_cards(root);
  const bool here = root == "/";
  std::optional<audio::ServerView> view;
  bool stuck = false;
  if (here) {
    auto answer = audio::view_server(server_seconds);
    if (answer) {
      view = std::move(*answer);
    } else {
      stuck = answer.error().fault != audio::ServerFault::none_there;
      complain(fmt::format("{} ({}); only what the sound cards tell is shown",
                           stuck ? "the sound server does not answer: log out and in, or restart the computer"
                                 : "no sound server runs for this user",
                           unmarked(detail_sentence("en", answer.error().why.written()))));
    }
  }
  const auto list = audio::list_devices(view ? &*view : nullptr, cards);
  const std::string text = written(chosen_format(format, {}, Document::devices),
                                   {{"text", [&] { return as_text(list); }},
                                    {"json", [&] { return json_text(audio::to_json(list), 2) + "\n"; }}});
  return deliver({}, text) && !stuck ? 0 : exit_unable;
}

void add_audio(CLI::App& app, int& code) {
  struct Words {
    std::string file, format, root = "/";
  };
  const auto words = std::make_shared<Words>();
  CLI::App* audio = add_command(app, "audio", "Look at sound files and devices", "deskready audio devices");
  audio->require_subcommand(1);
  CLI::App* analyse = add_command(*audio, "analyse", "Every figure that can be had from a recording",
                                  "deskready audio analyse voice.wav --format json");
  analyse->add_option("FILE", words->file, "A WAV file")->required();
  add_format_option(*analyse, words->format, Document::facts);
  analyse->callback([words, &code] { code = audio_analyse_command(words->file, words->format); });
  CLI::App* devices = add_command(*audio, "devices", "Every microphone and speaker, and which is the headset",
                                  "deskready audio devices");
  add_root_option(*devices, words->root, "List the sound cards below this folder (a recorded machine)");
  add_format_option(*devices, words->format, Document::devices);
  devices->callback([words, &code] { code = audio_devices_command(words->root, words->format); });
}

}  // namespace deskready

// What comes from the line, from devices and from this computer's own files.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "agent/daemon/control/control.h"
#include "probes/audio/files/wave_file.h"
#include "probes/network/wire/stamp.h"
#include "probes/system/hardware/edid.h"
#include "tests/fuzz/target.h"

namespace deskready {
namespace {

using fuzz::must;
namespace fs = std::filesystem;

FUZZ_TARGET(stamp) {
  const std::span bytes(reinterpret_cast<const unsigned char*>(input.data()), input.size());
  const auto sent = network::decode_sender(bytes);
  if (sent) {
    std::vector<unsigned char> again(network::smallest_packet);
    network::encode(*sent, again);
    const auto read = network::decode_sender(again);
    must(read && read->sequence == sent->sequence && read->token == sent->token, "a packet reads as it was");
  }
  network::decode_reflected(bytes);
}

FUZZ_TARGET(edid) {
  if (const auto screen = system_facts::parse_edid(input))
    must(screen->diagonal >= 0, "no screen is smaller than none");
}

FUZZ_TARGET(wave_file) {
  static const fs::path file = fs::temp_directory_path() / ("deskready-fuzz-" + std::to_string(getpid()));
  std::ofstream(file, std::ios::binary) << input;
  const auto read = audio::read_wave_file(file.string());
  if (!read) return must(!read.error().empty(), "a refusal says why");
  must(read->rate > 0 && read->channel >= 1 && read->channel <= read->channels, "a recording has a channel");
}

class Nothing : public ControlActions {
  nlohmann::json status() const override { return {}; }
  nlohmann::json next_runs() const override { return {}; }
  ControlReply trigger(const nlohmann::json& body) override {
    const auto weight = asked_weight(body);
    return weight ? ControlReply{} : control_error(400, weight.error());
  }
  ControlReply reload() override { return {}; }
  void pause(const nlohmann::json& body, AnswerControl answer) override {
    asked_pause_end(body, {});
    answer({});
  }
  void resume(AnswerControl answer) override { answer({}); }
  void report(const std::string&, AnswerControl answer) override { answer({}); }
  std::string metrics() const override { return {}; }
};

/// The method's line, the target's line, and the body.
FUZZ_TARGET(control) {
  const auto first = std::min(input.find('\n'), input.size()),
             second = std::min(input.find('\n', first + 1), input.size());
  const std::string_view method = input.substr(0, first);
  const std::string_view target = first < input.size() ? input.substr(first + 1, second - first - 1) : "";
  const std::string_view body = second < input.size() ? input.substr(second + 1) : "";
  Nothing actions;
  const auto answer = answer_control(method, target, body, actions);
  if (const auto* work = std::get_if<ControlWork>(&answer)) (*work)([](const ControlReply&) {});
}

}  // namespace
}  // namespace deskready

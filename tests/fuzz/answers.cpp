// What comes from the line, from devices and from this computer's own files.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "agent/daemon/control/control.h"
#include "agent/daemon/control/control_server.h"
#include "config/base/json/bounded_json.h"
#include "probes/audio/devices/device_list.h"
#include "probes/audio/devices/filters.h"
#include "probes/audio/devices/headset.h"
#include "probes/audio/devices/unheard.h"
#include "probes/audio/files/wave_file.h"
#include "probes/network/wire/stamp.h"
#include "probes/system/hardware/edid.h"
#include "reports/words/refusals/wave_words.h"
#include "tests/fuzz/target.h"

namespace deskready {
namespace {

using fuzz::must;
namespace fs = std::filesystem;

FUZZ_TARGET(stamp) {
  const std::span bytes(reinterpret_cast<const unsigned char*>(input.data()), input.size());
  const auto sent = network::decode_sender(bytes);
  if (sent) {
    std::vector<unsigned char> again(sent->tag ? network::smallest_tagged_packet : network::smallest_packet);
    network::encode(*sent, again);
    const auto read = network::decode_sender(again);
    must(read && read->sequence == sent->sequence && read->token == sent->token, "a packet reads as it was");
    must(read->tag.has_value() == sent->tag.has_value() &&
             (!sent->tag || read->tag->session == sent->tag->session),
         "and so does its session");
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
  if (!read) return must(!wave_refusal("en", read.error()).empty(), "a refusal says why");
  must(read->rate > 0 && read->channel >= 1 && read->channel <= read->channels, "a recording has a channel");
}

class Nothing : public ControlActions {
  nlohmann::json status() const override { return {}; }
  nlohmann::json next_runs() const override { return {}; }
  ControlReply trigger(const nlohmann::json& body) override {
    const auto weight = asked_weight(body);
    return weight ? ControlReply{} : control_error(400, weight.error());
  }
  void reload(AnswerControl answer) override { answer({}); }
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

/// The bytes of one connection to the service's socket; each gets an answer or loses its connection.
FUZZ_TARGET(control_request) {
  static const fs::path folder = [] {
    const fs::path made = fs::temp_directory_path() / ("fuzz-control-" + std::to_string(getpid()));
    fs::create_directories(made);
    fs::permissions(made, fs::perms::owner_all);
    return made;
  }();
  static boost::asio::io_context loop;
  static Nothing actions;
  static auto server = ControlServer::listen(loop, folder, folder / "person.lock", actions).value();
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::strncpy(name.sun_path, (folder / "control.sock").c_str(), sizeof name.sun_path - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  must(connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0,
       "the service takes connections");
  [[maybe_unused]] const ssize_t sent = send(fd, input.data(), input.size(), MSG_NOSIGNAL);
  shutdown(fd, SHUT_WR);
  loop.restart();
  std::string answer(64 * 1024, '\0');
  std::size_t got = 0;
  for (;;) {
    loop.poll();
    const ssize_t more = recv(fd, answer.data() + got, answer.size() - got, 0);
    if (more <= 0) {
      if (more < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) continue;
      break;
    }
    got += static_cast<std::size_t>(more);
  }
  close(fd);
  loop.poll();
  must(got == 0 || answer.starts_with("HTTP/1.1 "), "an answer is one");
}

/// As the process that owns PortAudio passes on what the sound server said.
FUZZ_TARGET(sound_server) {
  const auto read = read_json(input);
  if (!read || !read->is_object()) return;
  audio::ServerView view;
  try {
    read->get_to(view);
  } catch (const nlohmann::json::exception&) {
    return;  // as worker_client does
  }
  if (const auto headset = audio::find_headset(view))
    must(!headset->reason.empty(), "a headset is one for a reason");
  for (const auto& device : view.sources) {
    audio::call_running(view, device);
    audio::connection(device);
    audio::wireless(device);
  }
  audio::find_unheard(view);
  for (const bool input_side : {true, false}) audio::behind_default(view, input_side);
  const auto list = audio::list_devices(&view, {});
  must(list.devices.size() == view.sources.size() + view.sinks.size(), "each device is listed");
  audio::to_json(list);
}

}  // namespace
}  // namespace deskready

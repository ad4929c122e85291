#include "probes/audio/devices/sockets.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "config/base/text.h"

namespace deskready::audio {
namespace {

bool headphones(std::string_view port, std::string_view type) {
  return type == "headphones" || type == "headset" || contains(port, "headphone") ||
         contains(port, "headset");
}

/// A socket that takes a headset's microphone and nothing else: analog-input-headset-mic, [In] Headset.
bool headset_microphone(std::string_view port, std::string_view type) {
  return type == "headset" || contains(port, "headset") || contains(port, "headphone");
}

/// A socket for a microphone by a driver's name of it: analog-input-front-mic, analog-input-mic. What a use
/// case file calls a microphone may be built in.
bool microphone_socket(std::string_view port) {
  return port.starts_with("analog-input-") && contains(port, "mic") && !contains(port, "internal");
}

/// The green socket at a computer's back: for speakers, and as good for a headset with two plugs.
bool line_out(std::string_view port) {
  return contains(port, "lineout") || contains(port, "line-out");
}

/// A port of a use case file, which describes one machine: its one socket has a microphone and headphones.
bool of_use_case(std::string_view port) {
  return port.starts_with("[In] ") || port.starts_with("[Out] ");
}

}  // namespace

bool contains(std::string_view text, std::string_view word) {
  return lower(text).find(word) != std::string::npos;
}

bool is_headphones_port(const Device& device) {
  return headphones(device.port, device.port_type);
}

InSocket in_socket(const Device& source, const Device& sink) {
  if (source.unplugged || sink.unplugged) return InSocket::nothing;
  if (!is_headphones_port(sink))
    return line_out(sink.port) && microphone_socket(source.port) ? InSocket::perhaps : InSocket::nothing;
  const bool both = source.plugged && sink.plugged;
  if (headset_microphone(source.port, source.port_type)) {
    return source.plugged || sink.plugged ? InSocket::headset : InSocket::perhaps;
  }
  if (both && of_use_case(source.port) && of_use_case(sink.port)) return InSocket::headset;
  // Two plugs may be one headset's, or headphones beside a microphone on the table; and sockets that tell
  // nothing of plugs, as on front panels, may hold both or none.
  return both || microphone_socket(source.port) ? InSocket::perhaps : InSocket::nothing;
}

InSocket in_socket(const SoundCard& card) {
  const auto any = [&](auto is) { return std::any_of(card.ports.begin(), card.ports.end(), is); };
  const auto microphone = [](const Port& port) {
    return port.input && headset_microphone(port.name, port.type);
  };
  if (any([&](const Port& port) { return microphone(port) && port.plugged; })) return InSocket::headset;
  const bool phones =
      any([](const Port& port) { return !port.input && port.plugged && headphones(port.name, port.type); });
  const bool untold = any([&](const Port& port) { return microphone(port) && !port.unplugged; });
  return phones && untold ? InSocket::perhaps : InSocket::nothing;
}

}  // namespace deskready::audio

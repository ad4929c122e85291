#include "probes/audio/devices/filters.h"

#include <algorithm>
#include <string>
#include <vector>

namespace deskready::audio {
namespace {

constexpr int most_filters = 8;

template <class Is>
const Device* find(const std::vector<Device>& devices, Is is) {
  const auto found = std::find_if(devices.begin(), devices.end(), is);
  return found == devices.end() ? nullptr : &*found;
}

/// The next device that sound comes from or goes to; null when the server does not tell.
const Device* behind(const ServerView& view, const Device& filter, bool input) {
  const auto& devices = input ? view.sources : view.sinks;
  if (!filter.master.empty())
    return find(devices, [&](const Device& device) { return device.name == filter.master; });
  if (filter.group.empty()) return nullptr;
  for (const Stream& stream : input ? view.recordings : view.playbacks) {
    if (stream.group != filter.group) continue;
    return find(devices, [&](const Device& device) { return device.index == stream.device; });
  }
  return nullptr;
}

}  // namespace

bool is_made_up(const Device& device) {
  return device.card.empty() && device.bus.empty() && device.api != "alsa" && device.api != "bluez5" &&
         device.alsa_card.empty();
}

Behind behind_default(const ServerView& view, bool input) {
  const std::string& name = input ? view.default_source : view.default_sink;
  // "@DEFAULT_SOURCE@" is written where the server has not made up its mind.
  if (name.empty() || name.front() == '@') return {nullptr, false};
  const Device* device =
      find(input ? view.sources : view.sinks, [&](const Device& one) { return one.name == name; });
  for (int i = 0; device != nullptr && i < most_filters; ++i) {
    if (device->master.empty() && !is_made_up(*device)) return {device, true};
    const Device* next = behind(view, *device, input);
    if (next == nullptr) return {nullptr, false};
    device = next;
  }
  return {nullptr, device == nullptr};
}

}  // namespace deskready::audio

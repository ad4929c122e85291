#include "probes/system/camera.h"

#include <fmt/format.h>

#include <array>

#include "probes/system/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/class/video4linux";
constexpr std::array<std::string_view, 1> names = {"system.camera.present"};

/// Hardware codecs are video devices too, and every Raspberry Pi has several. Their drivers name them so.
bool is_codec(std::string_view name) {
  constexpr std::array<std::string_view, 9> marks = {"codec", "-isp", "hevc", "decode", "encode",
                                                     "vpu",   "jpeg", "m2m",  "rga"};
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return name.find(mark) != std::string_view::npos; });
}

Facts measure(Context& context) {
  Facts facts;
  const auto devices = list_folder(context.root, folder);
  if (!devices && !list_folder(context.root, "/sys/class")) {
    return answered(std::move(facts), context, names, "/sys/class cannot be listed");
  }
  const auto is_camera = [&](const std::string& device) {
    if (!device.starts_with("video")) return false;
    const std::string path = fmt::format("{}/{}", folder, device);
    // A camera that a program plays has no device behind it.
    if (!list_folder(context.root, path + "/device")) return false;
    return !is_codec(read_line(context.root, path + "/name").value_or(""));
  };
  const bool present = devices && std::any_of(devices->begin(), devices->end(), is_camera);
  facts.add(names[0], inventory(context, present, "video devices"));
  return answered(std::move(facts), context, names, "");
}

}  // namespace

Probe camera_probe() {
  return reading_probe("system.camera", names, measure);
}

}  // namespace deskready::system_facts

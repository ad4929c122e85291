#include "probes/system/hardware/camera.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "probes/machine/files.h"
#include "probes/system/hardware/camera_modes.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/class/video4linux";
constexpr std::string_view resolution_fact = "system.camera.resolution";
constexpr std::string_view frame_rate_fact = "system.camera.frame_rate";

/// Hardware codecs are video devices too, and every Raspberry Pi has several. Their drivers name them so.
bool is_codec(std::string_view name) {
  constexpr std::array<std::string_view, 9> marks = {"codec", "-isp", "hevc", "decode", "encode",
                                                     "vpu",   "jpeg", "m2m",  "rga"};
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return name.find(mark) != std::string_view::npos; });
}

/// Of a device's several nodes the first takes pictures; the others give what is said about them.
bool is_camera(const Context& context, const std::string& node) {
  if (!node.starts_with("video")) return false;
  const std::string path = fmt::format("{}/{}", folder, node);
  // A camera that a program plays has no device behind it.
  if (!list_folder(context.root, path + "/device")) return false;
  return read_number(context.root, path + "/index").value_or(0) == 0 &&
         !is_codec(read_line(context.root, path + "/name").value_or(""));
}

/// Makers of laptops call theirs so, and the kernel knows of some USB sockets that nobody can reach.
std::string connection_of(const Context& context, const std::string& node) {
  const std::string device = fmt::format("{}/{}/device", folder, node);
  const auto removable = read_line(context.root, device + "/../removable");
  const std::string name = read_line(context.root, fmt::format("{}/{}/name", folder, node)).value_or("");
  const bool built_in = removable == "fixed" || name.starts_with("Integrated") ||
                        name.find("FaceTime") != std::string::npos ||
                        name.find("Integrated_Webcam") != std::string::npos;
  if (built_in) return "built_in";
  // A USB interface has a number; cameras on a ribbon cable have not.
  if (exists(context.root, device + "/bInterfaceNumber")) return "usb";
  return "built_in";
}

void add_mode(Facts& facts, const Context& context, const std::vector<std::string>& cameras) {
  if (!context.asked(resolution_fact) && !context.asked(frame_rate_fact)) return;
  if (context.root != "/") {
    for (const auto name : {resolution_fact, frame_rate_fact}) {
      facts.cannot(name, unmeasured(Cause::unsupported, Detail::recorded_has_no_camera));
    }
    return;
  }
  CameraMode best;
  std::optional<CameraError> error;
  for (const std::string& camera : cameras) {
    const auto mode = ask_camera("/dev/" + camera);
    if (!mode) {
      error = mode.error();
    } else if (better_mode(*mode, best)) {
      best = *mode;
    }
  }
  if (best.width > 0) {
    facts.add(resolution_fact, inventory(context, fmt::format("{}x{}", best.width, best.height), "V4L2"));
    if (best.rate > 0) facts.add(frame_rate_fact, inventory(context, best.rate, "V4L2"));
  } else if (error) {
    const Cause cause = error->no_permission ? Cause::no_permission : Cause::failed;
    for (const auto name : {resolution_fact, frame_rate_fact})
      facts.cannot(name, unmeasured(cause, error->why));
  }
}

Facts measure(Context& context) {
  Facts facts;
  const auto nodes = list_folder(context.root, folder);
  if (!nodes && !list_folder(context.root, "/sys/class")) {
    return answered(std::move(facts), context, Detail::cameras_unread);
  }
  std::vector<std::string> cameras;
  for (const std::string& node : nodes.value_or(std::vector<std::string>{})) {
    if (is_camera(context, node)) cameras.push_back(node);
  }
  facts.add("system.camera.present", inventory(context, !cameras.empty(), "video devices"));
  if (cameras.empty()) {
    for (const auto name : {std::string_view("system.camera.connection"), resolution_fact, frame_rate_fact})
      facts.cannot(name, unmeasured(Cause::no_device));
    return answered(std::move(facts), context, {});
  }
  // One that was bought for it stands before the laptop's own.
  std::string connection = connection_of(context, cameras.front());
  for (const std::string& camera : cameras) {
    if (connection_of(context, camera) == "usb") connection = "usb";
  }
  facts.add("system.camera.connection", inventory(context, connection, "USB sockets and names"));
  add_mode(facts, context, cameras);
  return answered(std::move(facts), context, Detail::camera_speed_untold);
}

}  // namespace

Probe camera_probe() {
  return reading_probe("system.camera", measure);
}

}  // namespace deskready::system_facts

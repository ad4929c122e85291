#include "probes/system/hardware/camera.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "config/base/text.h"
#include "probes/machine/chassis.h"
#include "probes/machine/files.h"
#include "probes/system/hardware/camera_modes.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/class/video4linux";
constexpr std::string_view resolution_fact = "system.camera.resolution";
constexpr std::string_view frame_rate_fact = "system.camera.frame_rate";

enum class Is : std::uint8_t { camera, other, unclear };

bool has_any(std::string_view name, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return name.find(mark) != std::string_view::npos; });
}

/// Image sensors sit on I2C and are called after their chip and place there: "ov08x40 4-0036". Lenses and
/// flashes are, too, but by other makers.
bool is_sensor(std::string_view name) {
  constexpr std::array<std::string_view, 14> chips = {"imx", "ov", "hi", "s5k", "gc",  "ar0", "mt9",
                                                      "og0", "hm", "sc", "vd5", "vd1", "t4k", "ox"};
  const auto dash = name.rfind('-'), space = name.rfind(' ');
  if (dash == std::string_view::npos || space == std::string_view::npos || dash < space) return false;
  return std::any_of(chips.begin(), chips.end(),
                     [&](std::string_view chip) { return name.starts_with(chip); });
}

bool has_sensor(const Context& context, const std::vector<std::string>& nodes) {
  return std::any_of(nodes.begin(), nodes.end(), [&](const std::string& node) {
    return node.starts_with("v4l-subdev") &&
           is_sensor(read_line(context.root, fmt::format("{}/{}/name", folder, node)).value_or(""));
  });
}

/// Devices on USB: cameras have one driver, after their class, and a few old ones; receivers and grabbers
/// have others. A grabber of that class is a picture from somewhere else.
Is usb_device(std::string_view driver, std::string_view name) {
  if (has_any(name, {"capture", "grabber", "hdmi", "game", "cam link"})) return Is::unclear;
  if (driver.empty() || driver == "uvcvideo" || driver.starts_with("gspca") || driver == "pwc" ||
      driver == "Philips webcam" || driver == "stkwebcam") {
    return Is::camera;
  }
  return has_any(driver, {"em28xx", "cx231xx", "au0828", "tm6000", "usbtv", "stk1160", "hdpvr", "go7007"})
             ? Is::other
             : Is::unclear;
}

/// Parts of a chip: codecs, scalers and the way from a sensor to memory. Such a way is there without a
/// sensor, too; those that come with one only, and Apple's, whose sensor the firmware drives, are cameras.
Is chip_part(std::string_view name, bool sensor) {
  if (name == "apple-isp" || has_any(name, {"mmal service", "unicam", "rp1-cfe"})) return Is::camera;
  if (sensor) return Is::camera;
  if (has_any(name, {"codec", "-isp",  "hevc",   "decode", "encode", "vpu",    "jpeg",
                     "m2m",   "rga",   "pispbe", "rpivid", "vdec",   "venc",   "hdmirx",
                     "iris",  "venus", "scaler", "csc",    "dewarp", "cedrus", "wave5"})) {
    return Is::other;
  }
  return Is::unclear;
}

/// Of a device's several nodes the first takes pictures; the others give what is said about them. No device
/// is opened for this: that would light its lamp.
Is kind_of(const Context& context, const std::string& node, bool sensor) {
  const std::string path = fmt::format("{}/{}", folder, node);
  const std::string name = lower(read_line(context.root, path + "/name").value_or(""));
  // A camera that a program plays has no device behind it, and the Pi's own driver has none either.
  const bool played = !list_folder(context.root, path + "/device") && !name.starts_with("mmal service");
  if (!node.starts_with("video") || played) return Is::other;
  if (read_number(context.root, path + "/index").value_or(0) != 0) return Is::other;
  const auto events = read_text(context.root, path + "/device/uevent");
  const std::string driver = events ? value_of(*events, "DRIVER", '=').value_or("") : "";
  const bool usb = driver == "uvcvideo" || exists(context.root, path + "/device/bInterfaceNumber");
  if (usb) return usb_device(driver, name);
  // Webcams of computers are called so; recordings may have their names alone.
  const bool way = has_any(name, {"camss", "camif", "capture", "cam link"});
  if (!way && has_any(name, {"cam", "uvc", "facetime", "facing", "logitech", "brio"})) return Is::camera;
  return chip_part(name, sensor);
}

/// A desktop computer or a board whose screen, and so whose camera, is no part of it.
bool has_screen_apart(const Context& context) {
  constexpr std::uint64_t all_in_one = 13;
  if (is_portable(context.root)) return false;
  const std::string_view kind = chassis_by_firmware(context.root);
  const bool board = kind.empty() && exists(context.root, "/proc/device-tree/compatible");
  const bool desk = kind == "desktop" || kind == "server";
  return board || (desk && read_number(context.root, "/sys/class/dmi/id/chassis_type") != all_in_one);
}

/// Makers of laptops call theirs so, and the kernel knows of some USB sockets that nobody can reach. Empty
/// where neither tells: a laptop's own camera is on USB, too.
std::string connection_of(const Context& context, const std::string& node) {
  const std::string device = fmt::format("{}/{}/device", folder, node);
  const auto removable = read_line(context.root, device + "/../removable");
  const std::string name = read_line(context.root, fmt::format("{}/{}/name", folder, node)).value_or("");
  const bool built_in = removable == "fixed" || name.starts_with("Integrated") ||
                        name.find("FaceTime") != std::string::npos ||
                        name.find("Integrated_Webcam") != std::string::npos;
  if (built_in) return "built_in";
  // A USB interface has a number; cameras on a ribbon cable have not.
  if (!exists(context.root, device + "/bInterfaceNumber")) return "built_in";
  const bool sold_apart = has_any(lower(name), {"logitech", "brio", "webcam c", "quickcam", "lifecam"});
  const bool plugged = removable == "removable" || sold_apart || has_screen_apart(context);
  return plugged ? "usb" : "";
}

/// One that was bought for it stands before the laptop's own.
void add_connection(Facts& facts, const Context& context, const std::vector<std::string>& cameras) {
  constexpr std::string_view name = "system.camera.connection";
  bool plugged = false, unclear = false;
  for (const std::string& camera : cameras) {
    const std::string connection = connection_of(context, camera);
    plugged = plugged || connection == "usb";
    unclear = unclear || connection.empty();
  }
  if (unclear && !plugged)
    return facts.cannot(name, unmeasured(Cause::unsupported, Detail::camera_place_untold));
  facts.add(name, inventory(context, std::string(plugged ? "usb" : "built_in"), How::usb_sockets_and_names));
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
    facts.add(resolution_fact,
              inventory(context, fmt::format("{}x{}", best.width, best.height), How::video_interface));
    if (best.rate > 0) facts.add(frame_rate_fact, inventory(context, best.rate, How::video_interface));
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
  const std::vector<std::string> all = nodes.value_or(std::vector<std::string>{});
  const bool sensor = has_sensor(context, all);
  std::vector<std::string> cameras;
  bool unclear = false;
  for (const std::string& node : all) {
    const Is kind = kind_of(context, node, sensor);
    if (kind == Is::camera) cameras.push_back(node);
    unclear = unclear || kind == Is::unclear;
  }
  if (cameras.empty() && unclear) return answered(std::move(facts), context, Detail::cameras_unclear);
  facts.add("system.camera.present", inventory(context, !cameras.empty(), How::video_devices));
  if (cameras.empty()) {
    for (const auto name : {std::string_view("system.camera.connection"), resolution_fact, frame_rate_fact})
      facts.cannot(name, unmeasured(Cause::no_device));
    return answered(std::move(facts), context, {});
  }
  add_connection(facts, context, cameras);
  add_mode(facts, context, cameras);
  return answered(std::move(facts), context, Detail::camera_speed_untold);
}

}  // namespace

Probe camera_probe() {
  return reading_probe("system.camera", measure);
}

}  // namespace deskready::system_facts

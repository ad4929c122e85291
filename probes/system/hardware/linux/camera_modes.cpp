#include "probes/system/hardware/camera_modes.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace deskready::system_facts {
namespace {

// A driver that never ends its lists must not hold the check up.
constexpr std::uint32_t most_entries = 64;

/// The highest rate of a picture size; stepwise drivers give the shortest interval first.
double fastest(int fd, std::uint32_t format, std::uint32_t width, std::uint32_t height) {
  double rate = 0;
  for (std::uint32_t i = 0; i < most_entries; ++i) {
    v4l2_frmivalenum interval{};
    interval.index = i;
    interval.pixel_format = format;
    interval.width = width;
    interval.height = height;
    if (ioctl(fd, VIDIOC_ENUM_FRAMEINTERVALS, &interval) != 0) break;
    const bool discrete = interval.type == V4L2_FRMIVAL_TYPE_DISCRETE;
    const v4l2_fract each = discrete ? interval.discrete : interval.stepwise.min;
    if (each.numerator > 0) rate = std::max(rate, static_cast<double>(each.denominator) / each.numerator);
    if (!discrete) break;
  }
  return rate;
}

CameraMode best_of_format(int fd, std::uint32_t format) {
  CameraMode best;
  for (std::uint32_t i = 0; i < most_entries; ++i) {
    v4l2_frmsizeenum size{};
    size.index = i;
    size.pixel_format = format;
    if (ioctl(fd, VIDIOC_ENUM_FRAMESIZES, &size) != 0) break;
    const bool discrete = size.type == V4L2_FRMSIZE_TYPE_DISCRETE;
    CameraMode mode;
    mode.width = discrete ? size.discrete.width : size.stepwise.max_width;
    mode.height = discrete ? size.discrete.height : size.stepwise.max_height;
    mode.rate = fastest(fd, format, mode.width, mode.height);
    if (better_mode(mode, best)) best = mode;
    if (!discrete) break;
  }
  return best;
}

CameraMode best_mode(int fd) {
  CameraMode best;
  for (std::uint32_t i = 0; i < most_entries; ++i) {
    v4l2_fmtdesc format{};
    format.index = i;
    format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (ioctl(fd, VIDIOC_ENUM_FMT, &format) != 0) break;
    const CameraMode mode = best_of_format(fd, format.pixelformat);
    if (better_mode(mode, best)) best = mode;
  }
  return best;
}

}  // namespace

tl::expected<CameraMode, CameraError> ask_camera(const std::string& device) {
  const int fd = open(device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    const int error = errno;
    return tl::unexpected(CameraError{
        error == EACCES || error == EPERM,
        {Detail::camera_unread, {{"name", Term(device)}, {"system", SystemText(std::strerror(error))}}}});
  }
  const CameraMode mode = best_mode(fd);
  close(fd);
  if (mode.width == 0) return tl::unexpected(CameraError{false, Detail::camera_without_modes});
  return mode;
}

}  // namespace deskready::system_facts

#include "probes/system/display.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>

#include "probes/system/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/class/drm";
constexpr std::array<std::string_view, 2> names = {"system.display.count", "system.display.resolution"};

struct Size {
  unsigned width = 0, height = 0;
  std::uint64_t area() const { return std::uint64_t{width} * height; }
};

/// The first mode is the one that the screen prefers.
Size preferred_size(const Context& context, const std::string& connector) {
  Size size;
  const auto mode = read_line(context.root, fmt::format("{}/{}/modes", folder, connector));
  if (!mode || std::sscanf(mode->c_str(), "%5ux%5u", &size.width, &size.height) != 2) return {};
  return size;
}

Facts measure(Context& context) {
  Facts facts;
  std::size_t connectors = 0, connected = 0;
  Size largest;
  for (const std::string& connector :
       list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    const auto status = read_line(context.root, fmt::format("{}/{}/status", folder, connector));
    if (!status) continue;  // the card itself, or a render node
    ++connectors;
    if (*status != "connected") continue;
    ++connected;
    const Size size = preferred_size(context, connector);
    if (size.area() > largest.area()) largest = size;
  }
  if (connectors == 0) {
    return answered(std::move(facts), context, names, "the graphics driver shows no screen sockets");
  }
  facts.add(names[0], inventory(context, static_cast<double>(connected), "DRM connectors"));
  if (largest.area() > 0) {
    facts.add(names[1],
              inventory(context, fmt::format("{}x{}", largest.width, largest.height), "preferred DRM mode"));
  } else if (connected == 0) {
    facts.cannot(names[1], unmeasured(Cause::condition, "no screen is connected"));
  }
  return answered(std::move(facts), context, names, "the screen does not tell its size");
}

}  // namespace

Probe display_probe() {
  return reading_probe("system.display", names, measure);
}

}  // namespace deskready::system_facts

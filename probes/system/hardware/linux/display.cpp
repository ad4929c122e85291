#include "probes/system/hardware/display.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "probes/machine/files.h"
#include "probes/system/hardware/edid.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view folder = "/sys/class/drm";
constexpr std::string_view resolution_fact = "system.display.resolution";
constexpr std::string_view size_fact = "system.display.size";

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

/// The present mode is known to the desktop only; screens are nearly always driven in the one they prefer.
void add_resolution(Facts& facts, const Context& context, const std::vector<std::string>& connected) {
  Size largest;
  for (const std::string& connector : connected) {
    const Size size = preferred_size(context, connector);
    if (size.area() > largest.area()) largest = size;
  }
  if (largest.area() > 0) {
    facts.add(resolution_fact,
              inventory(context, fmt::format("{}x{}", largest.width, largest.height), "preferred DRM mode"));
  }
}

void add_size(Facts& facts, const Context& context, const std::vector<std::string>& connected) {
  double diagonal = 0;
  for (const std::string& connector : connected) {
    const auto bytes = read_text(context.root, fmt::format("{}/{}/edid", folder, connector));
    const auto screen = bytes ? parse_edid(*bytes) : std::nullopt;
    if (screen) diagonal = std::max(diagonal, screen->diagonal);
  }
  if (diagonal > 0) facts.add(size_fact, inventory(context, diagonal, "EDID"));
}

Facts measure(Context& context) {
  Facts facts;
  std::size_t connectors = 0;
  std::vector<std::string> connected;
  for (const std::string& connector :
       list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    // "card0-HDMI-A-1"; without a dash it is the card itself, or a render node.
    if (!connector.starts_with("card") || connector.find('-') == std::string::npos) continue;
    const auto status = read_line(context.root, fmt::format("{}/{}/status", folder, connector));
    if (status != "connected" && status != "disconnected" && status != "unknown") {
      return answered(std::move(facts), context, Detail::screens_unread);
    }
    ++connectors;
    if (*status == "connected") connected.push_back(connector);
  }
  if (connectors == 0) {
    return answered(std::move(facts), context, Detail::no_screen_sockets);
  }
  facts.add("system.display.count",
            inventory(context, static_cast<double>(connected.size()), "DRM connectors"));
  add_resolution(facts, context, connected);
  add_size(facts, context, connected);
  if (connected.empty()) {
    for (const auto name : {resolution_fact, size_fact}) {
      facts.cannot(name, unmeasured(Cause::condition, Detail::no_screen));
    }
  }
  return answered(std::move(facts), context, Detail::screen_size_untold);
}

}  // namespace

Probe display_probe() {
  return reading_probe("system.display", measure);
}

}  // namespace deskready::system_facts

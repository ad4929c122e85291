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

struct Output {
  std::string connector;  ///< "card0-HDMI-A-1"
  std::optional<Screen> screen;
  std::string edid;
  Size size;  ///< of the mode that it prefers
};

/// "HDMI-A" of "card0-HDMI-A-1".
std::string_view type_of(std::string_view connector) {
  connector.remove_prefix(std::min(connector.find('-') + 1, connector.size()));
  return connector.substr(0, connector.rfind('-'));
}

/// What the firmware's picture is shown through until the real driver takes over ("Unknown", once "None"),
/// and where a card writes into memory. Always "connected", or never.
bool is_no_socket(std::string_view type) {
  return type == "Unknown" || type == "None" || type == "Writeback";
}

/// The first mode is the one that the screen prefers.
Output output_at(const Context& context, const std::string& connector) {
  Output output;
  output.connector = connector;
  const auto mode = read_line(context.root, fmt::format("{}/{}/modes", folder, connector));
  if (!mode || std::sscanf(mode->c_str(), "%5ux%5u", &output.size.width, &output.size.height) != 2) {
    output.size = {};
  }
  output.edid = read_text(context.root, fmt::format("{}/{}/edid", folder, connector)).value_or("");
  output.screen = parse_edid(output.edid);
  return output;
}

/// Two cables may lead to one screen, and two cards to one laptop's panel.
std::vector<Output> screens_of(std::vector<Output> outputs) {
  std::vector<Output> screens;
  for (Output& output : outputs) {
    const auto same = std::find_if(screens.begin(), screens.end(), [&](const Output& other) {
      const std::string_view type = type_of(output.connector);
      const bool panel = (type == "eDP" || type == "LVDS") && type == type_of(other.connector);
      const bool tiles = output.screen && other.screen && output.screen->tile && other.screen->tile &&
                         output.screen->tile->screen == other.screen->tile->screen;
      return tiles || (panel && !output.edid.empty() && output.edid == other.edid);
    });
    if (same == screens.end()) {
      screens.push_back(std::move(output));
    } else if (const auto& tile = same->screen ? same->screen->tile : std::nullopt) {
      // Only both halves together are the whole picture.
      same->size = {tile->width * tile->columns, tile->height * tile->rows};
    }
  }
  return screens;
}

/// The present mode is known to the desktop only; screens are nearly always driven in the one they prefer.
void add_resolution(Facts& facts, const Context& context, const std::vector<Output>& screens) {
  Size largest;
  for (const Output& output : screens) {
    if (output.size.area() > largest.area()) largest = output.size;
  }
  if (largest.area() > 0) {
    facts.add(resolution_fact,
              inventory(context, fmt::format("{}x{}", largest.width, largest.height), How::drm_mode));
  }
}

void add_size(Facts& facts, const Context& context, const std::vector<Output>& screens) {
  double diagonal = 0;
  for (const Output& output : screens) {
    if (output.screen) diagonal = std::max(diagonal, output.screen->diagonal);
  }
  if (diagonal > 0) facts.add(size_fact, inventory(context, diagonal, How::edid));
}

struct Sockets {
  std::size_t real = 0;           ///< connected or not
  bool start_up = false;          ///< one that is none says "connected"
  std::vector<Output> connected;  ///< of the real ones
};

/// None where a connector cannot be read.
std::optional<Sockets> sockets_of(const Context& context) {
  std::vector<std::string> connectors;
  for (const std::string& entry : list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    // "card0-HDMI-A-1"; without a dash it is the card itself, or a render node.
    if (entry.starts_with("card") && entry.find('-') != std::string::npos) connectors.push_back(entry);
  }
  // A guest's screens are all virtual; beside real sockets such a card is for tests.
  const bool any_real = std::any_of(connectors.begin(), connectors.end(), [](const std::string& connector) {
    return !is_no_socket(type_of(connector)) && type_of(connector) != "Virtual";
  });
  Sockets sockets;
  for (const std::string& connector : connectors) {
    const auto status = read_line(context.root, fmt::format("{}/{}/status", folder, connector));
    if (status != "connected" && status != "disconnected" && status != "unknown") return std::nullopt;
    const std::string_view type = type_of(connector);
    if (is_no_socket(type)) {
      sockets.start_up = sockets.start_up || (type != "Writeback" && *status == "connected");
    } else if (type != "Virtual" || !any_real) {
      ++sockets.real;
      if (*status == "connected") sockets.connected.push_back(output_at(context, connector));
    }
  }
  return sockets;
}

Facts measure(Context& context) {
  Facts facts;
  auto sockets = sockets_of(context);
  if (!sockets) return answered(std::move(facts), context, Detail::screens_unread);
  // The firmware's picture is on some screen, of which no driver tells more.
  const bool unseen = sockets->start_up && sockets->connected.empty();
  if (sockets->real == 0 || unseen) {
    return answered(std::move(facts), context, Detail::no_screen_sockets);
  }
  const std::vector<Output> screens = screens_of(std::move(sockets->connected));
  facts.add("system.display.count",
            inventory(context, static_cast<double>(screens.size()), How::drm_connectors));
  add_resolution(facts, context, screens);
  add_size(facts, context, screens);
  if (screens.empty()) {
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

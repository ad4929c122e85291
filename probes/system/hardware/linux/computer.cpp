#include "probes/system/hardware/computer.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "config/base/text.h"
#include "probes/machine/chassis.h"
#include "probes/machine/files.h"
#include "probes/machine/guest.h"
#include "probes/system/hardware/edid.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view age_fact = "system.age";

std::string chassis(const Context& context) {
  if (const std::string_view kind = chassis_by_firmware(context.root); !kind.empty())
    return std::string(kind);
  // Where there is a device tree, it may say so in words.
  return read_line(context.root, "/proc/device-tree/chassis-type").value_or("");
}

/// "07/24/2018", month first (SMBIOS 3, section 7.1). Old firmware writes two digits of the year.
std::optional<std::chrono::sys_days> firmware_date(const Context& context) {
  const auto text = read_line(context.root, "/sys/class/dmi/id/bios_date");
  unsigned month = 0, day = 0;
  int year = 0;
  if (!text || std::sscanf(text->c_str(), "%2u/%2u/%4d", &month, &day, &year) != 3) return std::nullopt;
  if (year < 100) year += year < 80 ? 2000 : 1900;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok() || year < 1995) return std::nullopt;
  return std::chrono::sys_days(date);
}

void add_age(Facts& facts, const Context& context) {
  if (in_virtual_machine(context.root) == true) {
    return facts.cannot(age_fact, unmeasured(Cause::unsupported, Detail::virtual_has_no_age));
  }
  const auto made = firmware_date(context);
  if (!made) return facts.cannot(age_fact, unmeasured(Cause::unsupported, Detail::firmware_date_untold));
  const double age = std::chrono::duration<double>(context.clock.now() - *made).count();
  if (age < 0) {
    return facts.cannot(age_fact, unmeasured(Cause::failed, Detail::firmware_date_ahead));
  }
  Fact fact = inventory(context, age, How::firmware_date);
  // Renewed firmware makes a computer look younger than it is.
  fact.at_least = true;
  facts.add(age_fact, std::move(fact));
}

/// Google's own firmware stands in every Chromebook, whoever built it; its rented computers have a name of
/// their own. Nothing when the firmware says nothing.
std::optional<bool> is_chromebook(const Context& context) {
  if (exists(context.root, "/opt/google/cros-containers")) return true;  // ChromeOS' own Linux
  const auto maker = read_line(context.root, "/sys/class/dmi/id/sys_vendor");
  const auto product = read_line(context.root, "/sys/class/dmi/id/product_name").value_or("");
  if (maker) return same_text(*maker, "Google") && !product.starts_with("Google Compute");
  const auto tree = read_text(context.root, "/proc/device-tree/compatible");
  if (tree) return tree->starts_with("google,");
  return std::nullopt;
}

/// No laptop ever had a larger screen; cheap panels tell another's size.
constexpr double largest_lid = 21 * 0.0254;

/// Diagonal of the screen in the lid, metres; 0 when it tells none that can be believed.
double own_screen(const Context& context) {
  constexpr std::string_view folder = "/sys/class/drm";
  double diagonal = 0;
  for (const std::string& connector :
       list_folder(context.root, folder).value_or(std::vector<std::string>{})) {
    if (connector.find("-eDP-") == std::string::npos && connector.find("-LVDS-") == std::string::npos)
      continue;
    const auto bytes = read_text(context.root, fmt::format("{}/{}/edid", folder, connector));
    const auto screen = bytes ? parse_edid(*bytes) : std::nullopt;
    if (screen && screen->diagonal <= largest_lid) diagonal = std::max(diagonal, screen->diagonal);
  }
  return diagonal;
}

void add_kinds(Facts& facts, const Context& context, std::string_view chassis) {
  if (const auto chromebook = is_chromebook(context))
    facts.add("system.chromebook", inventory(context, *chromebook, How::maker_and_firmware));
  // Netbooks were laptops of up to 12 inches; not every laptop so small is one.
  constexpr double largest_netbook = 12.2 * 0.0254;
  if (chassis.empty()) return;
  const bool folds = chassis == "laptop" || chassis == "convertible";
  if (!folds || own_screen(context) > largest_netbook)
    facts.add("system.netbook", inventory(context, false, folds ? How::edid : How::chassis));
}

Facts measure(Context& context) {
  Facts facts;
  if (in_virtual_machine(context.root) == true) {
    // ChromeOS keeps its Linux in a guest, and says so; other guests do not know what they run on.
    if (is_chromebook(context) == true)
      facts.add("system.chromebook", inventory(context, true, How::chrome_os));
  } else {
    std::string kind = chassis(context);
    add_kinds(facts, context, kind);
    if (!kind.empty()) {
      facts.add("system.chassis", inventory(context, std::move(kind), How::chassis_or_tree));
    }
  }
  add_age(facts, context);
  if (list_folder(context.root, "/sys/class")) {
    const bool receiver =
        !list_folder(context.root, "/sys/class/dvb").value_or(std::vector<std::string>{}).empty();
    facts.add("system.tv_card", inventory(context, receiver, How::dvb_devices));
  }
  return answered(std::move(facts), context, Detail::computer_untold);
}

}  // namespace

Probe computer_probe() {
  return reading_probe("system.computer", measure);
}

}  // namespace deskready::system_facts

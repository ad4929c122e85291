#include "agent/cli/facts.h"

#include <fmt/format.h>

#include "agent/check/check.h"
#include "agent/check/interrupts.h"
#include "agent/cli/facts_text.h"
#include "agent/cli/output.h"
#include "agent/cli/terminal_attendant.h"

namespace deskready {

int facts_command(const CheckOptions& options) {
  if (!options.format.empty() && options.format != "text" && options.format != "json") {
    complain(fmt::format("facts are printed as text or json, not as \"{}\"", options.format));
    return exit_unable;
  }
  std::vector<Spec> specs;
  if (!load_specs(options.specs, specs)) return exit_unable;
  if (const std::string why = why_not_writable(options.output); !why.empty()) {
    complain(why);
    return exit_unable;
  }
  const auto settings = load_settings(std::nullopt);
  if (!settings) {
    complain(settings.error());
    return exit_unable;
  }
  const Interrupts interrupts;
  TerminalAttendant attendant(options, interrupts.token());
  const auto measured = measure_facts(options, specs, *settings, attendant, interrupts.token());
  if (!measured) {
    if (!measured.error().declined) complain(measured.error().why);
    return exit_unable;
  }
  auto document = to_json(measured->facts);
  document["conditions"] = {{"far_end", to_string(measured->far_end)}};
  // So that `assess` can tell a spec's own far end from another one. Facts stay at home.
  if (!measured->far_end_url.empty()) document["conditions"]["far_end_url"] = measured->far_end_url;
  const bool json = options.format == "json" || options.output.ends_with(".json");
  const bool delivered =
      deliver(options.output, json ? dump(document) + "\n" : facts_as_text(measured->facts));
  return delivered && !interrupts.token().stop_requested() ? 0 : exit_unable;
}

}  // namespace deskready

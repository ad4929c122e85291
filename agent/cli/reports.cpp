#include "agent/cli/reports.h"

#include <fmt/format.h>

#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "config/base/text.h"
#include "config/base/time.h"
#include "config/spec/chain/load.h"
#include "reports/desk/report_table.h"

namespace deskready {
namespace {

/// The specs that were named, and all shipped ones: a report is held against the one whose hash it carries.
bool known_specs(const std::vector<std::string>& named, std::vector<Spec>& specs) {
  if (!load_specs(named, specs)) return false;
  for (const ShippedSpec& shipped : shipped_specs()) {
    if (auto spec = load_spec(shipped.name)) specs.push_back(std::move(*spec));
  }
  return true;
}

}  // namespace

int reports_command(const ReportsOptions& options) {
  const std::string type = file_type(options.output);
  const std::string format = !options.format.empty()           ? lower(options.format)
                             : type == "csv" || type == "json" ? type
                                                               : "text";
  if (format != "text" && format != "csv" && format != "json") {
    complain(fmt::format("reports are listed as text, csv or json, not as \"{}\"", format));
    return exit_unable;
  }
  std::vector<Spec> specs;
  if (!known_specs(options.specs, specs)) return exit_unable;
  const WallTime now = SystemClock().now();
  auto rows = read_desk(options.folder, specs, now);
  if (!rows) {
    complain(rows.error());
    return exit_unable;
  }
  if (!sort_rows(*rows, options.sort)) {
    complain(fmt::format(
        "there is no column \"{}\" to sort by; use reference, verdict, failed, trust, age or file",
        options.sort));
    return exit_unable;
  }
  const std::string text = format == "csv"    ? desk_csv(*rows, now)
                           : format == "json" ? dump(desk_json(*rows, now)) + "\n"
                                              : desk_text(*rows, now);
  return deliver(options.output, text) ? 0 : exit_unable;
}

}  // namespace deskready

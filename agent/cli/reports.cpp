#include "agent/cli/reports.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
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
  const Format& format = chosen_format(options.format, options.output, Document::desk);
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
  const std::string text = written(format, {{"text", [&] { return desk_text(*rows, now); }},
                                            {"csv", [&] { return desk_csv(*rows, now); }},
                                            {"json", [&] { return dump(desk_json(*rows, now)) + "\n"; }}});
  return deliver(options.output, text) ? 0 : exit_unable;
}

void add_reports(CLI::App& app, int& code) {
  const auto words = std::make_shared<ReportsOptions>();
  CLI::App* sub = add_command(app, "reports", "List the reports in a folder, each held against its own facts",
                              "deskready reports inbox --spec acme.toml --format csv --output desk.csv");
  sub->add_option("FOLDER", words->folder, "The folder with the reports")->required();
  sub->add_option("--spec", words->specs, "The specs that they were made by, beside the shipped ones");
  add_format_option(*sub, words->format, Document::desk);
  add_output_option(*sub, words->output);
  sub->add_option("--sort", words->sort, "By reference, verdict, failed, trust, age or file");
  sub->callback([words, &code] { code = reports_command(*words); });
}

}  // namespace deskready

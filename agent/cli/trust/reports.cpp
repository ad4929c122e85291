#include "agent/cli/trust/reports.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/trust/known_signers.h"
#include "config/base/time.h"
#include "reports/desk/desk_folder.h"
#include "reports/desk/desk_table.h"
#include "reports/trust/signed_desk.h"

namespace deskready {
int reports_command(const ReportsOptions& options) {
  const Format& format = chosen_format(options.format, options.output, Document::desk);
  KnownToVerifier known;
  if (!load_known_specs(options.specs, known.specs) || !read_known_keys(options.keys, known))
    return exit_unable;
  const WallTime now = known.now = SystemClock().now();
  const auto row_of = [&](const std::string& file, std::string_view document) {
    return signed_desk_row(file, document, known);
  };
  auto rows = read_desk(options.folder, row_of);
  if (!rows) {
    complain(rows.error());
    return exit_unable;
  }
  set_unsigned_apart(*rows, options.sort.empty());
  if (!options.sort.empty()) sort_rows(*rows, options.sort);
  const std::string text =
      written(format, {{"text", [&] { return desk_text(*rows, now, table_width(options.output)); }},
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
  sub->add_option("--key", words->keys,
                  "A file with the public keys of the computers that sign, a line each; without it nobody "
                  "vouches for any");
  add_format_option(*sub, words->format, Document::desk);
  add_output_option(*sub, words->output);
  only_these(
      *sub->add_option("--sort", words->sort, "By this column; without it by file, unsigned ones below"),
      "column", {sort_columns.begin(), sort_columns.end()});
  sub->callback([words, &code] { code = reports_command(*words); });
}

}  // namespace deskready

#include "agent/cli/trust/reports.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/trust/desk_memory.h"
#include "agent/cli/trust/known_signers.h"
#include "agent/cli/typed_time.h"
#include "config/base/files.h"
#include "config/base/time.h"
#include "reports/desk/desk_folder.h"
#include "reports/desk/desk_query.h"
#include "reports/desk/desk_table.h"
#include "reports/desk/what_if.h"
#include "reports/trust/signed_desk.h"
#include "reports/words/desk/query_words.h"

namespace deskready {
namespace {

constexpr std::string_view english = "en";

/// False after complaining.
bool read_query(const ReportsOptions& options, WallTime now, DeskQuery& query) {
  query.newest = options.newest;
  query.changed = options.changed;
  query.failed = options.failed;
  const auto take = [&](const std::string& typed, bool ahead, std::optional<WallTime>& into) {
    if (!typed.empty()) into = typed_time_or_age(typed, now, ahead);
    return typed.empty() || into;
  };
  if (!take(options.since, false, query.since) || !take(options.expiring, true, query.expiring) ||
      !take(options.ready_on, true, query.ready_on))
    return false;
  if (options.missing.empty()) return true;
  constexpr std::size_t most = 16'000'000;
  const auto text = read_regular_file(options.missing, most);
  auto people = text ? read_people(*text) : tl::unexpected(text.error());
  if (people)
    query.expected = std::move(*people);
  else
    complain(fmt::format("--missing {}: {}", options.missing, people.error()));
  return people.has_value();
}

/// The report that a document holds, signed or not.
std::string report_in(std::string_view document) {
  auto envelope = read_envelope(document);
  return envelope ? std::move(envelope->body) : std::string(document);
}

bool is_ready(const std::optional<Verdict>& verdict) {
  return verdict == Verdict::ready || verdict == Verdict::ready_with_warnings;
}

std::string what_if_line(const std::string& rule, const std::vector<DeskRow>& rows) {
  std::size_t reports = 0, now = 0, then = 0, unknown = 0;
  for (const DeskRow& row : rows) {
    if (!row.reported) continue;
    ++reports;
    now += is_ready(shown_verdict(row));
    then += is_ready(row.if_so);
    unknown += !row.if_so || row.if_so == Verdict::incomplete;
  }
  return what_if_words(english, rule, reports, now, then, unknown) + "\n";
}

}  // namespace

int reports_command(const ReportsOptions& options) {
  const Format& format = chosen_format(options.format, options.output, Document::desk);
  KnownToVerifier known;
  if (!load_known_specs(options.specs, known.specs) || !read_known_keys(options.keys, known))
    return exit_unable;
  const WallTime now = known.now = SystemClock().now();
  DeskQuery query;
  if (!read_query(options, now, query)) return exit_unable;
  std::optional<Rule> what_if;
  if (!options.what_if.empty()) {
    auto rule = read_what_if(options.what_if);
    if (!rule) return complain(rule.error()), exit_unable;
    what_if = std::move(*rule);
  }
  const auto row_of = [&](const std::string& file, std::string_view document) {
    DeskRow row = signed_desk_row(file, document, known);
    if (what_if && row.reported) row.if_so = verdict_if(report_in(document), known.specs, *what_if);
    return row;
  };
  RememberedDesk remembered(options.folder, known, options.what_if);
  auto rows = read_desk(options.folder, row_of, remembered.memory());
  remembered.keep();
  if (!rows) {
    complain(rows.error());
    return exit_unable;
  }
  set_unsigned_apart(*rows, options.sort.empty());
  if (!options.sort.empty()) sort_rows(*rows, options.sort);
  *rows = rows_asked(std::move(*rows), query);
  const auto page = [&] {
    return desk_text(*rows, now, table_width(options.output)) +
           (what_if ? what_if_line(options.what_if, *rows) : std::string());
  };
  const std::string text = written(format, {{"text", page},
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
  sub->add_flag("--newest", words->newest,
                "Of each person and spec one: the newest that holds, else the newest");
  sub->add_option("--since", words->since,
                  "Only what was checked since then: a day, a time, or an age like \"7 d\"");
  sub->add_flag("--changed", words->changed,
                "Only people whose newest report has another verdict than the one before");
  sub->add_option("--failed", words->failed,
                  "Only reports in which this rule is not met, such as network.download");
  sub->add_option("--expiring", words->expiring,
                  "Only those that hold now, but not until then, such as \"14 d\"");
  sub->add_option("--ready-on", words->ready_on, "Only people who may start then, such as 2026-12-07");
  sub->add_option(
      "--missing", words->missing,
      "Of the people in this file, who has no report that holds: a reference a line, or a table with a "
      "column \"reference\"");
  sub->add_option("--what-if", words->what_if,
                  "Also what each would come to by another rule, such as \"network.download >= 20 Mbps\"");
  sub->callback([words, &code] { code = reports_command(*words); });
}

}  // namespace deskready

// What people write into specs and settings: quantities, limits, processors, times, hours, zones.
#include <algorithm>
#include <cmath>

#include "config/base/outward/csv.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/base/time.h"
#include "config/base/zone/posix_zone.h"
#include "config/base/zone/zone.h"
#include "config/facts/catalogue.h"
#include "config/processor/cpu_model.h"
#include "config/processor/cpu_name.h"
#include "config/settings/calendar.h"
#include "config/settings/settings.h"
#include "config/settings/work_hours.h"
#include "config/spec/language/comparison_parser.h"
#include "config/spec/language/parser.h"
#include "config/spec/names/cpu_wording.h"
#include "config/toml/parser.h"
#include "config/units/quantity.h"
#include "tests/fuzz/target.h"

namespace deskready {
namespace {

using fuzz::must;

/// Whether each character is UTF-8.
bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

FUZZ_TARGET(quantity) {
  const auto read = parse_quantity(input);
  if (!read) return must(!read.error().empty(), "a refusal says why");
  must(std::isfinite(read->value), "a quantity is finite");
  if (read->unit == Unit::none) return;
  const auto again = parse_quantity_in(format_quantity(read->value, read->unit, 17), read->unit);
  // Percent cost a rounding in each direction.
  must(again && std::abs(*again - read->value) <= 4e-16 * std::abs(read->value),
       "what is written is read as the same");
}

FUZZ_TARGET(comparison) {
  for (const FactInfo& info : catalogue()) {
    const auto read = parse_comparison(input, info);
    must(read || !read.error().empty(), "a refusal says why");
  }
}

FUZZ_TARGET(cpu_name) {
  parse_cpu_name(input);
  const auto limit = parse_cpu_limit(input);
  if (!limit) return must(!limit.error().empty(), "a refusal says why");
  must(parse_cpu_limit(to_string(*limit)) == limit, "what is written is read as the same limit");
  for (const CpuName& model : limit->models)
    must(rank_cpu(model, *limit) == Ranked::meets, "it meets itself");
}

FUZZ_TARGET(spec) {
  const ParsedSpec parsed = parse_spec_file(input, "spec.toml");
  for (const SpecError& error : parsed.errors) must(!to_string(error).empty(), "a fault says what");
}

FUZZ_TARGET(calendar) {
  static const Zone zone = find_zone("Europe/Berlin").value();
  const auto read = Calendar::parse(input, zone);
  if (!read) return must(!read.error().empty(), "a refusal says why");
  const std::chrono::sys_seconds now{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24)};
  if (const auto next = read->next_after(now)) must(*next > now, "the next one lies ahead");
}

FUZZ_TARGET(work_hours) {
  parse_weekdays(input);
  parse_hours(input);
  parse_shift(input);
}

FUZZ_TARGET(time) {
  const auto read = parse_time(input);
  if (!read) return;
  const auto again = parse_time(format_time(*read));
  must(again && *again == *read, "what is written is read as the same time");
}

FUZZ_TARGET(zone_rules) {
  tzif_of(input);
}

/// Widths add up, and no line is wider than it may be but for a word's one wide character.
FUZZ_TARGET(columns) {
  for (const std::size_t width : {2u, 7u, 79u}) {
    for (const std::string& line : wrapped_lines(input, width))
      must(columns(line) <= width, "a line is no wider than its page");
  }
  must(columns(padded(input, 40)) >= std::min<std::size_t>(columns(input), 40), "padding takes nothing away");
}

FUZZ_TARGET(settings) {
  const auto read = settings_in(input, "config.toml");
  if (!read) {
    for (const SpecError& error : read.error()) must(!to_string(error).empty(), "a fault says what");
    return;
  }
  must(read->run_bytes <= 250'000'000, "a run never costs more than 250 MB");
  must(std::isfinite(read->every_seconds) && read->every_seconds > 0, "checks are apart");
  must(std::isfinite(read->keep_seconds) && std::isfinite(read->spread_seconds), "spans are finite");
  for (const Job& job : read->jobs)
    must(job.lead_seconds >= 600 && job.lead_seconds <= 6 * 3600, "a full check comes before the shift");
}

/// What leaves the program for a terminal commands none.
FUZZ_TARGET(for_terminal) {
  const std::string shown = for_terminal(input);
  for (const char c : shown)
    must(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "no control character is shown");
  must(valid_utf8(shown), "what is shown is UTF-8");
  // C1, embedded and overriding directions, isolates, ends of lines.
  for (const std::string_view mark :
       {"\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\xAA", "\xE2\x81\xA6", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    must(shown.find(mark) == std::string::npos, "no mark that commands is shown");
  must(for_terminal(shown) == shown, "what is clean stays as it is");
}

FUZZ_TARGET(for_toml) {
  const std::string file = "x = " + for_toml(input) + "\n";
  if (!valid_utf8(input)) return;
  const auto read = parse_toml(file);
  must(static_cast<bool>(read), "a quoted text is TOML");
  must(read.table()["x"].value<std::string>() == input, "and reads as itself");
}

/// One line, UTF-8, and none of the characters that the place would follow.
void must_be_a_line(const std::string& shown, std::string_view commands) {
  must(valid_utf8(shown), "what is shown is UTF-8");
  for (const char c : shown) {
    must(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "no control character is shown");
    must(commands.find(c) == std::string_view::npos, "nothing is a command");
  }
}

FUZZ_TARGET(for_pages) {
  must_be_a_line(for_html(input), "<>\"'");
  must_be_a_line(for_markup(input), "<>");
  must_be_a_line(for_log(input), "");
  must(for_log(input).size() <= 4000, "a message of the log has an end");
}

/// RFC 4180 read back: one record of two fields, neither of which a spreadsheet runs.
FUZZ_TARGET(for_csv) {
  const std::string fields[] = {std::string(input), "end"};
  const std::string line = csv_line(fields);
  must(valid_utf8(line), "a record is UTF-8");
  bool quoted = false;
  std::size_t commas = 0, quotes = 0;
  for (std::size_t i = 0; i + 2 < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted, ++quotes;
    if (line[i] == ',' && !quoted) ++commas;
    must(line[i] != '\n' && line[i] != '\r', "a record is one line");
  }
  must(commas == 1 && quotes % 2 == 0, "a field stays in its place");
  const std::string_view field = std::string_view(line).substr(line.starts_with('"') ? 1 : 0);
  if (field.starts_with('=') || field.starts_with('@')) must(false, "no field is a formula");
  if (field.starts_with('+') || field.starts_with('-'))
    must(std::isdigit(static_cast<unsigned char>(field[1])) != 0 || field[1] == '.',
         "but for a number's sign");
}

}  // namespace
}  // namespace deskready

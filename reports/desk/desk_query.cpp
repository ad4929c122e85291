#include "reports/desk/desk_query.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "config/base/text.h"
#include "config/spec/reference.h"
#include "reports/words/desk/query_words.h"

namespace deskready {
namespace {

constexpr std::string_view english = "en";

bool has(const DeskRow& row, DeskFlag flag) {
  return std::find(row.flags.begin(), row.flags.end(), flag) != row.flags.end();
}

/// Who it is about, and for which work.
using Whose = std::pair<std::string, std::string>;
Whose whose(const DeskRow& row) {
  // Of those without a reference the computer is all that is known.
  const std::string& computer = row.signer.empty() ? row.machine : row.signer;
  return {!row.reference.empty() ? "reference " + row.reference
          : !computer.empty()    ? "computer " + computer
                                 : "file " + row.file,
          row.spec_name};
}

/// Places in `rows` of each one's reports, newest first, those that hold before the others.
std::map<Whose, std::vector<std::size_t>> by_person(const std::vector<DeskRow>& rows) {
  std::map<Whose, std::vector<std::size_t>> people;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].reported) people[whose(rows[i])].push_back(i);
  }
  for (auto& [person, places] : people) {
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(holds(rows[a]), rows[a].finished) > std::pair(holds(rows[b]), rows[b].finished);
    });
  }
  return people;
}

/// By time alone, for what holds no more may show what changed, too.
bool has_changed(const std::vector<DeskRow>& rows, std::vector<std::size_t> places) {
  if (places.size() < 2) return false;
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t a, std::size_t b) { return rows[a].finished > rows[b].finished; });
  return shown_verdict(rows[places[0]]) != shown_verdict(rows[places[1]]);
}

bool is_named(const std::string& rule, const std::string& asked) {
  return rule == asked || rule.ends_with("." + asked);
}

bool is_ready(const DeskRow& row) {
  const auto verdict = shown_verdict(row);
  return verdict == Verdict::ready || verdict == Verdict::ready_with_warnings;
}

/// Of a row by itself.
bool is_asked(const DeskRow& row, const DeskQuery& query) {
  if (!row.reported)
    return query.failed.empty() && !query.expiring && !query.ready_on && !query.changed &&
           query.expected.empty();
  if (query.since && row.finished < *query.since) return false;
  const auto failed = [&](const std::string& rule) { return is_named(rule, query.failed); };
  if (!query.failed.empty() && std::none_of(row.failed.begin(), row.failed.end(), failed)) return false;
  if (query.expiring && (!holds(row) || row.valid_until >= *query.expiring)) return false;
  return !query.ready_on || (holds(row) && is_ready(row) && row.valid_until >= *query.ready_on);
}

/// Of those who are expected, the rows of who has none that holds, and one for each who sent nothing.
std::vector<DeskRow> of_missing(std::vector<DeskRow> rows, const std::vector<std::string>& expected) {
  std::vector<DeskRow> missing;
  std::set<std::string_view> looked_at;
  for (const std::string& person : expected) {
    if (!looked_at.insert(person).second) continue;
    const auto is_own = [&](const DeskRow& row) { return row.reported && row.reference == person; };
    if (std::any_of(rows.begin(), rows.end(), [&](const DeskRow& row) { return is_own(row) && holds(row); }))
      continue;
    const std::size_t before = missing.size();
    for (DeskRow& row : rows) {
      if (is_own(row)) missing.push_back(row);
    }
    if (missing.size() != before) continue;
    DeskRow none;
    none.reference = person;
    flag(none, DeskFlag::missing);
    missing.push_back(std::move(none));
  }
  return missing;
}

/// The cells of a line of CSV, without their quotes.
std::vector<std::string> cells_of(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[i++];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == separator && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  for (std::string& cell : cells) cell = trimmed(cell);
  return cells;
}

}  // namespace

bool holds(const DeskRow& row) {
  constexpr std::array against = {DeskFlag::unreadable, DeskFlag::verdict_differs, DeskFlag::inconsistent,
                                  DeskFlag::expired,    DeskFlag::other_spec,      DeskFlag::refused,
                                  DeskFlag::future,     DeskFlag::missing};
  return row.reported &&
         std::none_of(against.begin(), against.end(), [&](DeskFlag one) { return has(row, one); });
}

std::vector<DeskRow> rows_asked(std::vector<DeskRow> rows, const DeskQuery& query) {
  std::set<std::size_t> left_out;
  if (query.newest || query.changed || query.ready_on || !query.expected.empty()) {
    for (const auto& [person, places] : by_person(rows)) {
      left_out.insert(places.begin() + 1, places.end());
      if (query.changed && !has_changed(rows, places)) left_out.insert(places.front());
    }
  }
  std::vector<DeskRow> asked;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!left_out.contains(i) && is_asked(rows[i], query)) asked.push_back(std::move(rows[i]));
  }
  return query.expected.empty() ? asked : of_missing(std::move(asked), query.expected);
}

tl::expected<std::vector<std::string>, std::string> read_people(std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);  // as spreadsheets begin
  std::vector<std::string> people;
  std::size_t column = 0, number = 0;
  char separator = ',';
  bool begun = false;
  for (const std::string_view line : split(csv, '\n')) {
    ++number;
    if (trimmed(line).empty()) continue;
    if (!std::exchange(begun, true)) {
      if (line.find(',') == std::string_view::npos && line.find(';') != std::string_view::npos)
        separator = ';';
      const auto names = cells_of(line, separator);
      const auto own = std::find_if(names.begin(), names.end(),
                                    [](const std::string& name) { return same_text(name, "reference"); });
      if (own != names.end()) {
        column = static_cast<std::size_t>(own - names.begin());
        continue;
      }
    }
    const auto cells = cells_of(line, separator);
    if (column >= cells.size() || !is_reference(cells[column]))
      return tl::unexpected(no_person_words(english, number));
    people.push_back(cells[column]);
  }
  if (people.empty()) return tl::unexpected(no_people_words(english));
  return people;
}

}  // namespace deskready

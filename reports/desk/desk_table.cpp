#include "reports/desk/desk_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/base/outward/csv.h"
#include "config/base/outward/outward.h"
#include "config/base/outward/table.h"
#include "config/base/text.h"
#include "config/units/quantity.h"
#include "reports/formats/wrapped.h"
#include "reports/words/verdict_words.h"

namespace deskready {
namespace {

/// As the table's other words, in English until the command line has a language.
constexpr std::string_view english = "en";

std::string notes_of(const DeskRow& row) {
  std::string all;
  for (const auto& [note, arguments] : row.notes)
    all += (all.empty() ? "" : "; ") + desk_note_words(english, note, arguments);
  return all;
}

/// For programs, which find the code of what was refused before its sentence.
std::string coded_notes_of(DeskRow row) {
  for (auto& [note, arguments] : row.notes) {
    if (const auto code = arguments.find("code"); code != arguments.end())
      arguments["error"] = code->second + ": " + arguments["error"];
  }
  return notes_of(row);
}

std::string age_of(const DeskRow& row, WallTime now) {
  if (!row.reported) return "";
  return format_quantity(std::max(0.0, std::chrono::duration<double>(now - row.finished).count()),
                         Unit::second, 2);
}

std::string flags_of(const DeskRow& row) {
  std::string all;
  for (const DeskFlag one : row.flags) all += (all.empty() ? "" : " ") + std::string(to_string(one));
  return all;
}

/// What people call the rules, each once.
std::string failed_cell(const DeskRow& row) {
  std::vector<std::string> labels;
  for (const std::string& rule : row.failed) {
    const auto known = row.labels.find(rule);
    const std::string& label = known == row.labels.end() ? rule : known->second;
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
  }
  return labels.empty() ? "-" : for_terminal(joined(labels));
}

/// What the words of the last columns mean, of those that stand there.
std::string legend(std::span<const DeskRow> rows, std::size_t width) {
  std::string out;
  const auto line = [&](std::string_view word, const std::string& says) {
    out += wrapped("", fmt::format("{}: {}", word, says), width);
  };
  for (const Trust trust : {Trust::self, Trust::challenged, Trust::witnessed, Trust::disputed}) {
    if (std::any_of(rows.begin(), rows.end(),
                    [&](const DeskRow& row) { return row.reported && row.trust == trust; }))
      line(to_string(trust), trust_words(english, false, trust));
  }
  for (const DeskFlag flag : all_desk_flags()) {
    if (std::any_of(rows.begin(), rows.end(), [&](const DeskRow& row) {
          return std::find(row.flags.begin(), row.flags.end(), flag) != row.flags.end();
        }))
      line(to_string(flag), desk_flag_words(english, flag));
  }
  return out.empty() ? out : "\n" + out;
}

bool is_missing(const DeskRow& row) {
  return std::find(row.flags.begin(), row.flags.end(), DeskFlag::missing) != row.flags.end();
}

bool has_what_if(std::span<const DeskRow> rows) {
  return std::any_of(rows.begin(), rows.end(), [](const DeskRow& row) { return row.if_so.has_value(); });
}

std::string verdict_cell(const DeskRow& row) {
  const auto verdict = shown_verdict(row);
  return verdict ? verdict_word(english, *verdict) : is_missing(row) ? "Missing" : "Unreadable";
}

std::string_view verdict_code(const DeskRow& row) {
  const auto verdict = shown_verdict(row);
  return verdict ? to_string(*verdict) : is_missing(row) ? "missing" : "unreadable";
}

}  // namespace

bool sort_rows(std::vector<DeskRow>& rows, std::string_view column) {
  const auto by = [&](auto&& before) { std::stable_sort(rows.begin(), rows.end(), before); };
  if (column == "file") {
    by([](const DeskRow& a, const DeskRow& b) { return a.file < b.file; });
  } else if (column == "reference") {
    by([](const DeskRow& a, const DeskRow& b) { return a.reference < b.reference; });
  } else if (column == "verdict") {
    by([](const DeskRow& a, const DeskRow& b) { return shown_verdict(b) < shown_verdict(a); });
  } else if (column == "failed") {
    by([](const DeskRow& a, const DeskRow& b) { return a.failed.size() > b.failed.size(); });
  } else if (column == "trust") {
    // Of two that vouch for themselves, the one that nobody signed vouches for less.
    by([](const DeskRow& a, const DeskRow& b) {
      if (a.trust != b.trust) return weaker(a.trust, b.trust) == a.trust;
      return a.signer.empty() && !b.signer.empty();
    });
  } else if (column == "age") {
    by([](const DeskRow& a, const DeskRow& b) { return a.finished > b.finished; });
  } else {
    return false;
  }
  return true;
}

std::string desk_text(std::span<const DeskRow> rows, WallTime now, std::size_t width) {
  const bool roles =
      std::any_of(rows.begin(), rows.end(), [](const DeskRow& row) { return !row.role.empty(); });
  std::vector<std::vector<std::string>> cells = {
      {"REFERENCE", "ROLE", "VERDICT", "THEN", "FAILED", "TRUST", "AGE", "FLAGS"}};
  for (const DeskRow& row : rows) {
    cells.push_back({for_terminal(row.reference.empty() ? row.file : row.reference), for_terminal(row.role),
                     verdict_cell(row), row.if_so ? verdict_word(english, *row.if_so) : "-", failed_cell(row),
                     row.reported ? std::string(to_string(row.trust)) : "-", age_of(row, now),
                     flags_of(row)});
  }
  for (auto& row : cells) {
    if (!has_what_if(rows)) row.erase(row.begin() + 3);
    if (!roles) row.erase(row.begin() + 1);
  }
  const std::vector<std::size_t> most(cells.front().size());
  // Each row has its notes below it.
  std::string out;
  const std::vector<std::string> lines = table_rows(cells, most, width);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += lines[i];
    if (i > 0 && !rows[i - 1].notes.empty())
      out += wrapped("    ", for_terminal(labelled(notes_of(rows[i - 1]), rows[i - 1])), width);
  }
  return out + report_count_words(english, rows.size()) + "\n" + legend(rows, text_width(width));
}

std::string desk_csv(std::span<const DeskRow> rows, WallTime now) {
  std::string out =
      "reference,verdict,failed,not_measured,trust,age_seconds,finished,valid_until,spec,flags,detail,"
      "file,role";
  const bool what_if = has_what_if(rows);
  out += what_if ? ",what_if\r\n" : "\r\n";
  for (const DeskRow& row : rows) {
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - row.finished).count();
    std::vector<std::string> fields = {row.reference,
                                       std::string(verdict_code(row)),
                                       joined(row.failed),
                                       joined(row.missing),
                                       row.reported ? std::string(to_string(row.trust)) : "",
                                       row.reported ? std::to_string(age) : "",
                                       row.reported ? format_time(row.finished) : "",
                                       row.reported ? format_time(row.valid_until) : "",
                                       row.spec,
                                       flags_of(row),
                                       coded_notes_of(row),
                                       row.file,
                                       row.role};
    if (what_if) fields.push_back(row.if_so ? std::string(to_string(*row.if_so)) : std::string());
    out += csv_line(fields);
  }
  return out;
}

nlohmann::ordered_json desk_json(std::span<const DeskRow> rows, WallTime now) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const DeskRow& row : rows) {
    nlohmann::ordered_json json;
    json["file"] = row.file;
    json["id"] = row.id;
    json["reference"] = row.reference;
    json["role"] = row.role;
    json["verdict"] = verdict_code(row);
    if (row.reported) json["reported"] = to_string(*row.reported);
    if (row.derived) json["derived"] = to_string(*row.derived);
    json["failed"] = row.failed;
    json["not_measured"] = row.missing;
    json["trust"] = to_string(row.trust);
    if (row.reported) {
      json["finished"] = format_time(row.finished);
      json["valid_until"] = format_time(row.valid_until);
      json["age_seconds"] = std::chrono::duration_cast<std::chrono::seconds>(now - row.finished).count();
    }
    json["spec"] = row.spec;
    if (!row.signer.empty()) json["signer"] = row.signer;
    if (row.if_so) json["what_if"] = to_string(*row.if_so);
    json["flags"] = nlohmann::ordered_json::array();
    for (const DeskFlag one : row.flags) json["flags"].push_back(to_string(one));
    json["detail"] = coded_notes_of(row);
    all.push_back(std::move(json));
  }
  return {{"schema", "deskready.reports/1"}, {"reports", std::move(all)}};
}

}  // namespace deskready

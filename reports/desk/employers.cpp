#include "reports/desk/employers.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "config/base/outward/csv.h"
#include "config/base/outward/outward.h"
#include "config/base/outward/table.h"
#include "config/facts/catalogue.h"
#include "reports/formats/wrapped.h"
#include "reports/words/finding_words.h"
#include "reports/words/table_words.h"
#include "reports/words/verdict_words.h"

namespace deskready {
namespace {

// As the table's other formats, in English until the command line has a language.
constexpr std::string_view english = "en";

/// By subject.
std::array<std::string, subjects> headings_of(const EmployerWords& words) {
  return {words.computer, words.headset, words.line, words.operating_system, words.to_ask};
}

Subject subject_of_fact(std::string_view name) {
  if (part_of(name) == "network") return Subject::line;
  if (part_of(name) == "audio") return Subject::headset;
  const FactInfo* info = find_fact(name);
  return info != nullptr && info->operating_system ? Subject::operating_system : Subject::computer;
}

/// A choice belongs to the operating system when it is about nothing else, else to what else it is about.
Subject subject_of_choice(const OneOf& choice) {
  std::optional<Subject> subject;
  for (const Alternative& alternative : choice.alternatives) {
    for (const Rule& rule : alternative.rules) {
      const Subject own = subject_of_fact(rule.key.name);
      if (!subject || *subject == Subject::operating_system) subject = own;
    }
  }
  return subject.value_or(Subject::computer);
}

Subject subject_of(const Finding& finding, const Spec& spec) {
  if (finding.key.starts_with("ask.")) return Subject::to_ask;
  // What keeps a choice from being met is what the person would change.
  if (const auto fact = finding.args.find("fact"); fact != finding.args.end())
    return subject_of_fact(fact->second);
  for (const OneOf& choice : spec.choices) {
    if (finding.key == "one_of." + choice.name) return subject_of_choice(choice);
  }
  return subject_of_fact(finding.key);
}

std::string mark(const SubjectCell& cell, bool questions, const EmployerWords& words) {
  if (!cell.asked) return "-";
  if (!cell.between.empty()) return words.not_met;
  if (cell.unknown.empty()) return words.met;
  return questions ? std::to_string(cell.unknown.size()) : "?";
}

std::string spec_name(const EmployerRow& row, bool several) {
  return for_terminal(several ? row.computer + ": " + row.spec : row.spec);
}

bool several_computers(std::span<const EmployerRow> rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const EmployerRow& row) { return row.computer != rows.front().computer; });
}

std::string in_words(const SubjectCell& cell) {
  return shortcomings_words(english, cell.between, cell.unknown);
}

}  // namespace

EmployerRow employer_row(std::string computer, const Spec& spec, const Report& report) {
  EmployerRow row;
  row.computer = std::move(computer);
  row.spec = report.spec_name;
  row.employer = report.employer;
  row.verdict = report.verdict;
  std::set<std::pair<const SubjectCell*, std::string>> labels;  // two rules about one fact leave one unknown
  for (const Finding& finding : report.findings) {
    if (finding.level != Level::require || finding.outcome == Outcome::not_applicable) continue;
    SubjectCell& cell = row.cells[static_cast<std::size_t>(subject_of(finding, spec))];
    cell.asked = true;
    if (finding.outcome == Outcome::not_met) cell.between.push_back(finding);
    if (finding.outcome == Outcome::not_measured && labels.emplace(&cell, label_of(english, finding)).second)
      cell.unknown.push_back(finding);
  }
  return row;
}

std::string together_words(const Report& report) {
  std::vector<Finding> lacking, unknown;
  for (const Finding& finding : report.findings) {
    if (finding.outcome == Outcome::not_met) lacking.push_back(finding);
    if (finding.outcome == Outcome::not_measured) unknown.push_back(finding);
  }
  return room_words(english, lacking, unknown) + "\n";
}

std::string employers_text(std::span<const EmployerRow> rows, std::size_t width) {
  const EmployerWords words = employer_words(english);
  const auto headings = headings_of(words);
  const bool several = several_computers(rows);
  const std::size_t page = text_width(width);
  std::vector<std::vector<std::string>> cells = {{words.spec, words.verdict}};
  cells.front().insert(cells.front().end(), headings.begin(), headings.end());
  for (const EmployerRow& row : rows) {
    cells.push_back({spec_name(row, several), verdict_word(english, row.verdict)});
    for (std::size_t i = 0; i < subjects; ++i)
      cells.back().push_back(mark(row.cells[i], static_cast<Subject>(i) == Subject::to_ask, words));
  }
  const std::vector<std::size_t> most(cells.front().size());
  std::string out = table_of(cells, most, width) + wrapped("", words.legend, page);
  for (const EmployerRow& row : rows) {
    std::string lines;
    for (std::size_t i = 0; i < subjects; ++i) {
      const std::string said = in_words(row.cells[i]);
      // By two columns, and by four from the second line on.
      if (!said.empty()) lines += wrapped("    ", fmt::format("{}: {}", headings[i], said), page).erase(0, 2);
    }
    if (!lines.empty())
      out += "\n" + wrapped("", between_heading(english, spec_name(row, several)), page) + lines;
  }
  return out;
}

std::string employers_csv(std::span<const EmployerRow> rows) {
  // Names of columns are for programs and stay as they are.
  std::vector<std::string> fields = {"facts",   "spec", "employer",         "verdict",     "computer",
                                     "headset", "line", "operating system", "still to ask"};
  std::string out = csv_line(fields);
  for (const EmployerRow& row : rows) {
    fields = {row.computer, row.spec, row.employer, std::string(to_string(row.verdict))};
    for (const SubjectCell& cell : row.cells) {
      const std::string said = in_words(cell);
      fields.push_back(said.empty() && cell.asked ? "ok" : said);
    }
    out += csv_line(fields);
  }
  return out;
}

}  // namespace deskready

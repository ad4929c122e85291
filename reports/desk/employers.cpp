#include "reports/desk/employers.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/base/csv.h"
#include "config/facts/catalogue.h"
#include "reports/formats/text.h"
#include "reports/words/finding_words.h"

namespace deskready {
namespace {

constexpr std::array<std::string_view, subjects> headings = {"computer", "headset", "line",
                                                             "operating system", "still to ask"};

Subject subject_of_fact(std::string_view name) {
  if (part_of(name) == "network") return Subject::line;
  if (part_of(name) == "audio") return Subject::headset;
  return name.starts_with("system.os.") ? Subject::operating_system : Subject::computer;
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

std::string mark(const SubjectCell& cell, bool questions) {
  if (!cell.asked) return "-";
  if (!cell.between.empty()) return "no";
  if (cell.unknown.empty()) return "ok";
  return questions ? std::to_string(cell.unknown.size()) : "?";
}

std::string spec_name(const EmployerRow& row, bool several) {
  return several ? row.computer + ": " + row.spec : row.spec;
}

bool several_computers(std::span<const EmployerRow> rows) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const EmployerRow& row) { return row.computer != rows.front().computer; });
}

/// By two columns, and by four from the second line on.
std::string indented(const std::string& text) {
  constexpr std::size_t page = 80;
  std::string out = wrapped("    ", text, page);
  return out.erase(0, 2);
}

std::string in_words(const SubjectCell& cell) {
  std::string text = fmt::format("{}", fmt::join(cell.between, " "));
  if (!cell.unknown.empty())
    text += fmt::format("{}Not known: {}", text.empty() ? "" : " ", fmt::join(cell.unknown, ", "));
  return text;
}

}  // namespace

EmployerRow employer_row(std::string computer, const Spec& spec, const Report& report) {
  EmployerRow row;
  row.computer = std::move(computer);
  row.spec = report.spec_name;
  row.employer = report.employer;
  row.verdict = report.verdict;
  for (const Finding& finding : report.findings) {
    if (finding.level != Level::require || finding.outcome == Outcome::not_applicable) continue;
    SubjectCell& cell = row.cells[static_cast<std::size_t>(subject_of(finding, spec))];
    cell.asked = true;
    if (finding.outcome == Outcome::not_met)
      cell.between.push_back(unmarked(finding_sentence("en", finding)));
    if (finding.outcome != Outcome::not_measured) continue;
    // Two rules about one fact leave one thing unknown.
    if (const std::string label = label_of("en", finding);
        std::find(cell.unknown.begin(), cell.unknown.end(), label) == cell.unknown.end())
      cell.unknown.push_back(label);
  }
  return row;
}

std::string together_words(const Report& report) {
  std::string lacking, unknown;
  for (const Finding& finding : report.findings) {
    if (finding.outcome == Outcome::not_met) lacking += " " + unmarked(finding_sentence("en", finding));
    if (finding.outcome == Outcome::not_measured)
      unknown += (unknown.empty() ? "" : ", ") + label_of("en", finding);
  }
  std::string text = "The programs of all these specs at the same time:";
  text += lacking.empty() && unknown.empty() ? " there is room for them." : lacking;
  if (!unknown.empty()) text += " Not known: " + unknown + ".";
  return text + "\n";
}

std::string employers_text(std::span<const EmployerRow> rows) {
  const bool several = several_computers(rows);
  std::size_t width = 4;
  for (const EmployerRow& row : rows) width = std::max(width, spec_name(row, several).size());
  std::string out = fmt::format("{:<{}}  {:<19}  {:<8}  {:<7}  {:<4}  {:<16}  {}\n", "spec", width, "verdict",
                                headings[0], headings[1], headings[2], headings[3], headings[4]);
  for (const EmployerRow& row : rows) {
    const auto cell = [&](Subject subject) {
      return mark(row.cells[static_cast<std::size_t>(subject)], subject == Subject::to_ask);
    };
    out += fmt::format("{:<{}}  {:<19}  {:<8}  {:<7}  {:<4}  {:<16}  {}\n", spec_name(row, several), width,
                       to_string(row.verdict), cell(Subject::computer), cell(Subject::headset),
                       cell(Subject::line), cell(Subject::operating_system), cell(Subject::to_ask));
  }
  out +=
      "ok: met; no: not met; ?: could not be checked; -: not asked for; a number: questions still to ask\n";
  for (const EmployerRow& row : rows) {
    std::string lines;
    for (std::size_t i = 0; i < subjects; ++i) {
      const std::string words = in_words(row.cells[i]);
      if (!words.empty()) lines += indented(fmt::format("{}: {}", headings[i], words));
    }
    if (!lines.empty())
      out += fmt::format("\nWhat stands between this computer and {}:\n{}", spec_name(row, several), lines);
  }
  return out;
}

std::string employers_csv(std::span<const EmployerRow> rows) {
  std::vector<std::string> fields = {"facts", "spec", "employer", "verdict"};
  fields.insert(fields.end(), headings.begin(), headings.end());
  std::string out = csv_line(fields);
  for (const EmployerRow& row : rows) {
    fields = {row.computer, row.spec, row.employer, std::string(to_string(row.verdict))};
    for (const SubjectCell& cell : row.cells) {
      const std::string words = in_words(cell);
      fields.push_back(words.empty() && cell.asked ? "ok" : words);
    }
    out += csv_line(fields);
  }
  return out;
}

}  // namespace deskready

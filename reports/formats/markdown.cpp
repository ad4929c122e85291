// For tickets and wikis: GitHub-flavoured Markdown (github.github.com/gfm).
#include <fmt/format.h>

#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "reports/formats/view.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

/// A text of tr() or of the report as nothing but text, on one line. Whatever begins a mark is escaped; what
/// only begins a line's mark (lists, headings underlined) at its beginning only, so that figures stay
/// readable. Addresses and names after '@' would become links, and call people: a comment parts them.
std::string plain(std::string_view marked) {
  const std::string text = for_terminal(unmarked(marked));
  std::string out;
  bool figure = true;  // only digits so far
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool at_start = i == 0 && std::string_view("-+=").find(c) != std::string_view::npos;
    const bool list =
        figure && i > 0 && (c == '.' || c == ')') && (i + 1 == text.size() || text[i + 1] == ' ');
    if (at_start || list || std::string_view("\\`*_{}[]<>#|~&!").find(c) != std::string_view::npos)
      out += '\\';
    out += c;
    if (c == '@' || (c == ':' && text.substr(i, 3) == "://")) out += "<!-- -->";
    if (c == 'w' && text.substr(i, 4) == "www.") out += "<!-- -->";
    figure = figure && is_digit(c);
  }
  return out;
}

/// A name for machines, as code: no mark holds inside, but a backtick and, in a table, a bar.
std::string code(std::string_view text) {
  std::string name = for_terminal(text);
  for (char& c : name) {
    if (c == '`' || c == '|') c = '\'';
  }
  return "`" + name + "`";
}

std::string section(const std::string& heading) {
  return fmt::format("\n## {}\n\n", plain(heading));
}

std::string steps(const std::string& heading, const std::vector<ToDo>& items) {
  if (items.empty()) return {};
  std::string out = section(heading);
  int number = 0;
  for (const ToDo& item : items) {
    const std::string first = fmt::format("{}. ", ++number);
    out += first + plain(item.text) + "\n";
    for (const std::string& about : item.about)
      out += fmt::format("{}- {}\n", std::string(first.size(), ' '), plain(about));
  }
  return out;
}

std::string not_checked(const View& view) {
  if (view.not_checked.empty()) return {};
  std::string out = section(view.words.not_checked);
  for (const NotChecked& group : view.not_checked)
    out += fmt::format("- {} {}\n", plain(group.sentence),
                       plain(fmt::format("{}", fmt::join(group.labels, ", "))));
  return out;
}

std::string waived(const View& view) {
  if (view.waived.empty()) return {};
  std::string out = section(view.words.waived);
  for (const std::string& sentence : view.waived) out += fmt::format("- {}\n", plain(sentence));
  return out;
}

std::string table_row(const std::string& a, const std::string& b, const std::string& c,
                      const std::string& d) {
  return fmt::format("| {} | {} | {} | {} |\n", a, b, c, d);
}

std::string figures(const View& view) {
  if (view.rows.empty()) return {};
  const PageWords& words = view.words;
  std::string out = section(words.figures) + table_row(plain(words.what), plain(words.measured),
                                                       plain(words.asked_for), plain(words.result));
  out += "| --- | --- | --- | --- |\n";
  for (const Row& row : view.rows) {
    std::string asked = plain(row.asked);
    if (row.finding->level == Level::recommend) asked += " " + plain(words.recommended);
    std::string label = row.label;
    for (const std::string& more : {row.changing, row.outage, row.age}) {
      if (!more.empty()) label += ", " + more;
    }
    out += table_row(plain(label), row.measured.empty() ? "–" : plain(row.measured), asked, plain(row.word));
  }
  if (!view.recheck.empty()) out += "\n" + plain(view.recheck) + "\n";
  if (!view.enough.empty()) out += "\n" + plain(view.enough) + "\n";
  return view.inferred.empty() ? out : out + "\n" + plain(view.inferred) + "\n";
}

std::string told(const View& view) {
  if (view.told.empty()) return {};
  std::string out = section(view.words.told);
  for (const Row& row : view.told)
    out += fmt::format("- {} {} – {}\n", plain(row.label),
                       plain(row.measured.empty() ? view.words.no_answer : row.measured), plain(row.word));
  return out;
}

std::string technical(const Report& report, const View& view) {
  std::string out = section(view.words.technical);
  for (const Row& row : view.rows) {
    out += fmt::format("- {}: {}", code(row.finding->key), code(to_string(row.finding->outcome)));
    if (row.finding->cause) out += fmt::format(" ({})", code(to_string(*row.finding->cause)));
    if (row.fact != nullptr) out += fmt::format("; {}; n = {}", plain(row.how), row.fact->samples);
    if (!row.interval.empty()) out += fmt::format("; {} {}", plain(view.words.interval), plain(row.interval));
    out += "\n";
  }
  return out + fmt::format("- {} {}, deskready {}\n", plain(view.words.report), code(report.id),
                           plain(report.agent_version));
}

std::string render_markdown(const Report& report, const RenderOptions& options) {
  const View view = view_of(report, options);
  std::string out = fmt::format("# {}\n", plain(view.headline));
  if (!view.note.empty()) out += "\n" + plain(view.note) + "\n";
  if (!view.reference.empty()) out += "\n" + plain(view.reference) + "\n";
  out += steps(view.words.to_do, view.to_do) + steps(view.words.also, view.also) + not_checked(view) +
         waived(view);
  if (!view.fault.empty()) out += "\n" + plain(view.fault) + "\n";
  out += fmt::format("\n{}\n{}\n", plain(view.trust), plain(view.dates));
  return out + figures(view) + told(view) + technical(report, view);
}

}  // namespace

extern const Format markdown_format;
constinit const Format markdown_format = {.name = "markdown",
                                          .file_type = "md",
                                          .summary = "For tickets and wikis, as GitHub reads it",
                                          .shows = Document::report | Document::reports | Document::catalogue,
                                          .render = one_below_the_other<render_markdown>};

}  // namespace deskready

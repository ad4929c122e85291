// Where results go: standard output or a file, and what happens when that fails.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "agent/terminal/terminal.h"
#include "config/spec/spec.h"
#include "reports/document/report.h"
#include "reports/formats/format.h"

namespace deskready {

/// One text as line_for() on stderr: "deskready: <what>".
void complain(std::string_view what);
/// Each fault on a line of its own.
void complain(const std::vector<SpecError>& errors);

/// Cleaned, with its line end: in as many lines as it takes on a terminal, else one, for programs read lines.
std::string line_for(Standard stream, std::string_view text);

/// Why no file can be written there; empty when one can. Asked before a run, so that nothing is measured in
/// vain.
std::string why_not_writable(const std::string& file);

/// Writes to `file`, or to standard output when it is empty or "-", as for_terminal_page(): files are looked
/// at on terminals too. A file that cannot be written does not
/// lose the result: it goes to standard output, with a message. False when the text did not reach the place
/// asked for.
bool deliver(const std::string& file, std::string_view text);

/// Whether deliver() writes to a terminal there.
bool goes_to_terminal(const std::string& file);

/// Columns for a table that deliver() writes there: the terminal's where it goes to one, else so many
/// that a row of ours takes one line, for programs read tables by the line.
std::size_t table_width(const std::string& file);

/// The reports in a format that shows so many of them.
std::string render_all(const std::vector<Report>& reports, const Format& format, const std::string& language,
                       bool to_terminal, bool details = true);

/// Says that the reports' own sentences are English, where the person named a language that they are not
/// translated into.
void say_untranslated(const std::string& language);

/// The file's ending without its dot and in lower case, "html" for "x.HTM" too; empty when it has none.
std::string file_type(const std::string& file);

/// As choose_format(), of what add_format_option() has let through.
const Format& chosen_format(const std::string& named, const std::string& file, Documents documents);

/// What is wrong with so many reports in this format; empty where nothing is.
std::string count_fault(const Format& format, std::size_t reports);

/// How a command writes what it shows in one of the formats that can show it.
struct Way {
  std::string_view format;
  std::function<std::string()> write;
};
/// By the format's way; a format that shows this kind of document must have one.
std::string written(const Format& format, std::initializer_list<Way> ways);

}  // namespace deskready

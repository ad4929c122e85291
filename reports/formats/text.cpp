// The report for a terminal.

#include <fmt/format.h>

#include <algorithm>

#include "config/base/outward/outward.h"
#include "config/base/outward/table.h"
#include "reports/formats/view.h"
#include "reports/formats/wrapped.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

class Page {
 public:
  Page(const Report& report, const RenderOptions& options)
      : report_(report),
        options_(options),
        view_(view_of(report, options)),
        width_(static_cast<std::size_t>(std::max(options.width, 40))) {}

  std::string text() { return options_.from_the_end ? read_from_the_end() : read_from_the_top(); }

 private:
  std::string read_from_the_top() {
    head();
    steps(view_.words.to_do, view_.to_do);
    steps(view_.words.also, view_.also);
    not_checked();
    waived();
    if (!view_.fault.empty()) out_ += "\n" + wrapped("", view_.fault, width_);
    out_ += "\n" + wrapped("", view_.trust, width_) + wrapped("", view_.dates, width_);
    figures();
    told();
    if (options_.details) technical();
    return out_;
  }

  /// What decides stands last.
  std::string read_from_the_end() {
    figures();
    told();
    not_checked();
    waived();
    if (options_.details) technical();
    steps(view_.words.also, view_.also);
    out_ += "\n" + wrapped("", view_.trust, width_) + wrapped("", view_.dates, width_);
    out_ += "\n";
    head();
    if (!view_.fault.empty()) out_ += wrapped("", view_.fault, width_);
    steps(view_.words.to_do, view_.to_do);
    out_.erase(0, out_.find_first_not_of('\n'));
    return out_;
  }

  void head() {
    out_ += coloured(wrapped("", view_.headline, width_));
    if (!view_.note.empty()) out_ += wrapped("", view_.note, width_);
    if (!view_.reference.empty()) out_ += wrapped("", view_.reference, width_);
  }

  std::string coloured(const std::string& headline) const {
    if (!options_.colour) return headline;
    const char* colour = report_.verdict == Verdict::ready       ? "32"
                         : report_.verdict == Verdict::not_ready ? "31"
                                                                 : "33";
    return fmt::format("\033[1;{}m{}\033[0m\n", colour, headline.substr(0, headline.size() - 1));
  }

  void steps(const std::string& heading, const std::vector<ToDo>& list) {
    if (list.empty()) return;
    out_ += "\n" + heading + "\n";
    int number = 0;
    for (const ToDo& item : list) {
      out_ += wrapped(fmt::format("{:3}. ", ++number), item.text, width_);
      for (const std::string& about : item.about) out_ += wrapped("     - ", about, width_);
    }
  }

  void not_checked() {
    if (view_.not_checked.empty()) return;
    out_ += "\n" + view_.words.not_checked + "\n";
    for (const NotChecked& group : view_.not_checked) {
      out_ += wrapped("  - ", fmt::format("{} {}", group.sentence, fmt::join(group.labels, ", ")), width_);
    }
  }

  void waived() {
    if (view_.waived.empty()) return;
    out_ += "\n" + view_.words.waived + "\n";
    for (const std::string& sentence : view_.waived) out_ += wrapped("  - ", sentence, width_);
  }

  void figures() {
    if (view_.rows.empty()) return;
    out_ += "\n" + view_.words.figures + "\n";
    std::vector<std::vector<std::string>> rows = {
        {view_.words.what, view_.words.measured, view_.words.asked_for, view_.words.result}};
    for (const Row& row : view_.rows) {
      std::string asked = row.asked;
      if (row.finding->level == Level::recommend) asked += " " + view_.words.recommended;
      std::string label = row.label;
      for (const std::string& more : {row.changing, row.outage, row.age}) {
        if (!more.empty()) label += ", " + unmarked(more);
      }
      rows.push_back({label, row.measured.empty() ? "-" : row.measured, asked, row.word});
    }
    constexpr std::size_t most[] = {28, 16, 18, 17};
    out_ += table_of(rows, most, width_, "  ");
    if (!view_.recheck.empty()) out_ += wrapped("  ", view_.recheck, width_);
    if (!view_.enough.empty()) out_ += wrapped("  ", view_.enough, width_);
    if (!view_.inferred.empty()) out_ += wrapped("  ", view_.inferred, width_);
  }

  void told() {
    if (view_.told.empty()) return;
    out_ += "\n" + view_.words.told + "\n";
    for (const Row& row : view_.told) {
      const std::string said = row.measured.empty() ? view_.words.no_answer : row.measured;
      out_ += wrapped("  ", fmt::format("{} {} - {}", row.label, said, row.word), width_);
    }
  }

  void technical() {
    out_ += "\n" + view_.words.technical + "\n";
    for (const Row& row : view_.rows) {
      std::string line =
          fmt::format("{}: {}", for_terminal(row.finding->key), to_string(row.finding->outcome));
      if (row.finding->cause) line += fmt::format(" ({})", to_string(*row.finding->cause));
      if (row.fact != nullptr) line += fmt::format("; {}; n = {}", unmarked(row.how), row.fact->samples);
      if (!row.interval.empty()) line += "; " + view_.words.interval + " " + row.interval;
      out_ += wrapped("  ", line, width_);
    }
    out_ += wrapped(
        "  ",
        fmt::format("report {}, deskready {}", for_terminal(report_.id), for_terminal(report_.agent_version)),
        width_);
  }

  const Report& report_;
  const RenderOptions& options_;
  const View view_;
  const std::size_t width_;
  std::string out_;
};

std::string render_text(const Report& report, const RenderOptions& options) {
  return Page(report, options).text();
}

}  // namespace

extern const Format text_format;
constinit const Format text_format = {.name = "text",
                                      .file_type = "txt",
                                      .summary = "For people at a terminal",
                                      .shows = Document::report | Document::reports | Document::comparison |
                                               Document::facts | Document::devices | Document::desk |
                                               Document::history | Document::lint | Document::verified |
                                               Document::catalogue,
                                      .render = one_below_the_other<render_text>};

}  // namespace deskready

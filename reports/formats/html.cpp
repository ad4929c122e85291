// The report as one self-contained page, or several with a contents on one: no script, nothing loaded, light
// and dark.

#include <fmt/format.h>

#include <algorithm>

#include "config/base/outward/outward.h"
#include "config/facts/catalogue.h"
#include "config/spec/reference.h"
#include "reports/formats/interval_bar.h"
#include "reports/formats/view.h"
#include "reports/words/language.h"
#include "reports/words/table_words.h"

namespace deskready {
namespace {

// Sizes run along the line or across it, never left or right, so that the page mirrors by itself.
constexpr std::string_view style = R"~(
:root{color-scheme:light dark;--ground:#f3f5f8;--card:#fff;--ink:#18202c;--soft:#566173;--line:#dde2ea;
--good:#17723f;--warn:#8f5200;--bad:#b3261e;--none:#566173;--bar:#2f6fb3;--fair:#d9eee1;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ground:#10141a;--card:#1a2029;--ink:#e8ecf2;--soft:#a6b1c0;
--line:#333d4b;--good:#5ccf8b;--warn:#efb355;--bad:#ff8f86;--none:#a6b1c0;--bar:#7db4ef;--fair:#1d3a2b;--on:#10141a}}
*{box-sizing:border-box}
body{margin:0;overflow-wrap:anywhere;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,"Noto Sans",sans-serif}
main{max-inline-size:54rem;margin-inline:auto;padding:1.25rem 1rem 3rem}
section,header,nav{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.1rem 1.35rem;
margin-block-end:1rem}
header div{min-inline-size:0}
header{display:flex;gap:1rem;align-items:center;border-block-start:.35rem solid var(--tone)}
.sign{flex:none;inline-size:3rem;block-size:3rem;border-radius:50%;background:var(--tone);color:var(--on);
display:grid;place-items:center;font-size:1.6rem;font-weight:700}
h1{font-size:1.5rem;line-height:1.25;margin:0}
h2{font-size:1.1rem;line-height:1.3;margin:0 0 .6rem}
p{margin:.3rem 0 0}.soft{color:var(--soft);font-size:.9rem}
a{color:var(--bar)}nav h1{margin-block-end:.6rem}article{scroll-margin-block-start:1rem}
article+article{border-block-start:.15rem solid var(--line);margin-block-start:2.5rem;padding-block-start:1.5rem}
ol,ul{margin:0;padding-inline-start:1.5rem}li+li{margin-block-start:.6rem}
ul ul,ol ul{list-style:none;padding-inline-start:0}ol ul li+li{margin-block-start:0}
.who{margin-block:0 1rem;padding-inline:.35rem}
.row{display:grid;grid-template-columns:minmax(0,1fr) 12rem 10rem;gap:.15rem 1.25rem;padding-block:.75rem;
align-items:center;border-block-start:1px solid var(--line)}
.row:first-of-type{border:0}
.row strong{font-size:1.1rem}.row svg{display:block;inline-size:100%;block-size:1.5rem;border-radius:.25rem}
.end{text-align:end;grid-column:3;font-weight:600}
[dir=rtl] svg{transform:scaleX(-1)}
.allowed{fill:var(--fair)}.axis{fill:var(--line)}.interval{fill:var(--bar);opacity:.55}.value{fill:var(--bar)}
.limit{fill:var(--ink)}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-block:0 .5rem}
.key i{display:inline-block;inline-size:1rem;block-size:.75rem;margin-inline-end:.4rem;border-radius:.15rem}
.key .allowed{background:var(--fair);border:1px solid var(--line)}.key .interval{background:var(--bar)}
.key .limit{background:var(--ink);inline-size:.2rem;block-size:1rem;vertical-align:-.15rem}
.met,.waived{color:var(--good)}.borderline{color:var(--warn)}.not_met{color:var(--bad)}
.not_measured,.not_applicable{color:var(--none)}
summary{cursor:pointer;font-weight:600}details[open] summary{margin-block-end:.6rem}
details ul{list-style:none;padding:0}code{font-size:.9em}
@media(max-width:40rem){header{align-items:flex-start}h1{font-size:1.25rem}
.sign{inline-size:2.25rem;block-size:2.25rem;font-size:1.2rem}
section,header{padding:.9rem 1rem}
.row{grid-template-columns:minmax(0,1fr) auto}.end{grid-column:2;max-inline-size:9rem}.bar{grid-column:1/-1;order:3}
.bar:empty{display:none}}
@media print{body{background:none}main{padding:0}main>:last-child,article>:last-child{margin-block-end:0}
header,.row,li,tr{break-inside:avoid}h2,h3{break-after:avoid}details li:last-child{break-before:avoid}
article{break-before:page}article+article{border:0;margin:0;padding:0}
details::details-content{content-visibility:visible;block-size:auto}}
@supports not selector(::details-content){@media print{section:has(>details:not([open])){display:none}}}
)~";

/// A text of tr(): its direction marks become <bdi>.
std::string sentence(std::string_view marked) {
  constexpr std::string_view begin = "\u2068", end = "\u2069";
  std::string out;
  while (!marked.empty()) {
    const auto at = std::min({marked.find(begin), marked.find(end), marked.size()});
    out += for_html(marked.substr(0, at));
    marked.remove_prefix(at);
    if (marked.empty()) break;
    out += marked.starts_with(begin) ? "<bdi>" : "</bdi>";
    marked.remove_prefix(begin.size());
  }
  return out;
}

/// Names and figures keep their own direction inside a sentence of the other.
std::string isolated(std::string_view text) {
  return "<bdi>" + for_html(unmarked(text)) + "</bdi>";
}

/// On each printed page, so that one of them alone can be told whose it is. `name`: of the report's element
/// where there are several, else empty. No other letters than a reference's can end the style.
std::string page_margin(const std::string& reference, std::string_view language, const std::string& name) {
  if (reference.empty() || !is_reference(reference)) return {};
  const std::string words = unmarked(reference_words(language, reference));
  const std::string page = fmt::format(
      "@page {}{{margin:16mm 14mm;@bottom-right{{content:\"{}\";font:9pt sans-serif}}}}\n", name, words);
  return name.empty() ? page : page + fmt::format("#{0}{{page:{0}}}\n", name);
}

struct Tone {
  std::string_view colour;
  std::string_view sign;
};

Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::ready:
      return {"--good", "✓"};
    case Verdict::ready_with_warnings:
      return {"--warn", "!"};
    case Verdict::incomplete:
      return {"--none", "?"};
    case Verdict::not_ready:
      break;
  }
  return {"--bad", "✕"};
}

std::string bar_of(const Row& row) {
  const FactInfo* info = info_of(*row.finding);
  if (info == nullptr || row.fact == nullptr || info->kind != Kind::number) return {};
  return interval_bar(*row.fact, row.finding->asked);
}

class Page {
 public:
  Page(const Report& report, const RenderOptions& options)
      : report_(report), language_(options.language), view_(view_of(report, options)) {}

  const std::string& headline() const { return view_.headline; }
  const std::string& entry() const { return view_.entry; }

  /// All of it, to stand in a document.
  std::string html() {
    out_.clear();
    head();
    steps(view_.words.to_do, view_.to_do);
    steps(view_.words.also, view_.also);
    not_checked();
    waived();
    if (!view_.fault.empty()) out_ += "<p>" + sentence(view_.fault) + "</p>\n";
    out_ += "<p class=\"who soft\">" + sentence(view_.trust) + "<br>" + sentence(view_.dates) + "</p>\n";
    figures();
    told();
    technical();
    return out_;
  }

 private:
  void open(std::string_view heading) { out_ += "<section>\n<h2>" + for_html(heading) + "</h2>\n"; }

  void head() {
    out_ += fmt::format("<header><span class=\"sign\" aria-hidden=\"true\">{}</span><div><h1>{}</h1>",
                        tone_of(report_.verdict).sign, sentence(view_.headline));
    if (!view_.note.empty()) out_ += "<p>" + sentence(view_.note) + "</p>";
    if (!view_.reference.empty()) out_ += "<p class=\"soft\">" + sentence(view_.reference) + "</p>";
    out_ += "</div></header>\n";
  }

  void steps(const std::string& heading, const std::vector<ToDo>& items) {
    if (items.empty()) return;
    open(heading);
    out_ += "<ol>\n";
    for (const ToDo& item : items) {
      out_ += "<li>" + sentence(item.text);
      if (!item.about.empty()) out_ += "<ul class=\"soft\">";
      for (const std::string& about : item.about) out_ += "<li>" + sentence(about) + "</li>";
      if (!item.about.empty()) out_ += "</ul>";
      out_ += "</li>\n";
    }
    out_ += "</ol>\n</section>\n";
  }

  void not_checked() {
    if (view_.not_checked.empty()) return;
    open(view_.words.not_checked);
    out_ += "<ul>\n";
    for (const NotChecked& group : view_.not_checked) {
      out_ += "<li>" + sentence(group.sentence) + " <span class=\"soft\">";
      for (std::size_t i = 0; i < group.labels.size(); ++i) {
        out_ += (i > 0 ? ", " : "") + isolated(group.labels[i]);
      }
      out_ += "</span></li>\n";
    }
    out_ += "</ul>\n</section>\n";
  }

  void waived() {
    if (view_.waived.empty()) return;
    open(view_.words.waived);
    out_ += "<ul>\n";
    for (const std::string& one : view_.waived) out_ += "<li>" + sentence(one) + "</li>\n";
    out_ += "</ul>\n</section>\n";
  }

  void figures() {
    if (view_.rows.empty()) return;
    open(view_.words.figures);
    if (std::any_of(view_.rows.begin(), view_.rows.end(), [](const Row& r) { return !bar_of(r).empty(); })) {
      out_ += fmt::format(
          "<p class=\"key soft\"><span><i class=\"allowed\"></i>{}</span><span><i "
          "class=\"limit\"></i>{}</span>"
          "<span><i class=\"interval\"></i>{}</span></p>\n",
          for_html(view_.words.good_enough), for_html(view_.words.limit), for_html(view_.words.certain));
    }
    if (!view_.recheck.empty()) out_ += "<p class=\"soft\">" + sentence(view_.recheck) + "</p>\n";
    for (const Row& row : view_.rows) out_ += figure(row);
    if (!view_.enough.empty()) out_ += "<p class=\"soft\">" + sentence(view_.enough) + "</p>\n";
    if (!view_.inferred.empty()) out_ += "<p class=\"soft\">" + sentence(view_.inferred) + "</p>\n";
    out_ += "</section>\n";
  }

  std::string figure(const Row& row) const {
    std::string asked = sentence(asked_for_words(language_, row.asked));
    if (row.finding->level == Level::recommend) asked += " " + for_html(view_.words.recommended);
    std::string measured =
        row.measured.empty() ? std::string() : "<strong>" + isolated(row.measured) + "</strong>";
    if (!row.interval.empty()) measured += " <span class=\"soft\">(" + sentence(row.interval) + ")</span>";
    for (const std::string& more : {row.changing, row.outage, row.age}) {
      if (!more.empty()) measured += " <span class=\"soft\">" + sentence(more) + "</span>";
    }
    return fmt::format(
        "<div class=\"row\"><div>{}{}{}<br><span class=\"soft\">{}</span></div><div class=\"bar\">{}</div>"
        "<div class=\"end {}\">{}</div></div>\n",
        for_html(row.label), measured.empty() ? "" : "<br>", measured, asked, bar_of(row),
        to_string(row.finding->outcome), for_html(row.word));
  }

  void told() {
    if (view_.told.empty()) return;
    open(view_.words.told);
    for (const Row& row : view_.told) {
      const std::string said = row.measured.empty() ? for_html(view_.words.no_answer)
                                                    : "<strong>" + isolated(row.measured) + "</strong>";
      out_ += fmt::format("<div class=\"row\"><div>{}<br>{}</div><div class=\"end {}\">{}</div></div>\n",
                          isolated(row.label), said, to_string(row.finding->outcome), for_html(row.word));
    }
    out_ += "</section>\n";
  }

  void technical() {
    out_ += "<section><details><summary>" + for_html(view_.words.technical) + "</summary>\n<ul>\n";
    for (const Row& row : view_.rows) {
      out_ += fmt::format("<li><code>{}</code> {}", isolated(for_terminal(row.finding->key)),
                          to_string(row.finding->outcome));
      if (row.finding->cause) out_ += fmt::format(" ({})", to_string(*row.finding->cause));
      if (row.fact != nullptr) {
        out_ +=
            fmt::format("<br><span class=\"soft\">{}, n = {}</span>", sentence(row.how), row.fact->samples);
      }
      out_ += "</li>\n";
    }
    out_ += fmt::format("<li>{} <code>{}</code>, deskready {}</li>\n</ul></details></section>\n",
                        for_html(view_.words.report), isolated(for_terminal(report_.id)),
                        isolated(for_terminal(report_.agent_version)));
  }

  const Report& report_;
  const std::string language_;
  const View view_;
  std::string out_;
};

std::string tone_style(const Report& report) {
  return fmt::format(" style=\"--tone:var({})\"", tone_of(report.verdict).colour);
}

/// `margins`: as of page_margin(); `body`: the attributes of that element.
std::string document(const std::string& title, const std::string& margins, const std::string& body,
                     const std::string& language, const std::string& main) {
  // A page whose sentences are not translated is an English one, whatever was asked for.
  const std::string_view written = written_language(language);
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src "
      "'unsafe-inline'\">\n"
      "<title>{}</title>\n<style>{}{}</style>\n</head>\n<body{}>\n<main>\n{}</main>\n</body>\n</html>\n",
      written, direction(written), for_html(unmarked(title)), style, margins, body, main);
}

/// A contents, then one report after the other.
std::string several(std::span<const Report> reports, const RenderOptions& options) {
  const std::string title = report_count_words(options.language, reports.size());
  std::string contents, articles, margins;
  int number = 0;
  for (const Report& report : reports) {
    Page page(report, options);
    const std::string name = fmt::format("report-{}", ++number);
    contents += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", name, sentence(page.entry()));
    articles += fmt::format("<article id=\"{}\"{}>\n{}</article>\n", name, tone_style(report), page.html());
    margins += page_margin(report.reference, options.language, name);
  }
  return document(
      title, margins, "", options.language,
      fmt::format("<nav>\n<h1>{}</h1>\n<ol>\n{}</ol>\n</nav>\n{}", for_html(title), contents, articles));
}

std::string render_html(std::span<const Report> reports, const RenderOptions& options) {
  if (reports.size() > 1) return several(reports, options);
  const Report& report = reports.front();
  Page page(report, options);
  return document(page.headline(), page_margin(report.reference, options.language, ""), tone_style(report),
                  options.language, page.html());
}

}  // namespace

extern const Format html_format;
constinit const Format html_format = {.name = "html",
                                      .file_type = "html",
                                      .summary = "For people in a browser, or on paper",
                                      .shows = Document::report | Document::reports,
                                      .render = render_html};

}  // namespace deskready

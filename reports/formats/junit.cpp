// For CI servers: JUnit's XML as Jenkins's xunit plugin describes it (junit-10.xsd). One test suite for each
// report, one test case for each rule.
#include <fmt/format.h>

#include <algorithm>

#include "config/base/outward/outward.h"
#include "reports/formats/view.h"
#include "reports/words/advice_words.h"
#include "reports/words/finding_words.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

/// Of anything from outside.
std::string xml(std::string_view marked) {
  return for_html(unmarked(marked));
}

struct Counts {
  int tests = 0, failures = 0, errors = 0, skipped = 0;
  Counts& operator+=(const Counts& more) {
    tests += more.tests;
    failures += more.failures;
    errors += more.errors;
    skipped += more.skipped;
    return *this;
  }
};

class Suite {
 public:
  Suite(const Report& report, const RenderOptions& options) : report_(report), options_(options) {
    for (const Finding& finding : report.findings) add(finding);
    add_verdict();
  }

  const Counts& counts() const { return counts_; }

  std::string text() const {
    const double seconds = std::chrono::duration<double>(report_.finished - report_.started).count();
    return fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\" "
        "timestamp=\"{}\" id=\"{}\">\n{}{}  </testsuite>\n",
        xml(report_.employer.empty() ? report_.spec_name : report_.employer + ": " + report_.spec_name),
        counts_.tests, counts_.failures, counts_.errors, counts_.skipped, std::max(seconds, 0.0),
        // ISO 8601 in UTC; readers that know no zone take no letter.
        format_time(report_.started).substr(0, 19), xml(report_.id), properties(), cases_);
  }

 private:
  std::string properties() const {
    std::string out = "    <properties>\n";
    for (const auto& [name, value] : {std::pair<const char*, std::string>{"employer", report_.employer},
                                      {"spec", report_.spec_name},
                                      {"spec_version", report_.spec_version},
                                      {"role", report_.role},
                                      {"reference", report_.reference},
                                      {"verdict", std::string(to_string(report_.verdict))},
                                      {"agent_version", report_.agent_version}}) {
      if (!value.empty())
        out += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml(value));
    }
    return out + "    </properties>\n";
  }

  void add_case(std::string_view part, std::string_view name, const std::string& inside) {
    ++counts_.tests;
    cases_ += fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n{}    </testcase>\n",
                          xml(fmt::format("{}.{}", report_.spec_name, part)), xml(name), inside);
  }

  static std::string element(std::string_view tag, std::string_view type, const std::string& message,
                             const std::string& more) {
    return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", tag, type, xml(message),
                       xml(more));
  }

  /// A failure is what keeps the verdict from being ready: a required rule that is not met. What was not
  /// decided, or is only recommended, is skipped with its reason, so that nobody takes it for passed.
  void add(const Finding& finding) {
    const std::string_view language = options_.language;
    const std::string sentence = finding_sentence(language, finding);
    const std::string_view part = std::string_view(finding.key).substr(0, finding.key.find('.'));
    std::string inside;
    if (finding.outcome == Outcome::met) {
      inside = fmt::format("      <system-out>{}</system-out>\n", xml(sentence));
    } else if (finding.outcome == Outcome::not_met && finding.level == Level::require) {
      ++counts_.failures;
      inside = element("failure", to_string(finding.outcome), sentence, advice_words(language, finding));
    } else {
      ++counts_.skipped;
      const std::string_view why = finding.cause ? to_string(*finding.cause) : to_string(finding.outcome);
      inside = element("skipped", why, sentence, {});
    }
    add_case(part, finding.rule, inside);
  }

  /// The whole, so that a build whose rules were all skipped is no success.
  void add_verdict() {
    const View view = view_of(report_, options_);
    std::string inside = fmt::format("      <system-out>{}</system-out>\n", xml(view.headline));
    if (report_.verdict == Verdict::not_ready) {
      ++counts_.failures;
      inside = element("failure", to_string(report_.verdict), view.headline, view.note);
    } else if (report_.verdict == Verdict::incomplete) {
      ++counts_.errors;
      inside = element("error", to_string(report_.verdict), view.headline, view.note);
    }
    add_case("verdict", "verdict", inside);
  }

  const Report& report_;
  const RenderOptions& options_;
  Counts counts_;
  std::string cases_;
};

std::string render_junit(std::span<const Report> reports, const RenderOptions& options) {
  Counts all;
  std::string suites;
  for (const Report& report : reports) {
    const Suite suite(report, options);
    all += suite.counts();
    suites += suite.text();
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"deskready\" tests=\"{}\" "
      "failures=\"{}\" "
      "errors=\"{}\">\n{}</testsuites>\n",
      all.tests, all.failures, all.errors, suites);
}

}  // namespace

extern const Format junit_format;
constinit const Format junit_format = {.name = "junit",
                                       .file_type = "xml",
                                       .summary = "For CI servers: JUnit's XML, a test suite for each report",
                                       .shows = Document::report | Document::reports,
                                       .render = render_junit};

}  // namespace deskready

#include "reports/formats/to_do.h"

#include <algorithm>
#include <tuple>

#include "config/facts/catalogue.h"
#include "reports/assess/deciding.h"
#include "reports/words/advice_words.h"
#include "reports/words/cause_words.h"
#include "reports/words/finding_words.h"
#include "reports/words/time_words.h"

namespace deskready {
namespace {

struct Advice {
  Effort effort;
  Level level;
  bool found_out;  ///< where the trouble lies: other figures may be bad by it
  ToDo to_do;

  auto rank() const { return std::tuple(level, !found_out, effort); }
};

void add(std::vector<Advice>& all, const Finding& finding, std::string text, std::string about) {
  if (text.empty()) return;
  auto same = std::find_if(all.begin(), all.end(), [&](const Advice& a) { return a.to_do.text == text; });
  if (same == all.end())
    same = all.insert(all.end(),
                      {finding.effort, finding.level, lies_beyond_home(finding), {std::move(text), {}}});
  same->effort = std::min(same->effort, finding.effort);
  same->level = std::min(same->level, finding.level);
  auto& abouts = same->to_do.about;
  if (!about.empty() && std::find(abouts.begin(), abouts.end(), about) == abouts.end())
    abouts.push_back(std::move(about));
}

std::string standing_of(const Finding& finding, const RenderOptions& options) {
  return standing_words(options.language, time_argument(finding, "failing_since"),
                        time_argument(finding, "last_met"), options.zone);
}

std::vector<ToDo> to_do_list(const Report& report, const RenderOptions& options) {
  const std::string_view language = options.language;
  const auto device_missing = [&](const Finding& of) {
    const FactInfo* info = info_of(of);
    return info != nullptr && !info->device.empty() &&
           std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
             return finding.key == info->device && finding.outcome == Outcome::not_met;
           });
  };
  std::vector<Advice> all;
  for (const Finding& finding : report.findings) {
    if (finding.outcome == Outcome::not_met || finding.outcome == Outcome::borderline) {
      std::string about = finding_sentence(language, finding);
      if (const std::string since = standing_of(finding, options); !since.empty()) about += " " + since;
      add(all, finding, step_words(language, finding), std::move(about));
    } else if (finding.outcome == Outcome::not_measured && finding.cause) {
      // The missing thing's own line says to plug one in already.
      if (finding.cause == Cause::no_device && device_missing(finding)) continue;
      add(all, finding, step_words(language, finding), {});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Advice& a, const Advice& b) { return a.rank() < b.rank(); });
  std::vector<ToDo> ordered;
  for (Advice& advice : all) ordered.push_back(std::move(advice.to_do));
  return ordered;
}

}  // namespace

std::string step_words(std::string_view language, const Finding& finding) {
  if (finding.outcome != Outcome::not_measured) return advice_words(language, finding);
  if (finding.code == "role_not_said") return role_advice_words(language);
  return finding.cause ? cause_action(language, *finding.cause, finding.args) : std::string();
}

std::vector<ToDo> deciding_steps(const Report& report, const RenderOptions& options) {
  Report deciding = report;
  std::erase_if(deciding.findings, [&](const Finding& finding) { return !decides(report.verdict, finding); });
  return to_do_list(deciding, options);
}

Steps steps_of(const Report& report, const RenderOptions& options) {
  Steps steps{deciding_steps(report, options), to_do_list(report, options)};
  std::erase_if(steps.others, [&](const ToDo& item) {
    return std::any_of(steps.deciding.begin(), steps.deciding.end(),
                       [&](const ToDo& step) { return step.text == item.text; });
  });
  return steps;
}

}  // namespace deskready

#include "agent/daemon/standing/why.h"

#include <array>
#include <nlohmann/json.hpp>

#include "config/base/json/json_read.h"
#include "reports/assess/outcome.h"
#include "reports/document/finding_json.h"
#include "reports/formats/to_do.h"
#include "reports/words/finding_words.h"

namespace deskready {
namespace {

using nlohmann::json;

template <class... Each>
struct Of : Each... {
  using Each::operator()...;
};
template <class... Each>
Of(Each...) -> Of<Each...>;

constexpr std::array<std::string_view, 5> troubles = {"too_long", "service_stopped", "paused", "no_report",
                                                      "not_kept"};

json trouble_to_json(const CheckTrouble& trouble) {
  return {{"code", troubles[static_cast<std::size_t>(trouble.code)]},
          {"not_started", trouble.not_started},
          {"by_signal", trouble.by_signal},
          {"end", trouble.end},
          {"error", trouble.error}};
}

std::string step_for(std::string_view language, std::string_view verdict, const Finding& finding) {
  const std::string step = step_words(language, finding);
  return unmarked(verdict == to_string(Verdict::incomplete) ? undecided_step_words(language, finding, step)
                                                            : step);
}

}  // namespace

std::string why_words(std::string_view language, const Why& why) {
  return std::visit(Of{[](std::monostate) { return std::string(); },
                       [&](const Finding& finding) {
                         return about_words(language, finding, unmarked(finding_sentence(language, finding)));
                       },
                       [&](NothingJudged) { return nothing_judged_words(language); },
                       [&](const CheckTrouble& trouble) { return trouble_words(language, trouble); },
                       [](const ToldSentences& told) { return told.reason; }},
                    why);
}

std::string first_step_words(std::string_view language, std::string_view verdict, const Why& why) {
  return std::visit(Of{[](std::monostate) { return std::string(); },
                       [&](const Finding& finding) { return step_for(language, verdict, finding); },
                       [&](NothingJudged) { return check_first_words(language); },
                       [&](const CheckTrouble&) { return check_first_words(language); },
                       [](const ToldSentences& told) { return told.step; }},
                    why);
}

json why_to_json(const Why& why) {
  return std::visit(Of{[](std::monostate) { return json(); },
                       [](const Finding& finding) {
                         return json{{"code", "finding"}, {"finding", json(finding_to_json(finding))}};
                       },
                       [](NothingJudged) {
                         return json{{"code", "nothing_judged"}};
                       },
                       [](const CheckTrouble& trouble) { return trouble_to_json(trouble); },
                       [](const ToldSentences& told) {
                         return json{{"code", "told"}, {"reason", told.reason}, {"step", told.step}};
                       }},
                    why);
}

Why why_from_json(const json& told) {
  const std::string code = text_of(told, "code");
  if (code == "nothing_judged") return NothingJudged{};
  if (code == "told") return ToldSentences{text_of(told, "reason"), text_of(told, "step")};
  if (code == "finding") {
    auto finding = finding_from_json(object_of(told, "finding"), {}, {});
    return finding ? Why(std::move(*finding)) : Why();
  }
  for (std::size_t i = 0; i < troubles.size(); ++i) {
    if (troubles[i] != code) continue;
    return CheckTrouble{static_cast<Trouble>(i), text_of(told, "not_started"),
                        truth_of(told, "by_signal").value_or(false), text_of(told, "end"),
                        text_of(told, "error")};
  }
  return {};
}

}  // namespace deskready

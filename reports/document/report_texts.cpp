#include "reports/document/report_texts.h"

#include "reports/words/finding_words.h"
#include "reports/words/value_words.h"

namespace deskready {
namespace {

constexpr std::string_view english = "en";

std::string shown_text(const Measured& measured, const FactInfo* info) {
  // A document carries a text as it is; only pages are cleaned of what could command them.
  if (const std::string* text = std::get_if<std::string>(&measured.value)) return *text;
  return value_words(english, measured, info);
}

}  // namespace

std::string expected_text(const Finding& finding) {
  const bool of_a_fact = !finding.key.starts_with("ask.") && !finding.key.starts_with("one_of.");
  return of_a_fact ? limit_signs(english, finding.asked, info_of(finding)) : expected_words(english, finding);
}

std::string measured_text(const Finding& finding) {
  return finding.measured ? shown_text(*finding.measured, info_of(finding)) : std::string();
}

Arguments argument_texts(const Finding& finding) {
  Arguments texts = finding.args;
  if (finding.first) texts["first"] = shown_text(*finding.first, info_of(finding));
  if (finding.limit) {
    const auto key = parse_fact_key(finding.key);
    texts["limit"] = limit_signs(english, *finding.limit, key ? find_fact(key->name) : nullptr);
  }
  if (std::string detail = finding_detail(english, finding); !detail.empty())
    texts.emplace("detail", std::move(detail));
  return texts;
}

}  // namespace deskready

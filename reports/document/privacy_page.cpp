#include "reports/document/privacy_page.h"

#include <fmt/format.h>

#include "config/base/text.h"
#include "reports/document/report_fields.h"

namespace deskready {
namespace {

constexpr std::string_view english = "en";

/// Lines as the other pages have them.
std::string paragraph(const std::string& text) {
  constexpr std::size_t width = 125;
  std::string lines;
  for (const std::string& line : wrapped_lines(text, width)) lines += line + "\n";
  return lines;
}

std::string row_of(std::string_view name, std::string_view sentence, Privacy privacy, Told told) {
  return fmt::format("| `{}` | {} | {} | {} | {} |\n", name, sentence, who_sees_words(english, privacy, told),
                     why_told_words(english, privacy), how_long_words(english, privacy, told));
}

}  // namespace

std::string privacy_page() {
  const PrivacyWords words = privacy_words(english);
  std::string page = "# Privacy\n\n" + paragraph(about_privacy_words(english));
  page += fmt::format("\n| {} | {} | {} | {} | {} |\n|---|---|---|---|---|\n", words.field, words.says,
                      words.who, words.why, words.how_long);
  for (const ReportField& field : report_fields())
    page += row_of(field.path, field.sentence, field.privacy, field.told);
  page += "\n" + paragraph(about_facts_words(english));
  page += fmt::format("\n| {} | {} | {} |\n|---|---|---|\n", words.fact, words.says, words.why);
  for (const FactInfo& fact : catalogue())
    page += fmt::format("| `{}` | {} | {} |\n", fact.name, fact.label, why_told_words(english, fact.privacy));
  return page;
}

}  // namespace deskready

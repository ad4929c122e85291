#include "agent/cli/facts/facts_text.h"

#include <fmt/format.h>

#include "config/base/outward/outward.h"
#include "config/base/outward/table.h"
#include "config/facts/catalogue.h"
#include "probes/noted.h"
#include "reports/words/detail_words.h"
#include "reports/words/page_words.h"
#include "reports/words/value_words.h"

namespace deskready {
namespace {

std::string shown(const Fact& fact, const FactInfo* info) {
  if (std::holds_alternative<double>(fact.value)) {
    const Measured measured = measured_of(fact);
    const std::string interval =
        info != nullptr ? unmarked(interval_words("en", measured, *info)) : std::string();
    std::string text = value_words("en", measured, info);
    if (!interval.empty()) text += fmt::format("  ({})", interval);
    if (line_changes(fact)) text += "  " + unmarked(changing_words("en", noted_other_minutes(fact)));
    return text;
  }
  if (const bool* truth = std::get_if<bool>(&fact.value)) return *truth ? "yes" : "no";
  return std::get<std::string>(fact.value);
}

}  // namespace

std::string facts_as_text(const Facts& facts, std::size_t width) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [key, fact] : facts.known) {
    const FactInfo* info = find_fact(key.substr(0, key.find_first_of("@#")));
    const bool inferred = info != nullptr && info->known == Known::heuristic;
    rows.push_back({for_terminal(key), for_terminal(shown(fact, info)) + (inferred ? "  (inferred)" : "")});
  }
  for (const auto& [key, why] : facts.unknown) {
    const std::string detail = unmarked(detail_sentence("en", why.args));
    rows.push_back({for_terminal(key), fmt::format("not measured: {}{}", to_string(why.cause),
                                                   detail.empty() ? "" : " (" + for_terminal(detail) + ")")});
  }
  constexpr std::size_t most[] = {0, 0};
  return table_of(rows, most, width);
}

}  // namespace deskready

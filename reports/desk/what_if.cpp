#include "reports/desk/what_if.h"

#include <algorithm>

#include "config/base/json/bounded_json.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/spec/chain/load.h"
#include "reports/desk/derived_row.h"
#include "reports/words/desk/query_words.h"

namespace deskready {

tl::expected<Rule, std::string> read_what_if(std::string_view text) {
  const std::string_view whole = trimmed(text);
  const std::string_view fact = whole.substr(0, whole.find_first_of(" <>=!"));
  const std::string_view limit = trimmed(whole.substr(fact.size()));
  if (fact.empty() || limit.empty()) return tl::unexpected(no_what_if_words("en", text, {}));
  const std::string spec =
      "[spec]\nlanguage = 1\nname = \"asked\"\n[[rule]]\nid = \"asked\"\nfact = " + for_toml(fact) +
      "\nlimit = " + for_toml(limit) + "\n";
  auto read = parse_spec(spec, "asked", {});
  if (!read) {
    const SpecError& error = read.error().front();
    return tl::unexpected(
        no_what_if_words("en", text, error.message + (error.hint.empty() ? "" : "; " + error.hint)));
  }
  if (read->rules.empty()) return tl::unexpected(no_what_if_words("en", text, {}));
  return std::move(read->rules.front());
}

Spec with_rule(Spec spec, const Rule& rule) {
  bool found = false;
  for (Rule& own : spec.rules) {
    if (own.key != rule.key || own.level != Level::require || own.over) continue;
    own.comparison = rule.comparison;
    found = true;
  }
  if (!found) spec.rules.push_back(rule);
  return spec;
}

std::optional<Verdict> verdict_if(std::string_view document, std::span<const Spec> specs, const Rule& rule) {
  const auto json = read_json(document);
  const auto report = json ? report_from_json(*json) : tl::unexpected(std::string());
  if (!report) return std::nullopt;
  const auto spec = std::find_if(specs.begin(), specs.end(),
                                 [&](const Spec& one) { return one.resolved_sha256 == report->spec_sha256; });
  if (spec == specs.end()) return std::nullopt;
  return judged_again(with_rule(*spec, rule), *report).verdict;
}

}  // namespace deskready

#include "config/spec/chain/needs.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/base/digest.h"
#include "config/spec/language/writer.h"

namespace deskready {
namespace {

/// The fact that an amount of [needs] is held against; the catalogue has one for each.
const FactInfo& covering(std::string_view need) {
  const auto all = catalogue();
  return *std::find_if(all.begin(), all.end(), [&](const FactInfo& fact) { return fact.need == need; });
}

}  // namespace

void add_up_needs(Spec& spec) {
  struct Sum {
    double Need::*amount;
    std::string_view need;
  };
  constexpr Sum sums[] = {{&Need::memory, "memory"},
                          {&Need::disk, "disk"},
                          {&Need::download, "download"},
                          {&Need::upload, "upload"}};
  for (const Sum& sum : sums) {
    const FactInfo& covers = covering(sum.need);
    Rule rule;
    rule.id = fmt::format("needs.{}", sum.need);
    rule.key.name = covers.name;
    rule.comparison.op = Operator::at_least;
    const Unit unit = covers.unit;
    for (const Need& need : spec.needs) {
      const double amount = need.*sum.amount;
      if (amount == 0) continue;
      if (rule.source.empty()) rule.where = need.where;
      rule.comparison.low += amount;
      rule.source +=
          fmt::format("{}{} {}", rule.source.empty() ? "" : " + ", need.name, format_quantity(amount, unit));
    }
    rule.comparison.high = rule.comparison.low;
    if (rule.comparison.low > 0) spec.rules.push_back(std::move(rule));
  }
}

std::optional<Spec> needs_together(std::span<const Spec> specs) {
  Spec all;
  all.name = "programs of all at once";
  std::size_t needy = 0;
  for (const Spec& spec : specs) {
    if (!spec.needs.empty()) ++needy;
    for (Need need : spec.needs) {
      need.name = spec.name + ": " + need.name;
      all.needs.push_back(std::move(need));
    }
  }
  if (needy < 2) return std::nullopt;
  add_up_needs(all);
  all.resolved_sha256 = sha256_hex(show_spec(all));
  return all;
}

}  // namespace deskready

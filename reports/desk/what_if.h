// What reports would come to by another rule. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/spec/spec.h"
#include "reports/assess/outcome.h"

namespace deskready {

/// As an employer thinks of it: "network.download >= 20 Mbps". The error is a sentence.
tl::expected<Rule, std::string> read_what_if(std::string_view text);

/// The spec with this limit in its required rules about the same fact; with the rule beside the others, where
/// it has none.
Spec with_rule(Spec spec, const Rule& rule);

/// The verdict of a report (one document, not signed) by its own one of `specs`, changed so; nothing where it
/// is of none of them, or no report.
std::optional<Verdict> verdict_if(std::string_view document, std::span<const Spec> specs, const Rule& rule);

}  // namespace deskready

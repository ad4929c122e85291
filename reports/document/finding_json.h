// One finding's JSON shape: its values, and beside them the English texts of report/1.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "reports/assess/finding.h"

namespace deskready {

nlohmann::ordered_json finding_to_json(const Finding& finding);

/// Documents of before the values stood in findings are read by their texts, and by the facts and attempts of
/// the same document. The error is the name of the field at fault.
tl::expected<Finding, std::string> finding_from_json(
    const nlohmann::json& json, const Facts& facts, const std::map<std::string, std::vector<Fact>>& attempts);

}  // namespace deskready

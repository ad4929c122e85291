// One fact's JSON shape, shared by reports and facts documents.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "probes/fact.h"

namespace deskready {

nlohmann::ordered_json fact_to_json(std::string_view key, const Fact& fact);
nlohmann::ordered_json unmeasured_to_json(const Unmeasured& why);
/// The error names the field at fault.
tl::expected<Fact, std::string> fact_from_json(std::string_view key, const nlohmann::json& json);
tl::expected<Unmeasured, std::string> unmeasured_from_json(std::string_view key, const nlohmann::json& json);

/// What is believed of the trust that a document claims: nothing makes it more than its writer's word. Pure.
Trust believed(Trust claimed);

}  // namespace deskready

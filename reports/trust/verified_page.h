// What was found about signed reports, for people and for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "reports/trust/verify_reports.h"

namespace deskready {

/// A paragraph for each, and what no signature proves; for a page of so many columns.
std::string verified_text(std::span<const VerifiedReport> reports, std::size_t width);
nlohmann::ordered_json verified_json(std::span<const VerifiedReport> reports);

}  // namespace deskready

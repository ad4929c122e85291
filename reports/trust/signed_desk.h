// The employer's table over signed reports and others.
#pragma once

#include "reports/trust/verify_reports.h"

namespace deskready {

/// A row for read_desk(): of a signed report once its signature holds, and of one that nobody signed with a
/// flag that says so. One that is signed by nobody known, or was changed, is a row without anything of its
/// own.
DeskRow signed_desk_row(const std::string& file, std::string_view document, const KnownToVerifier& known);

}  // namespace deskready

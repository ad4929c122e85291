// The employer's table over signed reports and others.
#pragma once

#include "reports/trust/verify_reports.h"

namespace deskready {

/// A row for read_desk(): of a signed report once its signature holds, by whoever's key where none is known,
/// and of one that nobody signed with a flag that says so. One that is signed by nobody known, or was
/// changed, is a row without anything of its own.
DeskRow signed_desk_row(const std::string& file, std::string_view document, const KnownToVerifier& known);

/// Where any is signed: flags those that nobody signed, and, unless they were sorted, puts them below.
void set_unsigned_apart(std::vector<DeskRow>& rows, bool below);

}  // namespace deskready

// docs/privacy.md: each field that a report may have, with who sees it, why and for how long. Made from
// report_fields() and the catalogue; a test compares.
#pragma once

#include <string>

namespace deskready {

std::string privacy_page();

}  // namespace deskready

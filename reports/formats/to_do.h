// What the person can do, in the order in which it should be tried.
#pragma once

#include "reports/formats/view.h"

namespace deskready {

/// One entry for each advice, by its effort: what is free first, purchases last; within that, required before
/// recommended.
std::vector<ToDo> to_do_list(const Report& report, const RenderOptions& options);

}  // namespace deskready

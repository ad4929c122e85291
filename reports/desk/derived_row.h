// A document's row, derived again: held against its own facts and findings, and judged by its spec where that
// is known. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/spec/spec.h"
#include "reports/assess/assess.h"
#include "reports/desk/desk_row.h"

namespace deskready {

/// By its facts and answers, as far as the document shows what the judge knew.
Assessment judged_again(const Spec& spec, const Report& report);

/// Flags whether it is past its time, or dated ahead of it, by this time and no other.
void hold_against_time(DeskRow& row, WallTime now);

/// One document's row. `specs` are those to derive the verdict by; found by their hash.
DeskRow desk_row(std::string file, std::string_view document, std::span<const Spec> specs, WallTime now);

}  // namespace deskready

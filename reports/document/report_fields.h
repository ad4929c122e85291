// Which fields a report may have beside its facts, and what each tells about a person.
#pragma once

#include <span>
#include <string_view>

#include "config/facts/catalogue.h"

namespace deskready {

/// A field of the report that is no fact, with its class. `*` stands for any one key or index;
/// one that is `local` stands in no report.
struct ReportField {
  std::string_view path;  ///< "facts.*.value", "spec.name"
  Privacy privacy;
  std::string_view sentence;
};
std::span<const ReportField> report_fields();

}  // namespace deskready

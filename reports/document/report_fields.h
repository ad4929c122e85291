// Which fields a report may have beside its facts, and what each tells about a person.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/facts/catalogue.h"
#include "reports/words/privacy/privacy_words.h"

namespace deskready {

/// A field of the report that is no fact, with its class. `*` stands for any one key or index;
/// one that is `local` stands in no report.
struct ReportField {
  std::string_view path;  ///< "facts.*.value", "spec.name"
  Privacy privacy;
  std::string_view sentence;
  Told told = Told::whole;  ///< in a signed report
};
std::span<const ReportField> report_fields();

/// The field of what stands at this place of a report, names and indices from the top; null for none. Below a
/// detail all is of its class.
const ReportField* field_at(std::span<const std::string> place);

}  // namespace deskready

// Holds a report against the list of what may leave a computer.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "reports/document/report_fields.h"

namespace deskready {

inline void add_without_class(const nlohmann::json& value, std::vector<std::string>& path,
                              std::vector<std::string>& found) {
  if (value.is_structured()) {
    for (const auto& [key, part] : value.items()) {
      path.push_back(key);
      add_without_class(part, path, found);
      path.pop_back();
    }
    return;
  }
  const ReportField* const field = field_at(path);
  if (field == nullptr || field->privacy == Privacy::local) found.push_back(nlohmann::json(path).dump());
}

/// The places in a report, as JSON lists of their steps, that report_fields() gives no privacy class.
inline std::vector<std::string> without_class(const nlohmann::json& report) {
  std::vector<std::string> path, found;
  add_without_class(report, path, found);
  return found;
}

}  // namespace deskready

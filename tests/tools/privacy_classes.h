// Holds a report against the list of what may leave a computer.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "reports/document/report_fields.h"

namespace deskready {

inline bool is_at(std::string_view pattern, const std::vector<std::string>& path) {
  std::vector<std::string_view> steps;
  while (true) {
    const auto dot = std::min(pattern.find('.'), pattern.size());
    steps.push_back(pattern.substr(0, dot));
    if (dot == pattern.size()) break;
    pattern.remove_prefix(dot + 1);
  }
  // A detail may be nested; all below it has its class.
  const bool detail = steps.size() >= 2 && steps[steps.size() - 2] == "detail";
  if (path.size() < steps.size() || (path.size() > steps.size() && !detail)) return false;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i] != "*" && steps[i] != path[i]) return false;
  }
  return true;
}

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
  const auto fields = report_fields();
  const bool has_one = std::any_of(fields.begin(), fields.end(), [&](const ReportField& field) {
    return field.privacy != Privacy::local && is_at(field.path, path);
  });
  if (!has_one) found.push_back(nlohmann::json(path).dump());
}

/// The places in a report, as JSON lists of their steps, that report_fields() gives no privacy class.
inline std::vector<std::string> without_class(const nlohmann::json& report) {
  std::vector<std::string> path, found;
  add_without_class(report, path, found);
  return found;
}

}  // namespace deskready

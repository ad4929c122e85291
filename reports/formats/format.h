// The formats a report can be written in: one function each, one table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/document/report.h"

namespace deskready {

struct RenderOptions {
  std::string language = "en";  ///< BCP 47; "qps-plocm" is the mirrored pseudo-language for tests
  bool colour = false;          ///< terminal escapes, text only
  int width = 80;               ///< columns, text only
  std::string zone;             ///< IANA zone for local times; empty means the computer's own
};

struct Format {
  std::string_view name;       ///< "text"
  std::string_view file_type;  ///< "html", for a file's ending
  std::string (*render)(const Report& report, const RenderOptions& options);
};

/// text, html, json.
std::span<const Format> formats();
const Format* find_format(std::string_view name);

}  // namespace deskready

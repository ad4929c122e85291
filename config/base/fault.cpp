#include "config/base/fault.h"

#include <fmt/format.h>

namespace deskready {

std::string to_string(const SpecError& error) {
  std::string text = error.where.file;
  if (error.where.line > 0) text += fmt::format(":{}:{}", error.where.line, error.where.column);
  text += ": " + error.message;
  // Who reads it looks for the text that is wrong, not for its column; most messages quote it.
  if (!error.offending.empty() && error.message.find(error.offending) == std::string::npos &&
      error.message.find('"') == std::string::npos)
    text += fmt::format(" (in \"{}\")", error.offending);
  if (!error.hint.empty()) text += "; " + error.hint;
  return text;
}

}  // namespace deskready

#include "reports/formats/wrapped.h"

#include "config/base/text.h"
#include "reports/words/language.h"

namespace deskready {

std::string wrapped(std::string_view first, std::string_view marked, std::size_t width) {
  const std::string text = unmarked(marked);
  std::string out;
  for (const std::string& line : wrapped_lines(text, width - columns(first))) {
    out += (out.empty() ? std::string(first) : std::string(columns(first), ' ')) + line + "\n";
  }
  return out;
}

}  // namespace deskready

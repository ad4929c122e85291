#include "config/base/json/json_lines.h"

#include <algorithm>

#include "config/base/text.h"

namespace deskready {
namespace {

/// Whether a line ends an object and the next begins one. Within one value a comma stands between.
bool has_several(std::string_view text) {
  char last = 0;
  bool line_ended = false;
  for (const char c : text) {
    if (white_space.find(c) != std::string_view::npos) {
      line_ended = line_ended || c == '\n';
      continue;
    }
    if (line_ended && last == '}' && c == '{') return true;
    last = c;
    line_ended = false;
  }
  return false;
}

}  // namespace

JsonLines::JsonLines(std::string_view text) {
  const std::string_view end = trimmed(text);
  rest_ = text.substr(0, end.empty() ? 0 : static_cast<std::size_t>(end.data() + end.size() - text.data()));
  several_ = has_several(rest_);
}

std::size_t JsonLines::count() const {
  return several_ ? static_cast<std::size_t>(std::count(rest_.begin(), rest_.end(), '\n')) + 1 : 1;
}

std::optional<JsonLines::Line> JsonLines::next() {
  while (!rest_.empty()) {
    const std::size_t end = several_ ? std::min(rest_.find('\n'), rest_.size()) : rest_.size();
    const std::string_view line = trimmed(rest_.substr(0, end));
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    if (!line.empty()) return Line{number_, line};
  }
  return std::nullopt;
}

}  // namespace deskready

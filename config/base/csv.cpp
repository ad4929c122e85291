#include "config/base/csv.h"

#include <charconv>
#include <string_view>

namespace deskready {
namespace {

bool runs_as_formula(std::string_view text) {
  constexpr std::string_view formula = "=+-@\t\r";
  if (text.empty() || formula.find(text.front()) == std::string_view::npos) return false;
  // "-42.5" is a level in dB and no formula.
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error != std::errc() || end != text.data() + text.size();
}

std::string field_of(std::string text) {
  if (runs_as_formula(text)) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

std::string csv_line(std::span<const std::string> fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i == 0 ? "" : ",") + field_of(fields[i]);
  return line + "\r\n";
}

}  // namespace deskready

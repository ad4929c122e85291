#include "config/toml/parser.h"

#include <algorithm>

namespace deskready {

toml::parse_result parse_toml(std::string_view text) {
  constexpr std::ptrdiff_t most_dots = 200;
  std::string_view rest = text;
  for (toml::source_index line = 1; !rest.empty(); ++line) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const std::string_view one = rest.substr(0, end);
    if (std::count(one.begin(), one.end(), '.') > most_dots) {
      return toml::parse_result(toml::parse_error(
          "a line with more than 200 dots is nested too deep or too long", toml::source_position{line, 1}));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return toml::parse(text);
}

}  // namespace deskready

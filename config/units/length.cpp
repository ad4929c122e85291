#include "config/units/length.h"

#include <fmt/format.h>

#include <vector>

#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/units/quantity.h"

namespace deskready {
namespace {

/// Each from its number to the next one's.
std::vector<std::string_view> quantities_of(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  bool in_unit = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (in_unit && is_digit(text[at])) {
      parts.push_back(text.substr(begin, at - begin));
      begin = at;
    }
    const bool number = is_digit(text[at]) || text[at] == '.' || text[at] == ',';
    in_unit = !number && (in_unit || text[at] != ' ');
  }
  parts.push_back(text.substr(begin));
  return parts;
}

}  // namespace

tl::expected<double, std::string> parse_length(std::string_view text) {
  double seconds = 0;
  for (const std::string_view part : quantities_of(trimmed(text))) {
    const auto quantity = parse_quantity_in(part, Unit::second);
    if (!quantity)
      return tl::unexpected(fmt::format(
          "\"{}\" is no length of time; write it like 2h, 30 min or 1 hour 30 min", for_terminal(text)));
    seconds += *quantity;
  }
  return seconds;
}

}  // namespace deskready

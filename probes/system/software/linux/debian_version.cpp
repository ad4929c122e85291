#include "probes/system/software/linux/debian_version.h"

#include <algorithm>

#include "config/base/text.h"

namespace deskready::system_facts {
namespace {

/// Where a sign stands in the order; 0 is the end of the text, or the digits that follow.
int rank(char c) {
  if (c == '~') return -1;
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter ? c : c + 256;
}

int rank_of_first(std::string_view text) {
  return text.empty() || is_digit(text.front()) ? 0 : rank(text.front());
}

/// The digits at the beginning, without leading zeros; taken off `text`.
std::string_view take_number(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  std::string_view number = text.substr(0, end);
  text.remove_prefix(end);
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

int sign(int difference) {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

int compare_part(std::string_view left, std::string_view right) {
  while (!left.empty() || !right.empty()) {
    while (rank_of_first(left) != 0 || rank_of_first(right) != 0) {
      if (const int order = sign(rank_of_first(left) - rank_of_first(right)); order != 0) return order;
      left.remove_prefix(1);
      right.remove_prefix(1);
    }
    const std::string_view a = take_number(left), b = take_number(right);
    if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
    if (const int order = sign(a.compare(b)); order != 0) return order;
  }
  return 0;
}

struct Parts {
  std::string_view epoch, upstream, revision;
};

Parts parts_of(std::string_view version) {
  Parts parts;
  if (const auto colon = version.find(':'); colon != std::string_view::npos) {
    parts.epoch = version.substr(0, colon);
    version.remove_prefix(colon + 1);
  }
  const auto dash = version.rfind('-');
  parts.upstream = version.substr(0, dash);
  if (dash != std::string_view::npos) parts.revision = version.substr(dash + 1);
  return parts;
}

}  // namespace

int compare_debian_versions(std::string_view left, std::string_view right) {
  const Parts a = parts_of(left), b = parts_of(right);
  if (const int order = compare_part(a.epoch, b.epoch); order != 0) return order;
  if (const int order = compare_part(a.upstream, b.upstream); order != 0) return order;
  return compare_part(a.revision, b.revision);
}

}  // namespace deskready::system_facts

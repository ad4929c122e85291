#include "config/units/version.h"

#include <algorithm>
#include <charconv>

#include "config/base/text.h"

namespace deskready {

bool is_version(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  bool begins = true;
  for (const char c : text) {
    if (begins ? !is_digit(c) : !is_digit(c) && !is_letter(c) && c != '.') return false;
    begins = c == '.';
  }
  return !begins;
}

int compare_versions(std::string_view left, std::string_view right) {
  while (!left.empty() || !right.empty()) {
    const auto piece = [](std::string_view& rest) {
      const auto dot = std::min(rest.find('.'), rest.size());
      const std::string_view head = rest.substr(0, dot);
      rest.remove_prefix(std::min(dot + 1, rest.size()));
      return head;
    };
    const std::string_view a = piece(left), b = piece(right);
    unsigned long long x = 0, y = 0;
    const auto [a_end, a_error] = std::from_chars(a.data(), a.data() + a.size(), x);
    const auto [b_end, b_error] = std::from_chars(b.data(), b.data() + b.size(), y);
    if (x != y) return x < y ? -1 : 1;
    const std::string_view a_rest(a_end, static_cast<std::size_t>(a.data() + a.size() - a_end));
    const std::string_view b_rest(b_end, static_cast<std::size_t>(b.data() + b.size() - b_end));
    if (a_rest != b_rest) return a_rest < b_rest ? -1 : 1;
  }
  return 0;
}

std::string_view as_far_as(std::string_view value, std::string_view like) {
  std::size_t end = 0;
  for (auto pieces = std::count(like.begin(), like.end(), '.') + 1; pieces > 0; --pieces) {
    const auto dot = value.find('.', end);
    if (dot == std::string_view::npos) return value;
    end = dot + 1;
  }
  return value.substr(0, end - 1);
}

}  // namespace deskready

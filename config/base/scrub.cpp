#include "config/base/scrub.h"

#include <algorithm>

namespace deskready {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// "192.0.2.7", "192.0.2.7:443", "edge.acme.example:8443": labels joined by dots, then a port. Versions and
/// figures ("12.4", "0.25", "1.2.3") are none.
bool is_dotted_name(std::string_view word) {
  word = word.substr(0, word.find(':'));
  std::size_t labels = 0, numbers = 0;
  std::string_view last;
  while (true) {
    const auto dot = std::min(word.find('.'), word.size());
    last = word.substr(0, dot);
    const bool plain = std::all_of(
        last.begin(), last.end(), [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '_'; });
    if (last.empty() || !plain) return false;
    ++labels;
    numbers += std::all_of(last.begin(), last.end(), is_digit) ? 1 : 0;
    if (dot == word.size()) break;
    word.remove_prefix(dot + 1);
  }
  if (numbers == labels) return labels == 4;
  return labels >= 2 && last.size() >= 2 && std::all_of(last.begin(), last.end(), is_letter);
}

/// IPv6 and MAC addresses: hexadecimal groups with at least two colons.
bool is_colon_address(std::string_view word) {
  return std::count(word.begin(), word.end(), ':') >= 2 && std::all_of(word.begin(), word.end(), [](char c) {
           return is_hex(c) || c == ':' || c == '.' || c == '%';
         });
}

bool is_fact_name(std::string_view word) {
  return word.starts_with("network.") || word.starts_with("audio.") || word.starts_with("system.");
}

bool must_go(std::string_view word) {
  if (word.starts_with('/') || is_fact_name(word)) return false;
  return word.find("://") != std::string_view::npos || is_colon_address(word) || is_dotted_name(word);
}

constexpr std::string_view blanks = " \t\n,;=";
constexpr std::string_view quotes = "\"'()[]<>";

}  // namespace

std::string without_addresses(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto blank = std::min(text.find_first_of(blanks), text.size());
    std::string_view word = text.substr(0, blank);
    const auto begin = std::min(word.find_first_not_of(quotes), word.size());
    out += word.substr(0, begin);
    word.remove_prefix(begin);
    const auto last = word.find_last_not_of("\"'()[]<>.:");
    const std::string_view core = word.substr(0, last == std::string_view::npos ? 0 : last + 1);
    // "[2001:db8::1]:443" leaves "2001:db8::1]:443" here.
    const std::string_view before_bracket = core.substr(0, core.find(']'));
    out += must_go(core) || must_go(before_bracket) ? "(address)" : std::string(core);
    out += word.substr(core.size());
    if (blank < text.size()) out += text[blank];
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return out;
}

}  // namespace deskready

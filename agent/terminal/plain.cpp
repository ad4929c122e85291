#include "agent/terminal/plain.h"

#include <array>
#include <cstdlib>
#include <utility>

#include "config/base/text.h"

namespace deskready {
namespace {

constexpr auto signs = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"…", "..."}, {"–", "-"},        {"—", "-"}, {"µ", "u"},  {"×", "x"},  {"·", "."},  {"“", "\""},
    {"”", "\""},  {"‘", "'"},        {"’", "'"}, {"≥", ">="}, {"≤", "<="}, {"±", "+-"}, {"•", "*"},
    {"→", "->"},  {"°", " degrees"}, {"█", "#"}, {"▁", "_"},  {"─", "-"},  {"│", "|"},
});

}  // namespace

bool speaks_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string locale = lower(value);
    return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

std::string in_ascii(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      plain += text.front();
      text.remove_prefix(1);
      continue;
    }
    std::string_view said = "?";
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
    for (const auto& [sign, ascii] : signs)
      if (text.substr(0, length) == sign) said = ascii;
    plain += said;
    text.remove_prefix(length);
  }
  return plain;
}

std::string for_this_terminal(std::string text) {
  return speaks_utf8() ? std::move(text) : in_ascii(text);
}

}  // namespace deskready

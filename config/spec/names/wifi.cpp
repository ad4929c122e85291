#include "config/spec/names/wifi.h"

#include <string>

#include "config/base/text.h"

namespace deskready {

std::optional<int> wifi_generation(std::string_view text) {
  struct Name {
    std::string_view text;
    int generation;
  };
  constexpr Name names[] = {
      {"802.11b", 1},  {"802.11a", 2}, {"802.11g", 3}, {"802.11n", 4}, {"802.11ac", 5}, {"802.11ax", 6},
      {"802.11be", 7}, {"wifi4", 4},   {"wifi5", 5},   {"wifi6", 6},   {"wifi7", 7},
  };
  std::string plain;
  for (const char c : lower(text)) {
    if (c != ' ' && c != '-') plain += c;
  }
  if (plain.starts_with("ieee")) plain.erase(0, 4);
  for (const Name& name : names) {
    if (name.text == plain) return name.generation;
  }
  return std::nullopt;
}

}  // namespace deskready

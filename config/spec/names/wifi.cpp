#include "config/spec/names/wifi.h"

#include <string>

#include "config/base/text.h"

namespace deskready {
namespace {

struct Name {
  std::string_view text;
  int generation;
};
constexpr Name names[] = {
    {"802.11b", 1},  {"802.11a", 2}, {"802.11g", 3}, {"802.11n", 4}, {"802.11ac", 5}, {"802.11ax", 6},
    {"802.11be", 7}, {"wifi4", 4},   {"wifi5", 5},   {"wifi6", 6},   {"wifi7", 7},
};

}  // namespace

std::optional<int> wifi_generation(std::string_view text) {
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

std::string_view wifi_standard(int generation) {
  for (const Name& name : names) {
    if (name.generation == generation) return name.text;
  }
  return {};
}

}  // namespace deskready

#include "config/facts/fact_key.h"

#include <fmt/format.h>

namespace deskready {

std::string to_string(const FactKey& key) {
  std::string text = key.name;
  if (!key.target.empty()) text += "@" + key.target;
  if (!key.statistic.empty() || !key.window.empty()) text += "#" + key.statistic;
  if (!key.window.empty()) text += "/" + key.window;
  return text;
}

tl::expected<FactKey, std::string> parse_fact_key(std::string_view text) {
  FactKey key;
  std::string_view rest = text;
  const auto cut = [&rest](char mark, std::string& tail) {
    const auto at = rest.find(mark);
    if (at == std::string_view::npos) return true;
    tail = rest.substr(at + 1);
    rest = rest.substr(0, at);
    return !tail.empty();
  };
  // From the right: a target may not hold '#', a statistic may not hold '/'.
  std::string statistic;
  if (!cut('#', statistic) || !cut('@', key.target) || rest.empty()) {
    return tl::unexpected(
        fmt::format("\"{}\" is no fact's key: write name, name@target, name#statistic or "
                    "name#statistic/window",
                    text));
  }
  key.name = rest;
  rest = statistic;
  if (!cut('/', key.window)) {
    return tl::unexpected(fmt::format("\"{}\" ends before its window: write name#statistic/window", text));
  }
  key.statistic = rest;
  return key;
}

}  // namespace deskready

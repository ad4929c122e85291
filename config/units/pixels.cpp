#include "config/units/pixels.h"

#include <charconv>

namespace deskready {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Pixels> pixels_of(std::string_view text) {
  Pixels size;
  const auto number = [&](unsigned& into) {
    text = trimmed(text);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    text = trimmed(text);
    return error == std::errc() && into > 0;
  };
  if (!number(size.wide)) return std::nullopt;
  bool times = false;
  for (const std::string_view sign : {"x", "X", "×"}) {
    if (!times && text.starts_with(sign)) {
      text.remove_prefix(sign.size());
      times = true;
    }
  }
  if (!times || !number(size.high) || !text.empty()) return std::nullopt;
  return size;
}

}  // namespace deskready

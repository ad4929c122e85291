#include "config/units/pixels.h"

#include <charconv>

#include "config/base/text.h"

namespace deskready {
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

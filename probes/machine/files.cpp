#include "probes/machine/files.h"

#include <algorithm>
#include <charconv>

#include "config/base/text.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

/// Device-tree texts end with a NUL.
constexpr std::string_view white(" \t\r\n\0", 5);

}  // namespace

bool is_text(std::string_view text) {
  return text.size() <= 200 && std::none_of(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

std::optional<std::string> read_line(const fs::path& root, std::string_view path) {
  const auto text = read_text(root, path);
  if (!text) return std::nullopt;
  std::string line(trimmed(std::string_view(*text).substr(0, text->find('\n')), white));
  if (line.empty() || !is_text(line)) return std::nullopt;
  return line;
}

std::optional<std::uint64_t> read_number(const fs::path& root, std::string_view path) {
  const auto line = read_line(root, path);
  if (!line) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(line->data(), line->data() + line->size(), number);
  if (error != std::errc() || end != line->data() + line->size()) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> read_hex(const fs::path& root, std::string_view path) {
  const auto line = read_line(root, path);
  if (!line) return std::nullopt;
  const std::string_view digits = std::string_view(*line).substr(line->starts_with("0x") ? 2 : 0);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::optional<std::string> value_of(std::string_view text, std::string_view key, char separator) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto at = line.find(separator);
    if (at == std::string_view::npos || trimmed(line.substr(0, at), white) != key) continue;
    return std::string(trimmed(line.substr(at + 1), white));
  }
  return std::nullopt;
}

}  // namespace deskready

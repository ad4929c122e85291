#include "agent/terminal/typed_file.h"

#include <array>

#include "config/base/folders.h"
#include "config/base/hex.h"
#include "config/base/text.h"

namespace deskready {
namespace {

/// "%20" as a space; what is no such pair of digits stays.
std::string without_percents(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::array<unsigned char, 1> byte{};
    if (text[i] == '%' && i + 2 < text.size() && read_hex(text.substr(i + 1, 2), byte)) {
      plain += static_cast<char>(byte.front());
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

/// Quotes anywhere, as in 'Ana'\\''s sheet.toml', and backslashes, as a shell takes them off.
std::string without_quotes(std::string_view text) {
  std::string plain;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0 && c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '\'' || c == '"') && text.find(c, i + 1) != std::string_view::npos) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      plain += text[++i];
    } else {
      plain += c;
    }
  }
  return plain;
}

}  // namespace

std::string typed_file(std::string_view typed) {
  constexpr std::string_view address = "file://";
  std::string file = without_quotes(trimmed(typed));
  if (file.starts_with(address)) {
    const auto path = file.find('/', address.size());  // after the name of a computer, mostly none
    if (path != std::string::npos) file = without_percents(std::string_view(file).substr(path));
  }
  if (file == "~" || file.starts_with("~/")) file.replace(0, 1, home_folder().string());
  return file;
}

}  // namespace deskready

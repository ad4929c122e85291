#include "config/base/outward/outward.h"

#include <fmt/format.h>
#include <unistr.h>

#include <charconv>
#include <cstdint>

#include "config/base/text.h"

namespace deskready {
namespace {

constexpr std::string_view replacement = "\uFFFD";
constexpr int most_without_a_column = 8;
constexpr std::size_t longest_message = 4000;

struct Range {
  char32_t from, to;
};

bool within(std::initializer_list<Range> ranges, char32_t code) {
  for (const Range& range : ranges) {
    if (code >= range.from && code <= range.to) return true;
  }
  return false;
}

/// C0, DEL, C1, and Unicode's ends of lines and paragraphs.
bool commands(char32_t code) {
  return within({{0, 0x1F}, {0x7F, 0x9F}, {0x2028, 0x2029}}, code);
}

/// Marks of direction (UAX #9), deprecated formats, annotations, the byte order mark and tags.
bool hides(char32_t code) {
  return within({{0x61C, 0x61C},
                 {0x200E, 0x200F},
                 {0x202A, 0x202E},
                 {0x2066, 0x206F},
                 {0xFEFF, 0xFEFF},
                 {0xFFF9, 0xFFFB},
                 {0xE0000, 0xE007F}},
                code);
}

bool is_no_character(char32_t code) {
  return (code & 0xFFFE) == 0xFFFE || within({{0xFDD0, 0xFDEF}}, code);
}

/// Calls `each(code, bytes)`; bytes that are no UTF-8 come one by one as U+FFFD.
template <class Each>
void characters(std::string_view text, Each&& each) {
  while (!text.empty()) {
    ucs4_t code = 0;
    const int length = u8_mbtoucr(&code, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    const std::size_t bytes = length > 0 ? static_cast<std::size_t>(length) : 1;
    if (length > 0)
      each(char32_t{code}, text.substr(0, bytes));
    else
      each(U'\uFFFD', replacement);
    text.remove_prefix(bytes);
  }
}

std::string with_entities(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += quotes ? "&quot;" : "\"";
        break;
      case '\'':
        out += quotes ? "&#39;" : "'";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// Also behind white space, which some spreadsheets take off, and in full width, which they take for the
/// same.
bool runs_as_formula(std::string_view text) {
  text = trimmed(text);
  bool begins = false;
  for (const std::string_view sign : {"=", "+", "-", "@", "＝", "＋", "－", "＠"})
    begins |= text.starts_with(sign);
  if (!begins) return false;
  // "-42.5" is a level in dB and no formula.
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error != std::errc() || end != text.data() + text.size();
}

/// Bytes of a colour that our own headlines have, or of its end; 0 where none begins.
std::size_t colour_length(std::string_view text) {
  for (const std::string_view colour : {"\033[1;31m", "\033[1;32m", "\033[1;33m", "\033[0m"}) {
    if (text.starts_with(colour)) return colour.size();
  }
  return 0;
}

}  // namespace

std::string for_terminal(std::string_view text) {
  std::string out;
  int without_a_column = 0;
  characters(text, [&](char32_t code, std::string_view bytes) {
    if (hides(code)) return;
    if (commands(code)) bytes = " ";
    if (is_no_character(code)) bytes = replacement;
    without_a_column = columns(bytes) == 0 ? without_a_column + 1 : 0;
    if (without_a_column <= most_without_a_column) out += bytes;
  });
  return out;
}

std::string for_terminal_page(std::string_view page) {
  std::string out;
  while (!page.empty()) {
    const std::size_t end = page.find('\033');
    characters(page.substr(0, end), [&](char32_t code, std::string_view bytes) {
      if (hides(code)) return;
      if (is_no_character(code)) bytes = replacement;
      const bool ours = code == '\n' || code == '\r';
      out += commands(code) && !ours ? " " : bytes;
    });
    if (end == std::string_view::npos) break;
    page.remove_prefix(end);
    const std::size_t colour = colour_length(page);
    out += colour > 0 ? page.substr(0, colour) : " ";
    page.remove_prefix(colour > 0 ? colour : 1);
  }
  // A carriage return alone would begin the line anew, over what stands there.
  for (auto at = out.find('\r'); at != std::string::npos; at = out.find('\r', at + 1)) {
    if (at + 1 == out.size() || out[at + 1] != '\n') out[at] = ' ';
  }
  return out;
}

std::string for_html(std::string_view text) {
  return with_entities(for_terminal(text), true);
}

std::string for_markup(std::string_view text) {
  return with_entities(for_terminal(text), false);
}

std::string for_csv(std::string_view text) {
  std::string field = for_terminal(text);
  if (runs_as_formula(field)) field.insert(0, "'");
  if (field.find_first_of(",\"") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string for_toml(std::string_view text) {
  std::string out = "\"";
  characters(text, [&](char32_t code, std::string_view bytes) {
    if (code == '"' || code == '\\')
      out.append("\\").append(bytes);
    else if (code == '\n')
      out += "\\n";
    else if (!commands(code) && !hides(code) && !is_no_character(code))
      out += bytes;
    else
      out += code > 0xFFFF ? fmt::format("\\U{:08x}", std::uint32_t{code})
                           : fmt::format("\\u{:04x}", std::uint32_t{code});
  });
  return out + "\"";
}

std::string for_log(std::string_view text) {
  // Controls and repairs make no text longer than three times its bytes.
  std::string out = for_terminal(text.substr(0, longest_message + 8));
  if (out.size() <= longest_message) return out;
  std::size_t end = longest_message - std::string_view("…").size();
  while (character_length(std::string_view(out).substr(end)) == 0) --end;
  return out.substr(0, end) + "…";
}

std::string for_json(std::string json) {
  std::string out;
  bool changed = false;
  characters(json, [&](char32_t code, std::string_view bytes) {
    if (code == '\n' || (!commands(code) && !hides(code) && !is_no_character(code))) {
      out += bytes;
      return;
    }
    changed = true;
    const auto number = std::uint32_t{code};
    if (code <= 0xFFFF)
      out += fmt::format("\\u{:04x}", number);
    else
      out +=
          fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((number - 0x10000) >> 10), 0xDC00 + (number & 0x3FF));
  });
  return changed ? out : json;
}

}  // namespace deskready

#include "config/base/text.h"

#include <unistr.h>
#include <uniwidth.h>

#include <algorithm>

namespace deskready {
namespace {

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The first character of a text that has one.
struct Character {
  std::size_t bytes = 1;
  std::size_t columns = 1;
};

Character first_character(std::string_view text) {
  ucs4_t code = 0;
  const int bytes = u8_mbtoucr(&code, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  if (bytes <= 0) return {};
  return {static_cast<std::size_t>(bytes), static_cast<std::size_t>(std::max(uc_width(code, "UTF-8"), 0))};
}

/// Bytes of the longest beginning of at most `width` columns, with the combining characters that follow it.
std::size_t bytes_within(std::string_view text, std::size_t width) {
  std::size_t bytes = 0, used = 0;
  while (bytes < text.size()) {
    const Character next = first_character(text.substr(bytes));
    if (used + next.columns > width) break;
    used += next.columns;
    bytes += next.bytes;
  }
  return bytes;
}

/// Takes one line off the front of a word that is longer than a line.
std::string_view take_line(std::string_view& word, std::size_t width) {
  std::size_t end = bytes_within(word, width);
  const auto seam = word.substr(0, end).find_last_of("/_-.,:");
  if (seam != std::string_view::npos && seam + 1 >= end / 2) end = seam + 1;
  const std::string_view line = word.substr(0, end);
  word.remove_prefix(end);
  return line;
}

}  // namespace

std::string_view trimmed(std::string_view text, std::string_view white) {
  const auto first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), folded);
  return out;
}

bool same_text(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return folded(x) == folded(y); });
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> split_at_spaces(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
    if (text.empty()) return words;
    words.push_back(text.substr(0, text.find_first_of(white_space)));
    text.remove_prefix(words.back().size());
  }
}

std::vector<std::string> split(std::string_view text, std::string_view between) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(between), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + between.size(), text.size()));
  }
  return parts;
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string all;
  for (const std::string& text : texts) {
    if (&text != &texts.front()) all += between;
    all += text;
  }
  return all;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

std::size_t leading_digits(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

std::size_t character_length(std::string_view text) {
  const int bytes = u8_mblen(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  return bytes > 0 ? static_cast<std::size_t>(bytes) : text.starts_with('\0') ? 1 : 0;
}

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty()) {
    const Character next = first_character(text);
    sum += next.columns;
    text.remove_prefix(next.bytes);
  }
  return sum;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t has = columns(text);
  return std::string(text) + std::string(has < width ? width - has : 0, ' ');
}

std::vector<std::string> wrapped_lines(std::string_view text, std::size_t width) {
  width = std::max<std::size_t>(width, 2);
  std::vector<std::string> lines{{}};
  std::size_t used = 0;  // columns of the last line; counted anew for each word they would take the square
  for (std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    std::size_t needed = columns(word);
    if (!lines.back().empty() && used + 1 + needed > width) {
      lines.emplace_back();
      used = 0;
    }
    while (needed > width) {
      lines.back() = take_line(word, width);
      needed -= columns(lines.back());
      lines.emplace_back();
    }
    used += needed + (lines.back().empty() ? 0 : 1);
    lines.back().append(lines.back().empty() ? "" : " ").append(word);
  }
  return lines;
}

}  // namespace deskready

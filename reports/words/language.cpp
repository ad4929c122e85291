#include "reports/words/language.h"

#include <algorithm>
#include <array>

#include "config/base/text.h"

namespace deskready {
namespace {

constexpr std::string_view pseudo = "qps-plocm";
constexpr std::string_view isolate = "\u2068";
constexpr std::string_view end_isolate = "\u2069";
constexpr std::string_view replacement = "\uFFFD";

std::string filled(std::string_view text, const Arguments& arguments) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out + std::string(text);
    out += text.substr(0, open);
    const auto argument = arguments.find(std::string(text.substr(open + 1, close - open - 1)));
    if (argument != arguments.end() && !argument->second.empty()) {
      out += std::string(isolate) + clean(argument->second) + std::string(end_isolate);
    }
    text.remove_prefix(close + 1);
  }
  return out;
}

/// Accented, a third longer, and with its placeholders untouched.
std::string pseudo_text(std::string_view english) {
  static const std::map<char, std::string_view> accents = {{'a', "á"}, {'e', "é"}, {'i', "í"}, {'o', "ó"},
                                                           {'u', "ú"}, {'n', "ñ"}, {'A', "Á"}, {'E', "É"},
                                                           {'O', "Ó"}, {'c', "ç"}};
  if (english.empty()) return {};
  std::string out = "[";
  bool placeholder = false;
  for (const char c : english) {
    placeholder = c == '{' || (placeholder && c != '}');
    const auto accent = accents.find(c);
    if (!placeholder && accent != accents.end()) {
      out += accent->second;
    } else {
      out += c;
    }
  }
  return out + std::string(english.size() / 3, '~') + "]";
}

/// C0 and C1 controls and DEL.
bool is_control(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return first < 0x20 || first == 0x7F;
  return sequence.size() == 2 && first == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
}

/// U+200E, U+200F, U+202A..U+202E and U+2066..U+2069.
bool is_direction_mark(std::string_view sequence) {
  static constexpr std::array<std::string_view, 11> marks = {"\u200E", "\u200F", "\u202A", "\u202B",
                                                             "\u202C", "\u202D", "\u202E", "\u2066",
                                                             "\u2067", "\u2068", "\u2069"};
  for (const std::string_view mark : marks) {
    if (sequence == mark) return true;
  }
  return false;
}

}  // namespace

std::string tr(std::string_view language, std::string_view english, const Arguments& arguments) {
  return filled(language == pseudo ? pseudo_text(english) : std::string(english), arguments);
}

std::string tr_plural(std::string_view language, std::uint64_t count, std::string_view one,
                      std::string_view other, Arguments arguments) {
  arguments["count"] = std::to_string(count);
  return tr(language, count == 1 ? one : other, arguments);
}

std::string unmarked(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view here = text.substr(at);
    if (here.starts_with(isolate) || here.starts_with(end_isolate)) {
      at += isolate.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string clean(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string_view sequence = text.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0) {
      out += replacement;
    } else if (is_control(sequence)) {
      out += ' ';
    } else if (!is_direction_mark(sequence)) {
      out += sequence;
    }
    text.remove_prefix(sequence.size());
  }
  return out;
}

std::string_view written_language(std::string_view language) {
  return language == pseudo ? pseudo : "en";
}

std::string_view direction(std::string_view language) {
  for (const std::string_view rtl : {"ur", "ar", "fa", "he"}) {
    if (language.substr(0, language.find('-')) == rtl) return "rtl";
  }
  return language == pseudo ? "rtl" : "ltr";
}

}  // namespace deskready

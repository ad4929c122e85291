#include "reports/words/language.h"

#include <algorithm>

#include "config/base/outward/outward.h"

namespace deskready {
namespace {

constexpr std::string_view pseudo = "qps-plocm";
constexpr std::string_view isolate = "\u2068";
constexpr std::string_view end_isolate = "\u2069";

std::string filled(std::string_view text, const Arguments& arguments) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out + std::string(text);
    out += text.substr(0, open);
    const auto argument = arguments.find(std::string(text.substr(open + 1, close - open - 1)));
    if (argument != arguments.end() && !argument->second.empty()) {
      out += std::string(isolate) + for_terminal(argument->second) + std::string(end_isolate);
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

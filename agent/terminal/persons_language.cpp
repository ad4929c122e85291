#include "agent/terminal/persons_language.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string_view>

namespace deskready {

bool is_language_code(const std::string& text) {
  const std::string_view first = std::string_view(text).substr(0, text.find('-'));
  return (first.size() == 2 || first.size() == 3) && std::all_of(text.begin(), text.end(), [](char c) {
           return c == '-' || std::isalnum(static_cast<unsigned char>(c)) != 0;
         });
}

std::string persons_language(const std::function<const char*(const char*)>& variable) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const value = variable(name);
    if (value == nullptr || *value == '\0') continue;
    std::string code(value);
    code.erase(std::min(code.find_first_of(".@"), code.size()));
    std::replace(code.begin(), code.end(), '_', '-');
    return is_language_code(code) ? code : "en";  // "C" and "POSIX" name none
  }
  return "en";
}

std::string persons_language() {
  return persons_language([](const char* name) { return std::getenv(name); });
}

}  // namespace deskready

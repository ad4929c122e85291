#include "config/spec/names/systems.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/base/text.h"
#include "config/units/version.h"

namespace deskready {
namespace {

bool same_word(std::string_view asked, std::string_view found) {
  if (same_text(asked, found)) return true;
  return is_version(asked) && is_version(found) && compare_versions(as_far_as(found, asked), asked) == 0;
}

std::string edition_word(std::string_view text) {
  std::string name = lower(trimmed(text));
  for (const std::string_view ending : {" edition", " editions"}) {
    if (name.ends_with(ending)) name.erase(name.size() - ending.size());
  }
  return name == "professional" ? "pro" : name;
}

}  // namespace

bool is_system(std::string_view asked, std::string_view found) {
  const auto wanted = split_at_spaces(asked), is = split_at_spaces(found);
  return !wanted.empty() && wanted.size() <= is.size() &&
         std::equal(wanted.begin(), wanted.end(), is.begin(), same_word);
}

bool is_edition(std::string_view asked, std::string_view found) {
  return edition_word(asked) == edition_word(found);
}

std::optional<std::string> only_a_family(std::string_view text) {
  const auto words = split_at_spaces(text);
  if (words.empty() || words.size() > 2) return std::nullopt;
  const bool version = words.size() == 2 && is_version(words[1]);
  if (words.size() == 2 && !version && !same_text(words[1], "xp") && !same_text(words[1], "vista"))
    return std::nullopt;
  for (const std::string_view family : {"windows", "linux", "macos"}) {
    if (!same_text(words[0], family)) continue;
    return fmt::format("\"{}\" is a family and no system's name; write system.os.family = \"{}\"{}", text,
                       family,
                       words.size() == 2 ? fmt::format(" and system.os.version = \">= {}\"", words[1]) : "");
  }
  return std::nullopt;
}

}  // namespace deskready

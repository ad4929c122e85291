#include "config/spec/names/systems.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

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

/// What a sentence has around names and versions: "Debian 12 or newer", "at least Ubuntu 22.04".
bool is_of_a_sentence(std::string_view word) {
  constexpr std::string_view words[] = {
      "or",    "and",   "newer", "later", "higher", "above",   "better",  "greater", "up",
      "least", "at",    "min",   "min.",  "from",   "minimum", "recent",  "latest",  "version",
      "most",  "older", "lower", "below", "max",    "max.",    "maximum", "than",    "release"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_upper_bound(std::string_view word) {
  constexpr std::string_view words[] = {"most", "older", "lower", "below", "max", "max.", "maximum"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

/// Words that turn a sentence round, or draw its border elsewhere than at the version that it names.
bool turns_round(std::string_view word) {
  constexpr std::string_view words[] = {"no",    "not",    "nothing", "none",  "never", "without",
                                        "below", "before", "under",   "above", "after", "except"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

/// Names, each with the versions that stand behind it.
struct Told {
  std::vector<std::pair<std::string, std::vector<std::string>>> systems;
  bool sentence = false;  ///< there were other words, too
  bool at_most = false;
  bool unclear = false;  ///< what it asks for cannot be told from its words
};

Told told_in(std::string_view text) {
  Told told;
  bool begins = true;  // the next word is of another name
  for (const std::string_view whole : split_at_spaces(text)) {
    std::string_view word = trimmed(whole, "(),;");
    const bool ends = whole.ends_with(',') || whole.ends_with(';');
    const bool more = word.size() > 1 && word.ends_with('+');
    if (more) word.remove_suffix(1);
    told.sentence = told.sentence || more || ends;
    const std::string small = lower(word);
    told.unclear = told.unclear || turns_round(small);
    if (is_of_a_sentence(small)) {
      told.sentence = true;
      told.at_most = told.at_most || is_upper_bound(small);
      begins = true;
    } else if (is_version(word) && !told.systems.empty()) {
      told.systems.back().second.emplace_back(word);
    } else if (!is_version(word) && !word.empty()) {
      // Behind a version stands what it is called besides: "LTS".
      if (begins)
        told.systems.emplace_back(word, std::vector<std::string>());
      else if (told.systems.back().second.empty())
        told.systems.back().first += " " + std::string(word);
      begins = false;
    }
    begins = begins || ends;
  }
  return told;
}

bool is_family(std::string_view name) {
  return same_text(name, "windows") || same_text(name, "linux") || same_text(name, "macos");
}

/// How a rule asks for a system and its version.
std::string as_rules(const std::string& name, const std::vector<std::string>& versions, bool at_most) {
  const bool family = is_family(name);
  std::string text =
      fmt::format("system.os.{} = \"{}\"", family ? "family" : "name", family ? lower(name) : name);
  if (!versions.empty())
    text += fmt::format(" and system.os.version = \"{} {}\"", at_most ? "<=" : ">=", versions.front());
  return text;
}

/// Systems of which any will do, one of them a whole family.
std::string in_alternatives(const Told& told) {
  std::vector<std::string> families;
  for (const auto& [name, versions] : told.systems) {
    if (is_family(name) && versions.empty()) families.push_back(fmt::format("\"{}\"", lower(name)));
  }
  if (families.size() == told.systems.size())
    return fmt::format("system.os.family = {{ in = [{}] }}", fmt::join(families, ", "));
  std::string text = "an alternative for each:";
  for (const auto& [name, versions] : told.systems) {
    std::string label = lower(name);
    std::erase_if(label, [](unsigned char sign) { return std::isalnum(sign) == 0; });
    text += fmt::format(" [one_of.system.{}] {}", label, as_rules(name, versions, told.at_most));
  }
  return text;
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

std::optional<std::string> told_in_a_sentence(std::string_view text) {
  const Told told = told_in(text);
  const bool versions_told = std::any_of(told.systems.begin(), told.systems.end(),
                                         [](const auto& system) { return !system.second.empty(); });
  // Names have such words, too: Linux from Scratch.
  if (!told.sentence || (!versions_told && text.find(',') == std::string_view::npos)) return std::nullopt;
  const std::string before = fmt::format("\"{}\" is a sentence and no system's name; write ", text);
  if (told.unclear || told.systems.empty())
    return before + "the name alone in system.os.name, and its versions in system.os.version, as \">= 12\"";
  const auto& [name, versions] = told.systems.front();
  if (told.systems.size() == 1 && versions.size() < 2) return before + as_rules(name, versions, told.at_most);
  // A family is no system's name, so each needs rules of its own.
  if (std::any_of(told.systems.begin(), told.systems.end(),
                  [](const auto& system) { return is_family(system.first); }))
    return before + in_alternatives(told);
  std::vector<std::string> names;
  for (const auto& [one, own] : told.systems) {
    if (own.empty()) names.push_back(fmt::format("\"{}\"", one));
    for (const std::string& version : own) names.push_back(fmt::format("\"{} {}\"", one, version));
  }
  return before + fmt::format("{{ in = [{}] }}", fmt::join(names, ", "));
}

}  // namespace deskready

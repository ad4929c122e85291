#include "config/facts/catalogue.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "config/facts/tables.h"

namespace deskready {
namespace {

using enum Kind;
using enum Known;
using enum Privacy;

/// All tables behind each other.
const std::vector<FactInfo>& table() {
  static const std::vector<FactInfo> all = [] {
    std::vector<FactInfo> facts;
    for (const auto part : {network_table(), audio_table(), system_table()})
      facts.insert(facts.end(), part.begin(), part.end());
    return facts;
  }();
  return all;
}

/// The entries that stand for many names, as "system.browser.<name>.version".
const std::vector<std::string_view>& patterns() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> found;
    for (const FactInfo& fact : table()) {
      if (fact.name.find('<') != std::string_view::npos) found.push_back(fact.name);
    }
    return found;
  }();
  return all;
}

bool fits(std::string_view name, std::string_view pattern) {
  const std::string_view begin = pattern.substr(0, pattern.find('<'));
  const std::string_view end = pattern.substr(pattern.find('>') + 1);
  if (!name.starts_with(begin) || !name.ends_with(end) || name.size() <= begin.size() + end.size())
    return false;
  name.remove_prefix(begin.size());
  name.remove_suffix(end.size());
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

std::span<const FactInfo> catalogue() {
  return table();
}

const FactInfo* find_fact(std::string_view name) {
  static const std::unordered_map<std::string_view, const FactInfo*> by_name = [] {
    std::unordered_map<std::string_view, const FactInfo*> index;
    for (const FactInfo& fact : table()) index.emplace(fact.name, &fact);
    return index;
  }();
  const auto found = by_name.find(catalogue_name(name));
  return found == by_name.end() ? nullptr : found->second;
}

std::string_view catalogue_name(std::string_view name) {
  for (const std::string_view pattern : patterns()) {
    if (fits(name, pattern)) return pattern;
  }
  return name;
}

std::span<const std::string_view> names_of(std::string_view probe) {
  static const std::map<std::string_view, std::vector<std::string_view>> by_probe = [] {
    std::map<std::string_view, std::vector<std::string_view>> names;
    for (const FactInfo& fact : table()) {
      if (!fact.probe.empty()) names[fact.probe].push_back(fact.name);
    }
    return names;
  }();
  const auto found = by_probe.find(probe);
  return found == by_probe.end() ? std::span<const std::string_view>() : found->second;
}

std::string_view part_of(std::string_view fact_name) {
  return fact_name.substr(0, fact_name.find('.'));
}

std::vector<std::string> nearest(std::string_view wrong, std::span<const std::string_view> known) {
  constexpr std::size_t longest = 100;  // a longer word is no slip of the finger
  if (wrong.empty() || wrong.size() > longest) return {};
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const std::string_view word : known) {
    const std::size_t distance = edit_distance(wrong, word);
    if (distance <= std::max<std::size_t>(2, word.size() / 4)) near.emplace_back(distance, word);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  if (near.size() > 3) near.resize(3);
  std::vector<std::string> words;
  for (auto& [distance, word] : near) words.push_back(std::move(word));
  return words;
}

std::string_view to_string(Kind kind) {
  switch (kind) {
    case number:
      return "number";
    case truth:
      return "truth";
    case text:
      return "text";
    case version:
      return "version";
  }
  return "";
}

std::string_view to_string(Known known) {
  switch (known) {
    case measured:
      return "measured";
    case inventory:
      return "inventory";
    case heuristic:
      return "heuristic";
  }
  return "";
}

std::string_view to_string(Privacy privacy) {
  switch (privacy) {
    case verdict:
      return "verdict";
    case figure:
      return "figure";
    case equipment:
      return "equipment";
    case linking:
      return "linking";
  }
  return "";
}

}  // namespace deskready

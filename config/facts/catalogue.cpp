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
    for (const auto part : {network_table(), audio_table(), computing_table(), operating_system_table(),
                            hardware_table(), programs_table()})
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
      if (!fact.target_probe.empty()) names[fact.target_probe].push_back(fact.name);
    }
    return names;
  }();
  const auto found = by_probe.find(probe);
  return found == by_probe.end() ? std::span<const std::string_view>() : found->second;
}

std::string_view part_of(std::string_view fact_name) {
  return fact_name.substr(0, fact_name.find('.'));
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
    case local:
      return "local";
  }
  return "";
}

}  // namespace deskready

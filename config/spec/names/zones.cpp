#include "config/spec/names/zones.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "config/base/nearest.h"
#include "config/base/text.h"

namespace deskready {
namespace {

struct Link {
  std::string_view name, zone;
};

constexpr Link known[] = {
#define ZONE(name) {name, name},
#define LINK(name, zone) {name, zone},
#include "config/spec/names/zones.def"
#undef ZONE
#undef LINK
};

/// What people and Windows call a zone, in lower case without "time"; each stands for several zones, so none
/// of them is one. Windows' from Unicode's windowsZones.
constexpr Link called[] = {
    {"eastern", "America/New_York"},
    {"est", "America/New_York"},
    {"edt", "America/New_York"},
    {"central", "America/Chicago"},
    {"cst", "America/Chicago"},
    {"cdt", "America/Chicago"},
    {"mountain", "America/Denver"},
    {"mst", "America/Denver"},
    {"mdt", "America/Denver"},
    {"pacific", "America/Los_Angeles"},
    {"pst", "America/Los_Angeles"},
    {"pdt", "America/Los_Angeles"},
    {"us mountain", "America/Phoenix"},
    {"alaskan", "America/Anchorage"},
    {"hawaiian", "Pacific/Honolulu"},
    {"atlantic", "America/Halifax"},
    {"newfoundland", "America/St_Johns"},
    {"gmt", "Europe/London"},
    {"bst", "Europe/London"},
    {"uk", "Europe/London"},
    {"w. europe", "Europe/Berlin"},
    {"romance", "Europe/Paris"},
    {"cet", "Europe/Berlin"},
    {"central europe", "Europe/Budapest"},
    {"central european", "Europe/Warsaw"},
    {"gtb", "Europe/Bucharest"},
    {"fle", "Europe/Kyiv"},
    {"turkey", "Europe/Istanbul"},
    {"russian", "Europe/Moscow"},
    {"egypt", "Africa/Cairo"},
    {"south africa", "Africa/Johannesburg"},
    {"arabian", "Asia/Dubai"},
    {"arab", "Asia/Riyadh"},
    {"pakistan", "Asia/Karachi"},
    {"india", "Asia/Kolkata"},
    {"ist", "Asia/Kolkata"},
    {"bangladesh", "Asia/Dhaka"},
    {"sri lanka", "Asia/Colombo"},
    {"nepal", "Asia/Kathmandu"},
    {"se asia", "Asia/Bangkok"},
    {"philippine", "Asia/Manila"},
    {"manila", "Asia/Manila"},
    {"singapore", "Asia/Singapore"},
    {"china", "Asia/Shanghai"},
    {"taipei", "Asia/Taipei"},
    {"korea", "Asia/Seoul"},
    {"tokyo", "Asia/Tokyo"},
    {"japan", "Asia/Tokyo"},
    {"aus eastern", "Australia/Sydney"},
    {"new zealand", "Pacific/Auckland"},
    {"argentina", "America/Argentina/Buenos_Aires"},
    {"e. south america", "America/Sao_Paulo"},
    {"sa pacific", "America/Bogota"},
};

std::string_view zone_of(std::string_view name) {
  // Some systems keep every zone twice, with and without leap seconds.
  for (const std::string_view folder : {"posix/", "right/"}) {
    if (name.starts_with(folder)) name.remove_prefix(folder.size());
  }
  static const std::map<std::string, std::string_view> zones = [] {
    std::map<std::string, std::string_view> all;
    for (const Link& link : known) all.emplace(lower(link.name), link.zone);
    return all;
  }();
  const auto found = zones.find(lower(name));
  return found == zones.end() ? std::string_view() : found->second;
}

/// "Eastern Standard Time" as "eastern".
std::string bare(std::string_view text) {
  std::string name = lower(text);
  for (const std::string_view word : {" time", " standard", " daylight", " zone"}) {
    if (const auto at = name.find(word); at != std::string::npos) name.erase(at, word.size());
  }
  return name;
}

}  // namespace

bool same_zone(std::string_view a, std::string_view b) {
  const std::string_view one = zone_of(a), other = zone_of(b);
  return one.empty() || other.empty() ? same_text(a, b) : one == other;
}

std::optional<std::string> no_zone(std::string_view text) {
  if (!zone_of(text).empty()) return std::nullopt;
  const std::string name = bare(text);
  const auto meant =
      std::find_if(std::begin(called), std::end(called), [&](const Link& one) { return one.name == name; });
  if (meant != std::end(called))
    return fmt::format("\"{}\" is no one zone's name; write {}, or several in {{ in = [\"…\"] }}", text,
                       meant->zone);
  std::vector<std::string_view> names;
  std::string city;
  for (const Link& link : known) {
    names.push_back(link.name);
    const std::string_view last = link.name.substr(link.name.rfind('/') + 1);
    std::string spoken(last);
    std::replace(spoken.begin(), spoken.end(), '_', ' ');
    if (city.empty() && same_text(spoken, text)) city = link.name;
  }
  const auto near = nearest(text, names);
  const std::string hint = !city.empty() ? city : near.empty() ? "it like Europe/Berlin" : near.front();
  return fmt::format("no time zone is called \"{}\"; write {}", text, hint);
}

}  // namespace deskready

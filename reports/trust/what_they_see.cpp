#include "reports/trust/what_they_see.h"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "config/base/json/json_read.h"
#include "config/base/outward/outward.h"
#include "config/base/outward/table.h"
#include "config/base/text.h"
#include "reports/document/report_fields.h"
#include "reports/trust/signed_report.h"

namespace deskready {
namespace {

using Json = nlohmann::ordered_json;
using Place = std::vector<std::string>;

/// Every single value with its place, in the document's order.
void add_leaves(const Json& value, Place& place, std::vector<std::pair<Place, std::string>>& leaves) {
  if (!value.is_structured()) {
    const std::string text = value.is_string() ? value.get<std::string>() : json_text(value);
    if (!text.empty()) leaves.emplace_back(place, text);
    return;
  }
  std::size_t index = 0;
  const auto add = [&](const std::string& name, const Json& part) {
    place.push_back(name);
    add_leaves(part, place, leaves);
    place.pop_back();
  };
  if (value.is_array()) {
    for (const Json& part : value) add(std::to_string(index++), part);
    return;
  }
  for (const auto& [name, part] : value.items()) add(name, part);
}

std::vector<std::pair<Place, std::string>> leaves_of(const Json& document) {
  std::vector<std::pair<Place, std::string>> leaves;
  Place place;
  add_leaves(document, place, leaves);
  return leaves;
}

std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t width) {
  constexpr std::size_t most[] = {0, 0, 0};
  return table_of(rows, most, width, "  ");
}

std::string sentence_of(const Place& place) {
  const ReportField* const field = field_at(place);
  return field == nullptr ? std::string() : std::string(field->sentence);
}

}  // namespace

std::string what_they_see(const Report& report, std::string_view language, std::size_t width) {
  const auto told = leaves_of(to_json(for_employer(report)));
  const std::map<Place, std::string> theirs(told.begin(), told.end());
  std::vector<std::vector<std::string>> seen, stays;
  for (const auto& [place, text] : told)
    seen.push_back({for_terminal(joined(place, ".")), for_terminal(text), sentence_of(place)});
  for (const char* const of_signature : {"device", "sequence", "previous", "challenge"})
    seen.push_back({of_signature, "…", sentence_of({of_signature})});
  for (const auto& [place, text] : leaves_of(to_json(report))) {
    const auto same = theirs.find(place);
    if (same != theirs.end() && same->second == text) continue;
    const ReportField* const field = field_at(place);
    const Told how = same == theirs.end() || field == nullptr ? Told::nothing : field->told;
    stays.push_back(
        {for_terminal(joined(place, ".")), for_terminal(text), told_otherwise_words(language, how)});
  }
  std::string page = what_they_see_words(language, report.employer) + "\n\n" + table(seen, width);
  if (!stays.empty()) page += "\n" + what_stays_words(language) + "\n\n" + table(stays, width);
  return page;
}

}  // namespace deskready

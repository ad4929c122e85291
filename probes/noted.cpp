#include "probes/noted.h"

#include <cmath>

#include "config/base/json/json_read.h"

namespace deskready {
namespace {

constexpr const char* tainted = "tainted";
constexpr const char* line_rate = "line_rate";
constexpr const char* offered = "offered";
constexpr const char* looked_member = "looked";
constexpr const char* other_minutes_member = "other_minutes";
constexpr const char* names_member = "names";
constexpr const char* plays_only_member = "plays_only";
constexpr const char* unreached_pair = "unreached";
constexpr const char* unreached_why = "unreached_why";
constexpr const char* unreached_name = "unreached_name";
constexpr const char* source = "source";

void forget(const char* member, Fact& fact) {
  if (fact.detail.is_object()) fact.detail.erase(member);
}

}  // namespace

std::string_view to_string(Taint taint) {
  switch (taint) {
    case Taint::other_traffic:
      return "other_traffic";
    case Taint::paused:
      return "paused";
    case Taint::busy_computer:
      break;
  }
  return "busy_computer";
}

void note_taint(Taint taint, Fact& fact) {
  fact.detail[tainted] = to_string(taint);
}

std::optional<Taint> noted_taint(const Fact& fact) {
  if (member_of(fact.detail, tainted) == nullptr) return std::nullopt;
  for (const Taint one : {Taint::other_traffic, Taint::paused}) {
    if (text_of(fact.detail, tainted) == to_string(one)) return one;
  }
  return Taint::busy_computer;
}

void note_line_rate(double bits_per_second, Fact& fact) {
  fact.detail[line_rate] = bits_per_second;
}

std::optional<double> noted_line_rate(const Fact& fact) {
  return number_of(fact.detail, line_rate);
}

void note_offered(double bits_per_second, Fact& fact) {
  fact.detail[offered] = bits_per_second;
}

std::optional<double> noted_offered(const Fact& fact) {
  return number_of(fact.detail, offered);
}

void forget_offered(Fact& fact) {
  forget(offered, fact);
}

void note_looked(const Looked& looked, Fact& fact) {
  // A millisecond is less than the pieces of a load are apart.
  fact.detail[looked_member] = {{"from", format_time_to_ms(looked.from)},
                                {"seconds", std::round(looked.seconds * 1000) / 1000}};
}

std::optional<Looked> noted_looked(const Fact& fact) {
  const nlohmann::json* found = member_of(fact.detail, looked_member);
  if (found == nullptr) return std::nullopt;
  const auto from = parse_time(text_of(*found, "from"));
  const auto seconds = number_of(*found, "seconds");
  if (!from || !seconds || *seconds <= 0) return std::nullopt;
  return Looked{*from, *seconds};
}

void note_other_minutes(const std::optional<OtherMinutes>& expected, Fact& fact) {
  if (expected)
    fact.detail[other_minutes_member] = {{"low", expected->low}, {"high", expected->high}};
  else
    fact.detail[other_minutes_member] = "unknown";
}

bool line_changes(const Fact& fact) {
  return member_of(fact.detail, other_minutes_member) != nullptr;
}

std::optional<OtherMinutes> noted_other_minutes(const Fact& fact) {
  const nlohmann::json* found = member_of(fact.detail, other_minutes_member);
  if (found == nullptr) return std::nullopt;
  const auto low = number_of(*found, "low"), high = number_of(*found, "high");
  if (!low || !high || *low < 0 || *high < *low) return std::nullopt;
  return OtherMinutes{*low, *high};
}

void forget_other_minutes(Fact& fact) {
  forget(other_minutes_member, fact);
}

void note_names(const std::vector<std::string>& names, Fact& fact) {
  fact.detail[names_member] = names;
}

std::vector<std::string> noted_names(const Fact& fact) {
  std::vector<std::string> names;
  const nlohmann::json* found = member_of(fact.detail, names_member);
  if (found == nullptr || !found->is_array()) return names;
  for (const auto& name : *found) {
    if (name.is_string()) names.push_back(name.get<std::string>());
  }
  return names;
}

void note_plays_only(Fact& fact) {
  fact.detail[plays_only_member] = true;
}

bool plays_only(const Fact& fact) {
  return truth_of(fact.detail, plays_only_member).value_or(false);
}

void note_unreached(const Unreached& unreached, Fact& fact) {
  fact.detail[unreached_pair] = unreached.pair;
  for (const auto& [name, text] : unreached.why.written()) {
    if (name == "detail") fact.detail[unreached_why] = text;
    if (name == "name") fact.detail[unreached_name] = text;
  }
}

std::optional<Unreached> noted_unreached(const Fact& fact) {
  const auto pair = number_of(fact.detail, unreached_pair);
  std::map<std::string, std::string> written = {{"detail", text_of(fact.detail, unreached_why)}};
  if (const std::string name = text_of(fact.detail, unreached_name); !name.empty())
    written.emplace("name", name);
  const Explanation why = Explanation::read(written);
  if (!pair || *pair < 1 || *pair > 1e6 || why.empty()) return std::nullopt;
  return Unreached{static_cast<std::size_t>(*pair), why};
}

void note_source(const std::string& file, Fact& fact) {
  fact.detail[source] = file;
}

bool has_source(const Fact& fact) {
  return member_of(fact.detail, source) != nullptr;
}

void forget_source(Fact& fact) {
  forget(source, fact);
}

}  // namespace deskready

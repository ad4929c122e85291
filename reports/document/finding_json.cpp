#include "reports/document/finding_json.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/document/finding_texts.h"
#include "reports/document/member_reader.h"
#include "reports/document/report_texts.h"
#include "reports/words/finding_words.h"

namespace deskready {
namespace {

using Json = nlohmann::ordered_json;
using Read = nlohmann::json;

constexpr std::array<std::string_view, 9> operators = {"at_least", "above", "at_most", "below", "between",
                                                       "equals",   "in",    "not_in",  "any"};

Json comparison_to_json(const Comparison& comparison, const FactInfo* info) {
  Json json;
  json["op"] = operators[static_cast<std::size_t>(comparison.op)];
  if (comparison.low != 0) json["low"] = comparison.low;
  if (comparison.high != 0) json["high"] = comparison.high;
  if (comparison.truth || (info != nullptr && info->kind == Kind::truth)) json["truth"] = comparison.truth;
  if (!comparison.version.empty()) json["version"] = comparison.version;
  if (!comparison.version_high.empty()) json["version_high"] = comparison.version_high;
  if (!comparison.texts.empty()) json["texts"] = comparison.texts;
  return json;
}

void measured_into(Json& json, const Measured& measured) {
  std::visit([&](const auto& value) { json["value"] = value; }, measured.value);
  if (measured.low) json["low"] = *measured.low;
  if (measured.high) json["high"] = *measured.high;
  if (measured.at_least) json["at_least"] = true;
  if (measured.at_most) json["at_most"] = true;
}

Json lacking_to_json(const Lacking& lacking) {
  Json json;
  if (!lacking.alternative.empty()) json["alternative"] = lacking.alternative;
  json["fact"] = lacking.key;
  json["asked"] = comparison_to_json(lacking.asked, info_of_key(lacking.key));
  if (lacking.measured) measured_into(json, *lacking.measured);
  return json;
}

class FindingReader : public MemberReader {
 public:
  /// Of an object whose members are texts; others are left out.
  std::map<std::string, std::string> texts(const Read& from, const char* name) {
    std::map<std::string, std::string> texts;
    const Read* found = member(from, name);
    if (found == nullptr || !found->is_object()) return texts;
    for (const auto& [key, value] : found->items()) {
      if (value.is_string()) texts.emplace(key, value.get<std::string>());
    }
    return texts;
  }

  Comparison comparison(const Read& from, const char* name) {
    Comparison read;
    const Read* found = member(from, name);
    if (found == nullptr || !found->is_object()) {
      fail(name);
      return read;
    }
    const auto op = std::find(operators.begin(), operators.end(), text(*found, "op", true));
    if (op == operators.end())
      fail("op");
    else
      read.op = static_cast<Operator>(op - operators.begin());
    read.low = number(*found, "low").value_or(0);
    read.high = number(*found, "high").value_or(0);
    read.truth = truth(*found, "truth");
    read.version = text(*found, "version");
    read.version_high = text(*found, "version_high");
    const Read* list = member(*found, "texts");
    if (list == nullptr) return read;
    if (!list->is_array()) fail("texts");
    for (const Read& one : *list) {
      if (one.is_string()) read.texts.push_back(one.get<std::string>());
    }
    return read;
  }

  /// Nothing where there is no value.
  std::optional<Measured> measured(const Read& from) {
    const Read* value = member(from, "value");
    if (value == nullptr) return std::nullopt;
    Measured read;
    if (value->is_number())
      read.value = value->get<double>();
    else if (value->is_boolean())
      read.value = value->get<bool>();
    else if (value->is_string())
      read.value = value->get<std::string>();
    else
      fail("value");
    read.low = number(from, "low");
    read.high = number(from, "high");
    read.at_least = truth(from, "at_least");
    read.at_most = truth(from, "at_most");
    return read;
  }

  std::vector<Lacking> lacking(const Read& from) {
    std::vector<Lacking> all;
    const Read* list = member(from, "lacking");
    if (list == nullptr) return all;
    if (!list->is_array()) fail("lacking");
    for (const Read& one : *list)
      all.push_back(
          {text(one, "alternative"), text(one, "fact", true), comparison(one, "asked"), measured(one)});
    return all;
  }
};

void read_codes(Finding& finding, const Read& json, FindingReader& reader) {
  finding.rule = reader.text(json, "rule", true);
  finding.key = reader.text(json, "fact", true);
  finding.level = reader.text(json, "level", true) == "recommend" ? Level::recommend : Level::require;
  const auto outcome = outcome_from(reader.text(json, "outcome", true));
  if (!outcome) reader.fail("outcome");
  finding.outcome = outcome.value_or(Outcome::not_measured);
  if (MemberReader::member(json, "cause") != nullptr) {
    finding.cause = cause_from(reader.text(json, "cause"));
    if (!finding.cause) reader.fail("cause");
  }
  finding.code = reader.text(json, "code");
  finding.args = reader.texts(json, "args");
  finding.trust = trust_from(reader.text(json, "trust")).value_or(Trust::self);
  finding.fix = reader.texts(json, "fix");
}

/// A word of a later version is no fault: the usual effort stands in for it.
void read_effort(Finding& finding, const Read& json, FindingReader& reader) {
  finding.effort = effort_from(reader.text(json, "effort")).value_or(usual_effort(finding));
}

/// What its own facts say, where that is what the text says too: they are exact.
Measured measured_by(std::string_view text, const Fact* fact, const FactInfo* info) {
  const Measured told = measured_from_text(text, info);
  if (fact == nullptr) return told;
  const Measured exact = measured_of(*fact);
  const double* figure = std::get_if<double>(&exact.value);
  const double* rounded = std::get_if<double>(&told.value);
  if (figure == nullptr || rounded == nullptr || info == nullptr)
    return exact.value == told.value ? exact : told;
  return format_quantity(*figure, info->unit) == format_quantity(*rounded, info->unit) ? exact : told;
}

void read_values(Finding& finding, const Read& json, FindingReader& reader, const Facts& facts,
                 const std::map<std::string, std::vector<Fact>>& attempts) {
  const FactInfo* info = info_of(finding);
  const std::string expected = reader.text(json, "expected"), measured = reader.text(json, "measured");
  finding.asked = MemberReader::member(json, "asked") != nullptr
                      ? reader.comparison(json, "asked")
                      : comparison_from_text(finding.key, expected, info);
  const auto limit = finding.args.find("limit");
  if (MemberReader::member(json, "limit") != nullptr) {
    finding.limit = reader.comparison(json, "limit");
  } else if (limit != finding.args.end()) {
    const auto key = parse_fact_key(finding.key);
    finding.limit = comparison_from_text(finding.key, limit->second, key ? find_fact(key->name) : nullptr);
  }
  finding.measured = reader.measured(json);
  if (!finding.measured && !measured.empty())
    finding.measured = measured_by(measured, facts.find(finding.key), info);
  const auto first = finding.args.find("first");
  if (const auto* own = MemberReader::member(json, "first")) {
    finding.first = reader.measured(*own);
  } else if (first != finding.args.end()) {
    const auto tried = attempts.find(finding.key);
    const Fact* fact = tried != attempts.end() && !tried->second.empty() ? &tried->second.front() : nullptr;
    finding.first = measured_by(first->second, fact, info);
  }
  finding.lacking = reader.lacking(json);
}

/// Those arguments that are only the English of values which the finding holds.
void drop_texts_of_values(Finding& finding) {
  if (finding.first) finding.args.erase("first");
  if (finding.limit) finding.args.erase("limit");
  const auto detail = finding.args.find("detail");
  if (detail == finding.args.end()) return;
  const std::string told = detail->second;
  finding.args.erase(detail);
  if (finding_detail("en", finding) != told) finding.args.emplace("detail", told);
}

}  // namespace

Json finding_to_json(const Finding& finding) {
  const FactInfo* info = info_of(finding);
  Json json;
  json["rule"] = finding.rule;
  json["fact"] = finding.key;
  json["level"] = to_string(finding.level);
  json["outcome"] = to_string(finding.outcome);
  if (finding.cause) json["cause"] = to_string(*finding.cause);
  json["expected"] = expected_text(finding);
  json["asked"] = comparison_to_json(finding.asked, info);
  if (finding.limit) json["limit"] = comparison_to_json(*finding.limit, nullptr);
  if (finding.measured) {
    if (std::string text = measured_text(finding); !text.empty()) json["measured"] = std::move(text);
    measured_into(json, *finding.measured);
  }
  if (finding.first) measured_into(json["first"], *finding.first);
  json["code"] = finding.code;
  json["args"] = argument_texts(finding);
  json["message"] = unmarked(finding_sentence("en", finding));
  if (!finding.lacking.empty()) {
    json["lacking"] = Json::array();
    for (const Lacking& lacking : finding.lacking) json["lacking"].push_back(lacking_to_json(lacking));
  }
  json["effort"] = to_string(finding.effort);
  json["trust"] = to_string(finding.trust);
  if (!finding.fix.empty()) json["fix"] = finding.fix;
  return json;
}

tl::expected<Finding, std::string> finding_from_json(
    const Read& json, const Facts& facts, const std::map<std::string, std::vector<Fact>>& attempts) {
  FindingReader reader;
  Finding finding;
  read_codes(finding, json, reader);
  read_values(finding, json, reader, facts, attempts);
  read_effort(finding, json, reader);
  drop_texts_of_values(finding);
  if (!reader.wrong().empty()) return tl::unexpected(reader.wrong());
  return finding;
}

}  // namespace deskready

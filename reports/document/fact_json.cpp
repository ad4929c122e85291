#include "reports/document/fact_json.h"

#include <fmt/format.h>

#include <cmath>

#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"
#include "config/spec/rule_key.h"
#include "config/spec/spec.h"
#include "reports/document/report.h"
#include "reports/words/cause_words.h"
#include "reports/words/measuring/method_words.h"

namespace deskready {
namespace {

const FactInfo* info_of(std::string_view key) {
  const auto parsed = parse_fact_key(key);
  return parsed ? find_fact(*parsed) : nullptr;
}

tl::unexpected<std::string> wrong(std::string_view key, std::string_view field) {
  return tl::unexpected(fmt::format("{}: \"{}\" is missing or of the wrong kind", key, field));
}

std::optional<Value> value_from(const nlohmann::json& json) {
  if (json.is_number()) return json.get<double>();
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_string()) return json.get<std::string>();
  return std::nullopt;
}

/// Brings the figures into the catalogue's unit, by which everything else reads them. False for a unit of
/// another kind, or where there can be none.
bool take_unit(Fact& fact, std::string_view unit, const FactInfo& info) {
  if (unit == unit_symbol(info.unit)) return true;
  auto* value = std::get_if<double>(&fact.value);
  // A digit would go on with the number.
  const bool begins_with_digit = !unit.empty() && unit[0] >= '0' && unit[0] <= '9';
  const auto factor = parse_quantity_in(fmt::format("1 {}", unit), info.unit);
  if (begins_with_digit || value == nullptr || info.unit == Unit::none || !factor) return false;
  *value *= *factor;
  if (fact.low) *fact.low *= *factor;
  if (fact.high) *fact.high *= *factor;
  return std::isfinite(*value);
}

/// As an earlier version or another program said it, else in words. Readers of earlier versions know no
/// codes.
std::string method_text(const Method& how) {
  const auto steps = how.steps();
  if (steps.size() == 1 && steps.front().how == How::told) return steps.front().arguments.at("text");
  return unmarked(method_words("en", how));
}

/// None of what is text only.
nlohmann::ordered_json steps_to_json(const Method& how) {
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  if (how.has(How::told)) return steps;
  for (const MethodStep& step : how.steps()) {
    steps.push_back({{"code", info(step.how).code}, {"args", step.arguments}});
  }
  return steps;
}

/// The steps; none where one of them is not known here.
Method steps_from_json(const nlohmann::json& json) {
  constexpr std::size_t most = 20;
  Method how;
  const nlohmann::json* const steps = member_of(json, "how");
  if (steps == nullptr || !steps->is_array() || steps->size() > most) return {};
  for (const nlohmann::json& step : *steps) {
    Arguments arguments;
    if (const nlohmann::json* const written = member_of(step, "args");
        written != nullptr && written->is_object()) {
      for (const auto& [name, value] : written->items())
        if (value.is_string()) arguments.emplace(name, value.get<std::string>());
    }
    if (!how.take(text_of(step, "code"), arguments)) return {};
  }
  return how;
}

}  // namespace

nlohmann::ordered_json fact_to_json(std::string_view key, const Fact& fact) {
  nlohmann::ordered_json json;
  std::visit([&](const auto& value) { json["value"] = value; }, fact.value);
  const FactInfo* info = info_of(key);
  if (info != nullptr && info->unit != Unit::none) json["unit"] = unit_symbol(info->unit);
  if (fact.low) json["low"] = *fact.low;
  if (fact.high) json["high"] = *fact.high;
  if (fact.at_least) json["at_least"] = true;
  if (fact.at_most) json["at_most"] = true;
  json["samples"] = fact.samples;
  json["method"] = method_text(fact.how);
  if (auto steps = steps_to_json(fact.how); !steps.empty()) json["how"] = std::move(steps);
  json["at"] = format_time(fact.at);
  json["cost"] = {{"bytes", fact.cost.bytes}, {"seconds", fact.cost.seconds}};
  json["trust"] = to_string(fact.trust);
  json["detail"] =
      fact.detail.is_object() ? nlohmann::ordered_json(fact.detail) : nlohmann::ordered_json::object();
  return json;
}

nlohmann::ordered_json unmeasured_to_json(const Unmeasured& why) {
  Arguments arguments = why.args;
  if (std::string detail = cause_detail("en", why.cause, why.args); !detail.empty())
    arguments.emplace("detail", std::move(detail));
  return {{"cause", to_string(why.cause)},
          {"args", std::move(arguments)},
          {"message", unmarked(cause_sentence("en", why.cause, why.args))}};
}

tl::expected<Fact, std::string> fact_from_json(std::string_view key, const nlohmann::json& json) {
  if (!json.is_object()) return wrong(key, "value");
  Fact fact;
  const auto value = json.find("value");
  const auto read = value == json.end() ? std::nullopt : value_from(*value);
  if (!read) return wrong(key, "value");
  fact.value = *read;
  const auto number = [&](const char* name, std::optional<double>& into) {
    const auto found = json.find(name);
    if (found != json.end() && found->is_number()) into = found->get<double>();
  };
  number("low", fact.low);
  number("high", fact.high);
  const auto truth = [&](const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_boolean() && found->get<bool>();
  };
  fact.at_least = truth("at_least");
  fact.at_most = truth("at_most");
  if (const auto unit = json.find("unit"); unit != json.end()) {
    const FactInfo* info = info_of(key);
    if (!unit->is_string() || (info != nullptr && !take_unit(fact, unit->get<std::string>(), *info)))
      return wrong(key, "unit");
  }
  if (const auto samples = json.find("samples"); samples != json.end() && samples->is_number_unsigned()) {
    fact.samples = samples->get<std::uint64_t>();
  }
  fact.how = steps_from_json(json);
  if (fact.how.empty()) fact.how = Method::told(text_of(json, "method"));
  const auto at = json.find("at");
  const auto time = at != json.end() && at->is_string()
                        ? parse_time(at->get<std::string>())
                        : tl::expected<WallTime, std::string>(tl::unexpected(std::string()));
  if (!time) return wrong(key, "at");
  fact.at = *time;
  if (const auto cost = json.find("cost"); cost != json.end() && cost->is_object()) {
    if (cost->contains("bytes") && (*cost)["bytes"].is_number_unsigned()) fact.cost.bytes = (*cost)["bytes"];
    if (cost->contains("seconds") && (*cost)["seconds"].is_number()) fact.cost.seconds = (*cost)["seconds"];
  }
  if (const auto trust = json.find("trust"); trust != json.end() && trust->is_string()) {
    const auto known = trust_from(trust->get<std::string>());
    if (!known) return wrong(key, "trust");
    fact.trust = *known;
  }
  if (const auto detail = json.find("detail"); detail != json.end() && detail->is_object())
    fact.detail = *detail;
  return fact;
}

tl::expected<Unmeasured, std::string> unmeasured_from_json(std::string_view key, const nlohmann::json& json) {
  const auto code = json.is_object() ? json.find("cause") : json.end();
  const auto cause = json.is_object() && code != json.end() && code->is_string()
                         ? cause_from(code->get<std::string>())
                         : std::nullopt;
  if (!cause) return wrong(key, "cause");
  Unmeasured why{*cause, {}};
  if (const auto args = json.find("args"); args != json.end() && args->is_object()) {
    for (const auto& [name, value] : args->items()) {
      if (value.is_string()) why.args.emplace(name, value.get<std::string>());
    }
  }
  // What only says the other arguments in English.
  if (const auto detail = why.args.find("detail"); detail != why.args.end()) {
    const std::string told = detail->second;
    why.args.erase(detail);
    if (cause_detail("en", *cause, why.args) != told) why.args.emplace("detail", told);
  }
  return why;
}

Trust believed(Trust claimed) {
  return claimed == Trust::challenged || claimed == Trust::witnessed ? Trust::self : claimed;
}

}  // namespace deskready

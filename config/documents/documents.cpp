#include "config/documents/documents.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/spec/spec.h"

namespace deskready {
namespace {

using Json = nlohmann::ordered_json;

std::string_view part_title(std::string_view part) {
  return part == "network" ? "The line" : part == "audio" ? "Sound" : "The computer";
}

std::string unit_or_kind(const FactInfo& fact) {
  switch (fact.kind) {
    case Kind::truth:
      return "yes or no";
    case Kind::text:
      return "text";
    case Kind::version:
      return "version";
    case Kind::number:
      break;
  }
  return std::string(unit_symbol(fact.unit));
}

std::string_view how_known(Known known) {
  switch (known) {
    case Known::measured:
      return "measured";
    case Known::inventory:
      return "read from the computer";
    case Known::heuristic:
      return "inferred, said to be so";
  }
  return "";
}

/// A limit that the fact's own parser takes.
std::string example_of(const FactInfo& fact) {
  switch (fact.kind) {
    case Kind::truth:
      return "true";
    case Kind::version:
      return "\">= 12.4\"";
    case Kind::text:
      return fact.ordered == Ordered::pixels      ? "\">= 1280x1024\""
             : fact.ordered == Ordered::processor ? "\">= Intel Core i5 gen 8\""
                                                  : "{ in = [\"…\"] }";
    case Kind::number:
      break;
  }
  return fmt::format("\"{} {}\"", fact.better == Better::lower ? "<=" : ">=", example_quantity(fact.unit));
}

Json texts_schema() {
  return {{"anyOf",
           {{{"type", "string"}}, {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}}}}};
}

Json object_of(Json properties) {
  return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

/// A text, texts by language, or either with what it takes.
Json fix_schema() {
  Json words = Json::array();
  for (const Effort effort : efforts) words.push_back(to_string(effort));
  Json ways = texts_schema()["anyOf"];
  ways.push_back(object_of({{"text", texts_schema()}, {"effort", {{"enum", std::move(words)}}}}));
  return {{"anyOf", std::move(ways)}};
}

Json fix_reference() {
  return {{"$ref", "#/definitions/fix"}};
}

Json list_schema() {
  return {{"type", "array"}, {"minItems", 1}, {"items", {{"type", "string"}}}};
}

Json described(Json schema, std::string_view what) {
  schema["description"] = what;
  return schema;
}

Json text_schema(std::string_view what) {
  return described({{"type", "string"}}, what);
}

Json rule_properties() {
  return {
      {"limit", described({{"type", {"string", "boolean", "number"}}}, "What is asked for: \">= 25 Mbps\"")},
      {"in", described(list_schema(), "The texts that will do")},
      {"not_in", described(list_schema(), "The texts that will not do")},
      {"tolerance",
       text_schema("Share of the limit by which a shortfall is still too close to call: \"5 %\"")},
      {"statistic", text_schema("Another statistic than the fact's own")},
      {"window",
       text_schema("Judge the worst window of this length, \"200 ms\"; from an hour up, the earlier "
                   "checks of so long: \"14 d\"")},
      {"during", described({{"enum", {"always", "shifts"}}}, "Which of the earlier checks count")},
      {"share", text_schema("The part of the earlier checks that must meet the limit: \">= 95 %\"")},
      {"target", text_schema("A name of [targets]")},
      {"path", {{"enum", {"round_trip", "one_way"}}}},
      {"evidence", {{"enum", {"any", "challenged", "witnessed"}}}},
      {"valid", text_schema("How old the figure may be: \"1 d\"")},
      {"guided", described({{"type", "boolean"}},
                           "Must be known in a guided check; in others a missing figure decides nothing")},
      {"source", text_schema("Where the limit comes from")},
      {"fix", fix_reference()}};
}

/// One of [targets].
Json target_schema() {
  const Json port{{"type", "string"}, {"pattern", "^(tcp|tls|https|udp|stun|dns|ntp)/[0-9]+(-[0-9]+)?$"}};
  return object_of({{"host", {{"type", "string"}}},
                    {"hosts", list_schema()},
                    {"stun", {{"type", "string"}, {"pattern", "^[sS][tT][uU][nN]:"}}},
                    {"turn", {{"type", "string"}, {"pattern", "^[tT][uU][rR][nN][sS]?:"}}},
                    {"ports", {{"type", "array"}, {"items", port}}},
                    {"stands_for", {{"type", {"array", "string"}}, {"items", {{"type", "string"}}}}},
                    {"source", text_schema("Where its addresses are published")},
                    {"reading", {{"enum", {"official", "unofficial"}}}},
                    {"published", text_schema("When that was: a date, a month or a year")}});
}

Json fact_schema(const FactInfo& fact) {
  Json plain;
  switch (fact.kind) {
    case Kind::truth:
      plain = {{"enum", {true, false, "true", "false", "any"}}};
      break;
    case Kind::number:
      plain = {{"type", {"string", "number"}}};
      break;
    default:
      plain = {{"type", "string"}};
  }
  Json schema{{"description", fmt::format("{} ({}). {} Example: {}", fact.label, unit_or_kind(fact),
                                          fact.sentence, example_of(fact))},
              {"anyOf", {plain, {{"$ref", "#/definitions/rule"}}}}};
  return schema;
}

/// Facts as nested tables; a `<name>` or an @target is any one key.
Json facts_schema() {
  Json root = object_of(Json::object());
  for (const FactInfo& fact : catalogue()) {
    Json* at = &root;
    std::string_view rest = fact.name;
    while (true) {
      const auto dot = rest.find('.');
      const std::string step(rest.substr(0, dot));
      const bool any = step.starts_with('<');
      const bool last = dot == std::string_view::npos;
      Json& place = any ? (*at)["additionalProperties"] : (*at)["properties"][step];
      if (last) {
        if (fact.targeted)
          (*at)["patternProperties"]["^" + step + "@"] = fact_schema(fact);
        else
          place = fact_schema(fact);
        if (fact.targeted) (*at)["properties"].erase(step);
        break;
      }
      if (!place.is_object()) place = object_of(Json::object());
      at = &place;
      rest.remove_prefix(dot + 1);
    }
  }
  // "loss#max/200ms" and "latency@softphone" are keys of their own.
  root["properties"]["network"]["patternProperties"]["[@#]"] = {{"$ref", "#/definitions/rule_or_limit"}};
  // So is a whole name in quotes, as a resolved spec writes it.
  root["patternProperties"]["^(network|audio|system)[.]"] = {{"$ref", "#/definitions/rule_or_limit"}};
  return root;
}

Json head_schema() {
  Json head =
      object_of({{"language", {{"const", 1}}},
                 {"name", text_schema("Short and unique: \"acme-voice\"")},
                 {"version", text_schema("\"2026-11\"")},
                 {"employer", text_schema("Whose it is")},
                 {"extends", text_schema("A shipped spec's name, or a file beside this one")},
                 {"source", text_schema("Where the requirements are published")},
                 {"reading", {{"enum", {"official", "unofficial"}}}},
                 {"published", text_schema("When the source was: \"2018\", \"2018-04\" or a date")},
                 {"targets", described({{"type", {"array", "string"}}, {"items", {{"type", "string"}}}},
                                       "Shipped lists of hosts: \"twilio/roaming\"")},
                 {"roles", described(list_schema(), "The only roles there are")},
                 {"expires", text_schema("A date; later a verdict is at best ready_with_warnings")},
                 {"proof", object_of({{"every", text_schema("How old a report may be: \"90 d\"")}})}});
  head["required"] = {"language", "name"};
  return head;
}

Json question_schema() {
  Json question = object_of({{"text", texts_schema()},
                             {"answers", list_schema()},
                             {"accept", list_schema()},
                             {"valid", text_schema("How long an answer lasts: \"180 d\"")},
                             {"level", {{"$ref", "#/definitions/level"}}},
                             {"evidence", {{"enum", {"answer", "photo", "document"}}}},
                             {"source", {{"type", "string"}}},
                             {"fix", fix_reference()}});
  question["required"] = {"text"};
  return {{"type", "object"}, {"additionalProperties", std::move(question)}};
}

Json choice_schema() {
  return {{"type", "object"},
          {"additionalProperties",
           {{"type", "object"},
            {"properties",
             {{"level", {{"$ref", "#/definitions/level"}}},
              {"text", texts_schema()},
              {"source", {{"type", "string"}}},
              {"fix", fix_reference()}}},
            {"additionalProperties", {{"$ref", "#/definitions/facts"}}}}}};
}

Json long_rule_schema() {
  Json properties = rule_properties();
  properties["id"] = {{"type", "string"}};
  properties["fact"] = text_schema("A fact's name");
  properties["level"] = {{"$ref", "#/definitions/level"}};
  Json rule = object_of(std::move(properties));
  rule["required"] = {"id", "fact"};
  return {{"type", "array"}, {"items", std::move(rule)}};
}

/// What stands at the top and in a [[when]] alike.
Json part_properties() {
  return {{"require", {{"$ref", "#/definitions/facts"}}},
          {"recommend", {{"$ref", "#/definitions/facts"}}},
          {"rule", long_rule_schema()},
          {"one_of", choice_schema()},
          {"ask", question_schema()}};
}

struct Section {
  std::string_view title;
  std::string_view text;
};

constexpr Section manual_sections[] = {
#include "config/documents/spec_manual.inc"
};

std::string roff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    line_begins = c == '\n';
  }
  return out;
}

/// Paragraphs; lines that begin with four spaces are an example and stay as they are.
std::string section_text(std::string_view text) {
  std::string out;
  bool example = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const bool code = line.starts_with("    ");
    if (code != example) out += code ? ".PP\n.RS 4\n.nf\n" : ".fi\n.RE\n.PP\n";
    example = code;
    if (code) line.remove_prefix(4);
    if (!code && line.empty())
      out += ".PP\n";
    else
      out += roff(line) + "\n";
  }
  if (example) out += ".fi\n.RE\n";
  return out;
}

}  // namespace

namespace {

/// What is true of several facts of a part.
struct PartKnown {
  std::string_view part;
  std::string_view about;
  std::string_view untold = {};
};

constexpr PartKnown parts_known[] = {
    {"network", "the line",
     "Beside what the table says, a check could not check what needs a far end where none is named, none\n"
     "answers or it has no room, and what loads the line where a call, a limit of its own or the person\n"
     "kept it from that.\n\n"},
    {"audio", "sound",
     "Beside what the table says, a check could not check anything of sound where the sound server does not\n"
     "answer or the computer is a recorded one, nor more than the number of devices where no server runs;\n"
     "what takes the microphone or the speaker where a call, the settings or the person kept it from that;\n"
     "and what is worked out from sound where nothing but exact silence or one constant value arrives. It\n"
     "listens for 1.8 s; a guided one also for 3 s of quiet and for 10 s while somebody reads aloud.\n\n"},
    {"system", "the computer"}};

/// From what the facts of a part are known, and what that does not show.
std::string sources_of(std::string_view part) {
  std::string page;
  for (const PartKnown& known : parts_known) {
    if (known.part == part)
      page += fmt::format("\n### From what the facts about {} are known\n\n{}", known.about, known.untold);
  }
  page += "| fact | known from | not seen | could not check where |\n|---|---|---|---|\n";
  for (const FactInfo& fact : catalogue()) {
    if (part_of(fact.name) != part) continue;
    page += fmt::format("| `{}` | {} | {} | {} |\n", fact.name, fact.source, fact.unseen, fact.untold);
  }
  return page;
}

}  // namespace

std::string facts_page() {
  std::string page =
      "# Facts\n\nEvery fact that a spec can ask about. Made from the catalogue by `deskready spec facts "
      "--format "
      "markdown`;\na test compares.\n\nHow a fact is known: *measured* by an active test, *read from the "
      "computer*, or "
      "*inferred*, which is said wherever it is\nshown. Durations are in s, rates in bit/s, sizes in byte, "
      "shares as "
      "ratios in reports; specs write them with units.\n\n"
      "Where a fact cannot be known a check says \"could not check\" and why, and never a zero or a "
      "\"no\".\n";
  std::string_view part;
  for (const FactInfo& fact : catalogue()) {
    if (part != part_of(fact.name)) {
      if (!part.empty()) page += sources_of(part);
      part = part_of(fact.name);
      page += fmt::format(
          "\n## {}\n\n| fact | unit | how known | what it is | why it matters |\n|---|---|---|---|---|\n",
          part_title(part));
    }
    std::string name = fmt::format("`{}`", fact.name);
    if (fact.targeted) name = fmt::format("`{}@TARGET`", fact.name);
    std::string more;
    if (!fact.statistic.empty()) more = fmt::format(" Statistic: {}", fact.statistic);
    if (!fact.statistics.empty()) more += fmt::format("; also {}", fact.statistics);
    if (!more.empty()) more += ".";
    if (fact.windowed) more += " Can be asked for by window.";
    if (fact.needs_far_end)
      more +=
          fact.target_probe.empty() ? " Needs a far end." : " Needs a far end, or is asked for `@TARGET`.";
    if (fact.from_history()) more += " Known from earlier checks.";
    if (fact.unanswered()) more += " This version cannot check it.";
    page += fmt::format("| {} | {} | {} | {}: {}{} | {} |\n", name, unit_or_kind(fact), how_known(fact.known),
                        fact.label, fact.sentence, more, fact.why);
  }
  return page + sources_of(part);
}

std::string spec_schema() {
  Json properties;
  properties["spec"] = head_schema();
  properties["far_end"] = object_of({{"url", {{"type", "string"}, {"pattern", "^https?://"}}},
                                     {"public", {{"enum", {"allowed", "forbidden"}}}}});
  properties["targets"] = {{"type", "object"}, {"additionalProperties", target_schema()}};
  properties["test"] = described({{"$ref", "#/definitions/facts"}}, "Conditions of measuring, not demands");
  properties.update(part_properties());
  Json when = part_properties();
  when["id"] = {{"type", "string"}};
  when["if"] = {
      {"type", "object"},
      {"description",
       "role = \"…\", answer.NAME = \"…\", facts about what the computer is, and figures that are too bad"}};
  properties["when"] = {{"type", "array"}, {"items", object_of(std::move(when))}};
  properties["needs"] = {{"type", "object"},
                         {"additionalProperties", object_of({{"memory", text_schema("\"500 MB\"")},
                                                             {"disk", text_schema("\"2 GB\"")},
                                                             {"download", text_schema("\"2 Mbps\"")},
                                                             {"upload", text_schema("\"2 Mbps\"")},
                                                             {"source", {{"type", "string"}}}})}};
  properties["fix"] =
      described({{"type", "object"}},
                "Mirrors the rules: for each fact a text, texts by language, or { text = …, effort = … }");
  properties["remove"] = object_of({{"rules", list_schema()}});
  Json waive = object_of({{"rule", {{"type", "string"}}},
                          {"for", text_schema("A report's reference, or \"everyone\"")},
                          {"until", text_schema("The last day, a date")},
                          {"reason", {{"type", "string"}}}});
  waive["required"] = {"rule", "for", "until", "reason"};
  properties["waive"] = {{"type", "array"}, {"items", std::move(waive)}};

  Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
              {"title", "deskready spec, language 1"},
              {"type", "object"},
              {"required", {"spec"}},
              {"additionalProperties", false},
              {"properties", std::move(properties)}};
  Json rule_or_limit{
      {"anyOf", {{{"type", {"string", "boolean", "number"}}}, {{"$ref", "#/definitions/rule"}}}}};
  schema["definitions"] = {{"level", {{"enum", {"require", "recommend"}}}},
                           {"rule", object_of(rule_properties())},
                           {"rule_or_limit", std::move(rule_or_limit)},
                           {"fix", described(fix_schema(), "What the person can do, and what it takes")},
                           {"facts", facts_schema()}};
  return json_text(schema, 2) + "\n";
}

std::string spec_manual() {
  std::string page =
      ".TH DESKREADY\\-SPEC 5 \"\" deskready \"File formats\"\n.SH NAME\ndeskready\\-spec \\- an employer's "
      "requirements of a "
      "workstation\n";
  for (const Section& section : manual_sections)
    page += fmt::format(".SH {}\n{}", section.title, section_text(section.text));
  page += ".SH FACTS\n";
  for (const FactInfo& fact : catalogue()) {
    page += fmt::format(".TP\n.B {}\n{} ({}). {}\n",
                        roff(fact.targeted ? std::string(fact.name) + "@TARGET" : std::string(fact.name)),
                        roff(fact.label), roff(unit_or_kind(fact)), roff(fact.sentence));
  }
  return page +
         ".SH SEE ALSO\n.B deskready spec lint\n, \n.B deskready spec show\n, \n.B deskready spec list\n";
}

}  // namespace deskready

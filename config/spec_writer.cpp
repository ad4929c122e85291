// A resolved spec as one TOML text.
#include <fmt/format.h>

#include "config/spec.h"

namespace deskready {
namespace {

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (c == '\n')
      out += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out + "\"";
}

std::string list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", " : "") + toml_text(text);
  return out + "]";
}

std::string by_language(const Texts& texts) {
  std::string out = "{ ";
  for (const auto& [language, text] : texts)
    out += (out.size() > 2 ? ", " : "") + toml_text(language) + " = " + toml_text(text);
  return out + " }";
}

void line(std::string& out, std::string_view key, std::string_view text) {
  if (!text.empty()) out += fmt::format("{} = {}\n", key, toml_text(text));
}

/// Exact numbers in base units, so that reading it back changes nothing.
std::string operand(const Comparison& comparison, const FactInfo& info) {
  const auto number = [&](double value) {
    const auto symbol = info.unit == Unit::ratio ? std::string_view("%") : unit_symbol(info.unit);
    const bool bare = info.unit == Unit::count || info.unit == Unit::score;
    const double shown = info.unit == Unit::ratio ? value * 100 : value;
    return bare ? fmt::format("{}", shown) : fmt::format("{} {}", shown, symbol);
  };
  if (info.kind == Kind::truth) return comparison.truth ? "true" : "false";
  if (info.kind == Kind::text) return comparison.texts.empty() ? "" : comparison.texts.front();
  const std::string value = info.kind == Kind::version ? comparison.version : number(comparison.low);
  switch (comparison.op) {
    case Operator::at_least:
      return ">= " + value;
    case Operator::above:
      return "> " + value;
    case Operator::at_most:
      return "<= " + value;
    case Operator::below:
      return "< " + value;
    case Operator::between:
      return value + " .. " + number(comparison.high);
    default:
      return "= " + value;
  }
}

void write_rule(std::string& out, const Rule& rule) {
  const FactInfo& info = *find_fact(rule.key.name);
  out += "\n[[rule]]\n";
  line(out, "id", rule.id);
  line(out, "fact", rule.key.name);
  line(out, "target", rule.key.target);
  line(out, "statistic", rule.key.statistic);
  line(out, "level", rule.level == Level::require ? "require" : "recommend");
  if (rule.comparison.op == Operator::in)
    out += "in = " + list(rule.comparison.texts) + "\n";
  else if (rule.comparison.op == Operator::not_in)
    out += "not_in = " + list(rule.comparison.texts) + "\n";
  else
    line(out, "limit", operand(rule.comparison, info));
  if (rule.tolerance > 0) line(out, "tolerance", fmt::format("{} %", rule.tolerance * 100));
  line(out, "source", rule.source);
  if (!rule.fix.empty()) out += "fix = " + by_language(rule.fix) + "\n";
}

void write_question(std::string& out, const PersonQuestion& question) {
  out +=
      fmt::format("\n[ask.{}]\ntext = {}\nanswers = {}\naccept = {}\nlevel = {}\n", toml_text(question.name),
                  by_language(question.text), list(question.answers), list(question.accept),
                  question.level == Level::require ? "\"require\"" : "\"recommend\"");
  if (question.valid_seconds > 0) line(out, "valid", fmt::format("{} s", question.valid_seconds));
  if (!question.fix.empty()) out += "fix = " + by_language(question.fix) + "\n";
}

}  // namespace

std::string show_spec(const Spec& spec) {
  std::string out = "[spec]\nlanguage = 1\n";
  line(out, "name", spec.name);
  line(out, "version", spec.version);
  line(out, "employer", spec.employer);
  line(out, "source", spec.source);
  line(out, "reading", spec.reading);
  if (spec.expires) out += fmt::format("expires = {}\n", *spec.expires);
  if (spec.proof_every_seconds > 0)
    out += fmt::format("proof = {{ every = \"{} s\" }}\n", spec.proof_every_seconds);
  if (!spec.far_end_url.empty()) out += fmt::format("\n[far_end]\nurl = {}\n", toml_text(spec.far_end_url));
  for (const auto& [name, target] : spec.targets) {
    out += fmt::format("\n[targets.{}]\nhost = {}\nports = {}\n", toml_text(name), toml_text(target.host),
                       list(target.ports));
  }
  for (const Rule& rule : spec.rules) write_rule(out, rule);
  for (const PersonQuestion& question : spec.questions) write_question(out, question);
  for (const Waiver& waiver : spec.waivers) {
    out += fmt::format("\n[[waive]]\nrule = {}\nfor = {}\nuntil = {}\nreason = {}\n", toml_text(waiver.rule),
                       toml_text(waiver.for_whom), waiver.until, toml_text(waiver.reason));
  }
  return out;
}

}  // namespace deskready

#include "config/spec/language/writer.h"

#include <fmt/format.h>

#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/spec/rule_key.h"
#include "config/spec/spec.h"

namespace deskready {
namespace {

std::string list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", " : "") + for_toml(text);
  return out + "]";
}

std::string by_language(const Texts& texts) {
  std::string out = "{ ";
  for (const auto& [language, text] : texts)
    out += (out.size() > 2 ? ", " : "") + for_toml(language) + " = " + for_toml(text);
  return out + " }";
}

/// Exact numbers in base units, so that reading it back changes nothing.
std::string number(double value, const FactInfo& info) {
  if (info.unit == Unit::count || info.unit == Unit::score) return fmt::format("{}", value);
  if (info.unit == Unit::ratio) return fmt::format("{} %", value * 100);
  return fmt::format("{} {}", value, unit_symbol(info.unit));
}

std::string operand(const Comparison& comparison, const FactInfo& info, double scale) {
  if (comparison.op == Operator::any) return "any";
  if (info.kind == Kind::truth) return comparison.truth ? "true" : "false";
  std::string value;
  if (info.kind == Kind::text)
    value = comparison.texts.empty() ? "" : comparison.texts.front();
  else
    value = info.kind == Kind::version ? comparison.version : number(comparison.low * scale, info);
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
      return value + " .. " +
             (info.kind == Kind::version ? comparison.version_high : number(comparison.high * scale, info));
    default:
      return info.kind == Kind::text ? value : "= " + value;
  }
}

using Fields = std::vector<std::pair<std::string, std::string>>;

void add_text(Fields& fields, std::string key, std::string_view text) {
  if (!text.empty()) fields.emplace_back(std::move(key), for_toml(text));
}

/// A whole date stands without quotes.
void add_published(Fields& fields, const std::string& published) {
  constexpr std::size_t whole_date = 10;
  if (published.size() == whole_date)
    fields.emplace_back("published", published);
  else
    add_text(fields, "published", published);
}

void add_texts(Fields& fields, std::string key, const Texts& texts) {
  if (!texts.empty()) fields.emplace_back(std::move(key), by_language(texts));
}

template <class Item>
void add_fix(Fields& fields, const Item& item) {
  if (!item.effort) return add_texts(fields, "fix", item.fix);
  std::string text = item.fix.empty() ? "" : fmt::format("text = {}, ", by_language(item.fix));
  fields.emplace_back("fix", fmt::format("{{ {}effort = {} }}", text, for_toml(to_string(*item.effort))));
}

void add_comparison(Fields& fields, const Comparison& comparison, const FactInfo& info,
                    bool one_way = false) {
  if (comparison.op == Operator::in)
    fields.emplace_back("in", list(comparison.texts));
  else if (comparison.op == Operator::not_in)
    fields.emplace_back("not_in", list(comparison.texts));
  else
    add_text(fields, "limit", operand(comparison, info, one_way ? 0.5 : 1));
}

/// What short and long form share.
Fields body_of(const Rule& rule) {
  Fields fields;
  add_comparison(fields, rule.comparison, *find_fact(rule.key.name), rule.one_way);
  if (rule.over) {
    add_text(fields, "statistic", rule.over->statistic);
    add_text(fields, "window", fmt::format("{} h", rule.over->seconds / 3600));
    if (rule.over->shifts) add_text(fields, "during", "shifts");
    if (rule.over->share) add_text(fields, "share", operand(*rule.over->share, share_info(), 1));
  }
  if (rule.one_way) add_text(fields, "path", "one_way");
  if (rule.tolerance > 0) add_text(fields, "tolerance", fmt::format("{} %", rule.tolerance * 100));
  if (rule.evidence != Evidence::any) add_text(fields, "evidence", to_string(rule.evidence));
  if (rule.valid_seconds > 0) add_text(fields, "valid", fmt::format("{} s", rule.valid_seconds));
  if (rule.guided) fields.emplace_back("guided", "true");
  add_text(fields, "source", rule.source);
  add_fix(fields, rule);
  return fields;
}

std::string inline_table(const Fields& fields) {
  std::string out;
  for (const auto& [key, value] : fields) out += (out.empty() ? "" : ", ") + key + " = " + value;
  return "{ " + out + " }";
}

std::string lines(const Fields& fields) {
  std::string out;
  for (const auto& [key, value] : fields) out += key + " = " + value + "\n";
  return out;
}

std::string_view word(Level level) {
  return level == Level::require ? "require" : "recommend";
}

/// Texts and lists of everything that stands for everybody, or in one [[when]].
class PartWriter {
 public:
  /// `when`: the id of the [[when]]; empty for everybody.
  PartWriter(const Spec& spec, std::string_view when)
      : spec_(spec), when_(when), at_(when.empty() ? "" : "when.") {}

  std::string text() {
    for (const Rule& rule : spec_.rules) {
      if (rule.when == when_ && !rule.id.starts_with("needs.")) write(rule);
    }
    for (const OneOf& choice : spec_.choices) {
      if (choice.when == when_) write(choice);
    }
    for (const PersonQuestion& question : spec_.questions) {
      if (question.when == when_) write(question);
    }
    return std::move(out_);
  }

 private:
  void write(const Rule& rule) {
    Fields fields;
    add_text(fields, "id", rule.id);
    add_text(fields, "fact", rule.key.name);
    add_text(fields, "target", rule.key.target);
    add_text(fields, "statistic", rule.key.statistic);
    add_text(fields, "window", rule.key.window);
    add_text(fields, "level", word(rule.level));
    out_ += fmt::format("\n[[{}rule]]\n{}{}", at_, lines(fields), lines(body_of(rule)));
  }

  void write(const OneOf& choice) {
    Fields fields;
    add_text(fields, "level", word(choice.level));
    add_texts(fields, "text", choice.text);
    add_text(fields, "source", choice.source);
    add_fix(fields, choice);
    const std::string place = fmt::format("{}one_of.{}", at_, for_toml(choice.name));
    out_ += fmt::format("\n[{}]\n{}", place, lines(fields));
    for (const Alternative& alternative : choice.alternatives) {
      out_ += fmt::format("[{}.{}]\n", place, for_toml(alternative.name));
      for (const Rule& rule : alternative.rules)
        out_ += fmt::format("{} = {}\n", for_toml(to_string(rule.key)), inline_table(body_of(rule)));
    }
  }

  void write(const PersonQuestion& question) {
    Fields fields;
    add_texts(fields, "text", question.text);
    if (!question.answers.empty()) fields.emplace_back("answers", list(question.answers));
    if (!question.accept.empty()) fields.emplace_back("accept", list(question.accept));
    add_text(fields, "level", word(question.level));
    if (question.valid_seconds > 0) add_text(fields, "valid", fmt::format("{} s", question.valid_seconds));
    add_text(fields, "evidence", question.evidence);
    add_text(fields, "source", question.source);
    add_fix(fields, question);
    out_ += fmt::format("\n[{}ask.{}]\n{}", at_, for_toml(question.name), lines(fields));
  }

  const Spec& spec_;
  const std::string_view when_;
  const std::string_view at_;
  std::string out_;
};

std::string conditions_of(const std::vector<Condition>& conditions, std::string_view before) {
  std::string out;
  for (const Condition& condition : conditions) {
    Fields fields;
    add_comparison(fields, condition.comparison, *find_fact(condition.key.name));
    out += fmt::format("{}{} = {}\n", before, for_toml(to_string(condition.key)), inline_table(fields));
  }
  return out;
}

std::string head_of(const Spec& spec) {
  Fields fields;
  fields.emplace_back("language", "1");
  add_text(fields, "name", spec.name);
  add_text(fields, "version", spec.version);
  add_text(fields, "employer", spec.employer);
  add_text(fields, "source", spec.source);
  add_text(fields, "reading", spec.reading);
  add_published(fields, spec.published);
  if (!spec.roles.empty()) fields.emplace_back("roles", list(spec.roles));
  if (spec.expires) fields.emplace_back("expires", *spec.expires);
  if (spec.proof_every_seconds > 0)
    fields.emplace_back("proof", fmt::format("{{ every = \"{} s\" }}", spec.proof_every_seconds));
  return "[spec]\n" + lines(fields);
}

void write_when(std::string& out, const Spec& spec, const When& when) {
  out += fmt::format("\n[[when]]\nid = {}\n", for_toml(when.id));
  if (!when.roles.empty()) out += fmt::format("if.role = {}\n", list(when.roles));
  for (const AnswerCondition& answer : when.answers)
    out += fmt::format("if.answer.{} = {}\n", for_toml(answer.question), list(answer.answers));
  out += conditions_of(when.machines, "if.");
  out += PartWriter(spec, when.id).text();
}

void write_need(std::string& out, const Need& need) {
  Fields fields;
  const auto add = [&](const char* key, double amount, const char* unit) {
    if (amount > 0) add_text(fields, key, fmt::format("{} {}", amount, unit));
  };
  add("memory", need.memory, "byte");
  add("disk", need.disk, "byte");
  add("download", need.download, "bit/s");
  add("upload", need.upload, "bit/s");
  add_text(fields, "source", need.source);
  out += fmt::format("\n[needs.{}]\n{}", for_toml(need.name), lines(fields));
}

void write_target(std::string& out, const std::string& name, const Target& target) {
  Fields fields;
  if (target.hosts.size() == 1) add_text(fields, "host", target.hosts.front());
  if (target.hosts.size() > 1) fields.emplace_back("hosts", list(target.hosts));
  if (!target.ports.empty()) fields.emplace_back("ports", list(target.ports));
  add_text(fields, "stun", target.stun);
  add_text(fields, "turn", target.turn);
  if (!target.stands_for.empty()) fields.emplace_back("stands_for", list(target.stands_for));
  add_text(fields, "source", target.source);
  add_text(fields, "reading", target.reading);
  add_published(fields, target.published);
  out += fmt::format("\n[targets.{}]\n{}", for_toml(name), lines(fields));
}

}  // namespace

std::string show_spec(const Spec& spec) {
  std::string out = head_of(spec);
  Fields far_end;
  add_text(far_end, "url", spec.far_end_url);
  add_text(far_end, "public", std::string(to_string(spec.public_test)));
  if (!far_end.empty()) out += "\n[far_end]\n" + lines(far_end);
  for (const auto& [name, target] : spec.targets) write_target(out, name, target);
  if (!spec.conditions.empty()) out += "\n[test]\n" + conditions_of(spec.conditions, "");
  out += PartWriter(spec, "").text();
  for (const auto& [id, when] : spec.whens) write_when(out, spec, when);
  for (const Need& need : spec.needs) write_need(out, need);
  for (const Waiver& waiver : spec.waivers) {
    out += fmt::format("\n[[waive]]\nrule = {}\nfor = {}\nuntil = {}\nreason = {}\n", for_toml(waiver.rule),
                       for_toml(waiver.for_whom), waiver.until, for_toml(waiver.reason));
  }
  return out;
}

}  // namespace deskready

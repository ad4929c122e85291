#include "config/spec/language/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "config/base/text.h"
#include "config/spec/far_end_url.h"
#include "config/spec/language/rule_reader.h"
#include "config/spec/language/target_lists.h"
#include "config/spec/language/target_reader.h"

namespace deskready {
namespace {

constexpr std::string_view top_keys[] = {"spec",      "far_end", "targets", "test",   "require",
                                         "recommend", "rule",    "when",    "one_of", "ask",
                                         "needs",     "fix",     "remove",  "waive"};
constexpr std::string_view levels[] = {"require", "recommend"};

/// What an unconditional part and a [[when]] share: which rules stand in it.
struct Part {
  std::string prefix;  ///< "" or "when.video."
  std::string when;
};

class Parser {
 public:
  Parser(std::string_view text, const std::string& file) : file_(file), read_(file, out_.errors) {
    constexpr int most_days = 10;  // the whole text is read again for each
    std::string readable(text);
    toml::parse_result result = parse_toml(readable);
    for (int days = 0; !result && days < most_days && read_.impossible_day(result.error(), readable); ++days)
      result = parse_toml(readable);
    if (result) {
      if (!read_.too_deep(result.table())) root(result.table());
    } else {
      read_.syntax_error(result.error(), text);
    }
    std::stable_sort(out_.errors.begin(), out_.errors.end(), [](const SpecError& a, const SpecError& b) {
      return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
    });
  }

  ParsedSpec take() { return std::move(out_); }

 private:
  using Node = toml::node;
  using Table = toml::table;

  void root(const Table& table) {
    for (auto&& [key, node] : table) {
      if (read_.full() ||
          std::find(std::begin(top_keys), std::end(top_keys), key.str()) != std::end(top_keys))
        continue;
      read_.fault(read_.place(key.source()), key.str(),
                  fmt::format("a spec has no part called \"{}\"", key.str()), meant(key.str(), top_keys));
    }
    if (!table.contains("spec")) {
      read_.fault({file_, 1, 1}, "", "the [spec] part is missing",
                  "begin with [spec], language = 1 and a name");
    } else if (const Table* head = read_.table_of(*table.get("spec"), "spec")) {
      spec_head(*head);
    }
    each_table(table, "far_end", [this](const Table& own) { far_end(own); });
    each_named(table, "targets", [this](const std::string& name, const Table& own) { target(name, own); });
    if (const Node* head = table.get("spec"); head != nullptr && head->is_table())
      listed_targets(*head->as_table());
    if (const Node* node = table.get("test")) read_.conditions(*node, out_.spec.conditions);
    rules_of(table, {});
    read_.each_in_array(table.get("when"), "[[when]]", [this](const Table& own) { when(own); });
    each_named(table, "needs", [this](const std::string& name, const Table& own) { need(name, own); });
    read_.each_in_array(table.get("waive"), "[[waive]]", [this](const Table& own) { waive(own); });
    each_table(table, "remove", [this](const Table& own) { remove(own); });
    if (const Node* node = table.get("fix")) fixes(*node, "");
    in_file_order();
    if (rule_count() > max_rules) {
      read_.fault({file_, 1, 1}, "", fmt::format("the spec has more than {} rules", max_rules), "split it");
    }
  }

  /// TOML tables come sorted by name; people expect the order that they wrote.
  void in_file_order() {
    const auto sort = [](auto& items) {
      std::stable_sort(items.begin(), items.end(), [](const auto& a, const auto& b) {
        return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
      });
    };
    sort(out_.spec.rules);
    sort(out_.spec.choices);
    sort(out_.spec.questions);
    sort(out_.spec.needs);
    for (OneOf& choice : out_.spec.choices) {
      for (Alternative& alternative : choice.alternatives) sort(alternative.rules);
      std::stable_sort(choice.alternatives.begin(), choice.alternatives.end(),
                       [](const Alternative& a, const Alternative& b) {
                         const auto line = [](const Alternative& one) {
                           return one.rules.empty() ? 0 : one.rules.front().where.line;
                         };
                         return line(a) < line(b);
                       });
    }
  }

  template <class Function>
  void each_table(const Table& table, std::string_view name, Function&& function) {
    const Node* node = table.get(name);
    const Table* own = node == nullptr ? nullptr : read_.table_of(*node, name);
    if (own != nullptr) function(*own);
  }

  /// [name.X] for each X.
  template <class Function>
  void each_named(const Table& table, std::string_view name, Function&& function) {
    each_table(table, name, [&](const Table& all) {
      for (auto&& [key, entry] : all) {
        const std::string own_name(key.str());
        if (const Table* own = read_.table_of(entry, fmt::format("{}.{}", name, own_name)))
          function(own_name, *own);
      }
    });
  }

  std::size_t rule_count() const {
    std::size_t count = out_.spec.rules.size();
    for (const OneOf& choice : out_.spec.choices) {
      for (const Alternative& alternative : choice.alternatives) count += alternative.rules.size();
    }
    return count;
  }

  void spec_head(const Table& table) {
    constexpr std::string_view known[] = {"language", "name",   "version", "employer",
                                          "extends",  "source", "reading", "published",
                                          "expires",  "proof",  "roles",   "targets"};
    read_.only(table, known, "[spec]");
    const Node* language = table.get("language");
    if (language == nullptr) {
      read_.fault(table, "", "[spec] does not say which language it is written in", "add language = 1");
    } else if (language->value_or<std::int64_t>(0) != 1) {
      read_.fault(*language, "language", "this version of deskready reads language = 1 only",
                  "use a newer deskready");
    }
    Spec& spec = out_.spec;
    spec.name = read_.text(table, "name");
    spec.version = read_.text(table, "version");
    spec.employer = read_.text(table, "employer");
    spec.source = read_.text(table, "source");
    spec.reading = read_.word(table, "reading", readings);
    spec.published = read_published(read_, table);
    spec.roles = read_.texts(table, "roles");
    no_empty_role(table, "roles", spec.roles);
    out_.extends = read_.text(table, "extends");
    if (const Node* node = table.get("extends")) out_.extends_where = read_.place(*node);
    if (spec.name.empty()) read_.fault(table, "", "the spec has no name", "add name = \"…\" to [spec]");
    if (table.contains("expires")) spec.expires = read_.day(table, "expires");
    each_table(table, "proof", [&](const Table& proof) {
      constexpr std::string_view proof_keys[] = {"every"};
      read_.only(proof, proof_keys, "proof");
      spec.proof_every_seconds = read_.duration(proof, "every");
    });
  }

  void far_end(const Table& table) {
    constexpr std::string_view known[] = {"url", "public"};
    constexpr std::string_view words[] = {"allowed", "forbidden"};
    read_.only(table, known, "[far_end]");
    const std::string said = read_.word(table, "public", words);
    if (!said.empty())
      out_.spec.public_test = said == "allowed" ? PublicTest::allowed : PublicTest::forbidden;
    if (table.contains("public") && !table.contains("url")) return;
    const std::string url = read_.text(table, "url");
    if (const auto wrong = far_end_url_fault(url)) {
      read_.fault(table, url, wrong->message, wrong->hint);
    } else {
      out_.spec.far_end_url = url;
    }
  }

  void target(const std::string& name, const Table& table) {
    read_.only(table, target_keys, "a target");
    out_.spec.targets.emplace(name, read_target(read_, name, table));
  }

  /// Those of the shipped lists that the spec names.
  void listed_targets(const Table& head) {
    constexpr std::size_t most = 16;
    const std::vector<std::string> lists = read_.texts(head, "targets", true);
    if (lists.size() > most) {
      return read_.fault(*head.get("targets"), "targets",
                         fmt::format("a spec may name {} lists of targets", most), "name fewer");
    }
    for (const std::string& list : lists) {
      auto listed = deskready::listed_targets(list);
      if (!listed) {
        read_.fault(*head.get("targets"), list, listed.error().message, listed.error().hint);
        continue;
      }
      for (Target& one : *listed) {
        const std::string name = one.name;
        if (!out_.spec.targets.emplace(name, std::move(one)).second) {
          read_.fault(*head.get("targets"), list,
                      fmt::format("the list {} has a [targets.{}], and there is another", list, name),
                      "give your own target another name, and name each list once");
        }
      }
    }
  }

  /// require, recommend, [[rule]], one_of and ask, at the top or in a [[when]].
  void rules_of(const Table& table, const Part& part) {
    Spec& spec = out_.spec;
    if (const Node* node = table.get("require"))
      read_.short_rules(*node, {part.prefix + "require.", Level::require, part.when}, spec.rules);
    if (const Node* node = table.get("recommend"))
      read_.short_rules(*node, {part.prefix + "recommend.", Level::recommend, part.when}, spec.rules);
    read_.each_in_array(table.get("rule"), "[[rule]]", [&](const Table& rule) {
      read_.long_rule(rule, {part.prefix, Level::require, part.when}, spec.rules);
    });
    each_named(table, "one_of", [&](const std::string& name, const Table& own) { one_of(name, own, part); });
    each_named(table, "ask", [&](const std::string& name, const Table& own) { question(name, own, part); });
  }

  void when(const Table& table) {
    constexpr std::string_view known[] = {"id", "if", "require", "recommend", "rule", "one_of", "ask"};
    read_.only(table, known, "[[when]]");
    When own;
    own.where = read_.place(table);
    own.id = read_.text(table, "id");
    const Node* condition = table.get("if");
    if (condition == nullptr) {
      read_.fault(table, "", "the [[when]] does not say when",
                  "add if.role = \"…\", if.answer.NAME = \"…\", or if.system.os.family = \"…\"");
    } else if (const Table* inner = read_.table_of(*condition, "if")) {
      own.roles = read_.texts(*inner, "role", true);
      no_empty_role(*inner, "role", own.roles);
      constexpr std::string_view apart[] = {"role", "answer"};
      read_.conditions(*inner, own.machines, apart);
      for (const Condition& one : own.machines) never_better_when_worse(one);
      if (const Node* answers = inner->get("answer")) told(*answers, own);
    }
    if (own.id.empty())
      own.id = own.roles.size() == 1 ? own.roles.front() : std::to_string(out_.spec.whens.size() + 1);
    const std::string id = own.id;
    if (out_.spec.whens.size() == max_whens)
      return read_.fault(table, id, fmt::format("there are more than {} [[when]]", max_whens),
                         "split the spec");
    if (!out_.spec.whens.emplace(id, std::move(own)).second) {
      read_.fault(table, id, fmt::format("two [[when]] are called {}", id), "give each its own id = \"…\"");
    }
    rules_of(table, {"when." + id + ".", id});
  }

  /// Nobody says a role without letters, so what is for it would be for nobody.
  void no_empty_role(const Table& table, std::string_view key, const std::vector<std::string>& roles) {
    const bool empty = std::any_of(roles.begin(), roles.end(),
                                   [](const std::string& role) { return trimmed(role).empty(); });
    if (empty)
      read_.fault(
          *table.get(key), key, "a role is empty, which nobody can have",
          "write it as people say it with --role, like \"video\"; what is for everybody stands outside "
          "of [[when]]");
  }

  /// [when] if.answer.NAME: the answers with which the rules apply.
  void told(const Node& node, When& when) {
    const Table* table = read_.table_of(node, "if.answer");
    if (table == nullptr) return;
    for (auto&& [key, entry] : *table) {
      AnswerCondition answer{std::string(key.str()), read_.texts(*table, key.str(), true),
                             read_.place(entry)};
      if (!answer.answers.empty()) when.answers.push_back(std::move(answer));
    }
  }

  /// Doing worse must never make a rule go away: what a computer is may be asked, and whether a figure is
  /// bad.
  void never_better_when_worse(const Condition& condition) {
    const FactInfo& info = *find_fact(condition.key.name);
    if (info.known != Known::measured && info.better == Better::neither) return;
    const Operator op = condition.comparison.op;
    const bool number = info.kind == Kind::number;
    if (number && info.better == Better::higher && (op == Operator::below || op == Operator::at_most)) return;
    if (number && info.better == Better::lower && (op == Operator::above || op == Operator::at_least)) return;
    std::string hint = "use what a computer is: system.os.family, system.cpu.vendor, network.link.kind";
    if (number && info.better != Better::neither)
      hint += fmt::format("; or a bound that is too bad, with {}", info.better == Better::higher ? "<" : ">");
    read_.fault(condition.where, info.name,
                fmt::format("{} cannot say whom a rule is for: it says how well a computer does", info.name),
                std::move(hint));
  }

  void one_of(const std::string& name, const Table& table, const Part& part) {
    OneOf choice;
    choice.name = name;
    choice.when = part.when;
    choice.where = read_.place(table);
    choice.level = read_.word(table, "level", levels) == "recommend" ? Level::recommend : Level::require;
    choice.text = read_.texts_by_language(table, "text");
    read_.fix_into(table, choice);
    choice.source = read_.text(table, "source");
    for (auto&& [key, entry] : table) {
      constexpr std::string_view own[] = {"level", "text", "fix", "source"};
      if (std::find(std::begin(own), std::end(own), key.str()) != std::end(own)) continue;
      Alternative alternative;
      alternative.name = key.str();
      const std::string prefix = fmt::format("{}one_of.{}.{}.", part.prefix, name, alternative.name);
      const std::size_t faults = out_.errors.size();
      read_.short_rules(entry, {prefix, choice.level, part.when}, alternative.rules);
      if (alternative.rules.empty() && out_.errors.size() == faults)
        read_.fault(entry, alternative.name, "the alternative has no rules, so everything would meet it");
      choice.alternatives.push_back(std::move(alternative));
    }
    if (choice.alternatives.empty())
      read_.fault(table, name, "there is no alternative to choose",
                  fmt::format("add [one_of.{}.NAME]", name));
    if (taken("one_of." + name)) {
      return read_.fault(table, name, fmt::format("two questions are called one_of.{}", name),
                         "give each its own name");
    }
    out_.spec.choices.push_back(std::move(choice));
  }

  /// Whether the name was given before; from now on it is.
  bool taken(std::string id) { return !names_.insert(std::move(id)).second; }

  void question(const std::string& name, const Table& table, const Part& part) {
    constexpr std::string_view known[] = {"text",  "answers",  "accept", "valid",
                                          "level", "evidence", "fix",    "source"};
    constexpr std::string_view evidences[] = {"answer", "photo", "document"};
    read_.only(table, known, "[ask]");
    PersonQuestion question;
    question.name = name;
    question.when = part.when;
    question.where = read_.place(table);
    question.text = read_.texts_by_language(table, "text");
    read_.fix_into(table, question);
    question.answers = read_.texts(table, "answers");
    question.accept = read_.texts(table, "accept");
    question.valid_seconds = read_.duration(table, "valid");
    question.source = read_.text(table, "source");
    question.level = read_.word(table, "level", levels) == "recommend" ? Level::recommend : Level::require;
    question.evidence = read_.word(table, "evidence", evidences);
    if (question.evidence == "answer") question.evidence.clear();
    if (question.text.empty()) read_.fault(table, name, "the question has no text", "add text = \"…?\"");
    if (question.answers.empty() && !question.accept.empty())
      read_.fault(*table.get("accept"), name, "the question accepts answers that it does not offer",
                  "add answers = [\"…\", \"…\"]");
    const std::set<std::string_view> answers(question.answers.begin(), question.answers.end());
    for (const std::string& accepted : question.accept) {
      if (!answers.empty() && !answers.contains(accepted)) {
        read_.fault(*table.get("accept"), accepted,
                    fmt::format("\"{}\" is accepted, but it is none of the answers", accepted));
      }
    }
    if (taken("ask." + name)) {
      return read_.fault(table, name, fmt::format("two questions are called ask.{}", name),
                         "give each its own name");
    }
    out_.spec.questions.push_back(std::move(question));
  }

  void need(const std::string& name, const Table& table) {
    constexpr std::string_view known[] = {"memory", "disk", "download", "upload", "source"};
    read_.only(table, known, "[needs]");
    Need need;
    need.name = name;
    need.memory = read_.amount(table, "memory", Unit::byte);
    need.disk = read_.amount(table, "disk", Unit::byte);
    need.download = read_.amount(table, "download", Unit::bit_per_second);
    need.upload = read_.amount(table, "upload", Unit::bit_per_second);
    need.source = read_.text(table, "source");
    need.where = read_.place(table);
    if (need.memory + need.disk + need.download + need.upload == 0 && table.empty())
      read_.fault(table, name, "it needs nothing", "add memory, disk, download or upload");
    out_.spec.needs.push_back(std::move(need));
  }

  void waive(const Table& table) {
    constexpr std::string_view known[] = {"rule", "for", "until", "reason"};
    read_.only(table, known, "[[waive]]");
    Waiver waiver{read_.text(table, "rule"), read_.text(table, "for"), read_.day(table, "until"),
                  read_.text(table, "reason"), read_.place(table)};
    for (const std::string_view key : known) {
      if (!table.contains(key)) read_.fault(table, key, fmt::format("the waiver has no \"{}\"", key));
    }
    out_.spec.waivers.push_back(std::move(waiver));
  }

  void remove(const Table& table) {
    constexpr std::string_view known[] = {"rules"};
    read_.only(table, known, "[remove]");
    const Node* node = table.get("rules");
    if (node == nullptr) return read_.fault(table, "", "[remove] names no rules", "add rules = [\"…\"]");
    for (const std::string& id : read_.texts(table, "rules"))
      out_.removals.push_back({id, read_.place(*node)});
    if (out_.extends.empty())
      read_.fault(table, "", "[remove] takes rules from the spec that this one extends, and it extends none",
                  "leave [remove] out");
  }

  void fixes(const Node& node, const std::string& path) {
    const Table* table = read_.table_of(node, "fix");
    if (table == nullptr) return;
    for (auto&& [key, entry] : *table) {
      const std::string full = path.empty() ? std::string(key.str()) : path + "." + std::string(key.str());
      if (find_fact(full) != nullptr) {
        out_.fixes[full] = read_.fix(entry);
      } else if (entry.is_table()) {
        fixes(entry, full);
      } else {
        read_.no_such_fact(read_.place(key.source()), full);
      }
    }
  }

  const std::string file_;
  ParsedSpec out_;
  RuleReader read_;
  std::set<std::string> names_;  ///< of questions and choices, as ids
};

}  // namespace

ParsedSpec parse_spec_file(std::string_view text, const std::string& file) {
  return Parser(text, file).take();
}

}  // namespace deskready

#include "config/spec_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/toml_parser.h"

namespace deskready {
namespace {

constexpr std::string_view top_keys[] = {"spec", "far_end", "targets", "require", "recommend",
                                         "rule", "ask",     "fix",     "waive"};
constexpr std::string_view later_keys[] = {"test", "when", "one_of", "needs", "remove"};
constexpr std::string_view later_rule_keys[] = {"window", "path", "evidence", "during", "share", "valid"};

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string line(text.substr(0, text.find('\n')));
  if (line.size() > longest) line = line.substr(0, longest - 1) + "…";
  return line;
}

std::vector<std::string_view> fact_names() {
  std::vector<std::string_view> names;
  for (const FactInfo& fact : catalogue()) names.push_back(fact.name);
  return names;
}

std::string meant(std::string_view wrong, std::span<const std::string_view> known) {
  const auto near = nearest(wrong, known);
  return near.empty() ? std::string() : "did you mean " + near.front() + "?";
}

class Parser {
 public:
  Parser(std::string_view text, std::string file) : file_(std::move(file)) {
    const toml::parse_result result = toml::parse(text);
    if (result) {
      root(result.table());
    } else {
      syntax_error(result.error());
    }
    std::stable_sort(out_.errors.begin(), out_.errors.end(), [](const SpecError& a, const SpecError& b) {
      return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
    });
  }

  ParsedSpec take() { return std::move(out_); }

 private:
  using Node = toml::node;
  using Table = toml::table;

  Location place(const toml::source_region& source) const {
    return {file_, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
  }

  void fault(Location where, std::string_view offending, std::string message, std::string hint = {}) {
    out_.errors.push_back({std::move(where), shortened(offending), std::move(message), std::move(hint)});
  }
  void fault(const Node& node, std::string_view offending, std::string message, std::string hint = {}) {
    fault(place(node.source()), offending, std::move(message), std::move(hint));
  }

  void syntax_error(const toml::parse_error& error) {
    const std::string said(error.description());
    const auto quote = said.find('\'');
    const bool twice =
        said.find("redefine") != std::string::npos || said.find("duplicate") != std::string::npos;
    if (twice && quote != std::string::npos) {
      const std::string name = said.substr(said.rfind('\'', said.size() - 2) + 1);
      const std::string key = name.substr(0, name.find('\''));
      return fault(place(error.source()), key, fmt::format("{} is asked for twice", key),
                   "give each its own [[rule]]");
    }
    fault(place(error.source()), "", "this is not valid TOML: " + said,
          "see the line; texts need quotes, tables need [brackets]");
  }

  /// Deeper nesting than any real spec has is refused before it is walked.
  bool too_deep(const Node& node, int depth) {
    if (depth > max_spec_depth) {
      fault(node, "", fmt::format("the spec is nested deeper than {} levels", max_spec_depth),
            "write it flatter");
      return true;
    }
    if (const Table* table = node.as_table()) {
      return std::any_of(table->begin(), table->end(),
                         [&](auto&& entry) { return too_deep(entry.second, depth + 1); });
    }
    if (const toml::array* array = node.as_array()) {
      return std::any_of(array->begin(), array->end(),
                         [&](const Node& entry) { return too_deep(entry, depth + 1); });
    }
    return false;
  }

  void root(const Table& table) {
    if (too_deep(table, 0)) return;
    for (auto&& [key, node] : table) {
      const std::string_view name = key.str();
      if (contains(later_keys, name)) {
        fault(place(key.source()), name,
              fmt::format("this version of deskready does not understand [{}] yet", name),
              "leave it out, or use a newer deskready");
      } else if (!contains(top_keys, name)) {
        fault(place(key.source()), name, fmt::format("a spec has no part called \"{}\"", name),
              meant(name, top_keys));
      }
    }
    if (!table.contains("spec")) {
      fault({file_, 1, 1}, "", "the [spec] part is missing", "begin with [spec], language = 1 and a name");
    } else if (const Table* head = table_of(*table.get("spec"), "spec")) {
      spec_head(*head);
    }
    if (const Node* node = table.get("far_end")) far_end(*node);
    if (const Node* node = table.get("targets")) targets(*node);
    if (const Node* node = table.get("require")) short_rules(*node, "", Level::require);
    if (const Node* node = table.get("recommend")) short_rules(*node, "", Level::recommend);
    each_in_array(table.get("rule"), "[[rule]]", [this](const Table& rule) { long_rule(rule); });
    if (const Node* node = table.get("ask")) questions(*node);
    each_in_array(table.get("waive"), "[[waive]]", [this](const Table& waiver) { waive(waiver); });
    if (const Node* node = table.get("fix")) fixes(*node, "");
    if (out_.spec.rules.size() > max_rules) {
      fault({file_, 1, 1}, "", fmt::format("the spec has more than {} rules", max_rules), "split it");
    }
  }

  const Table* table_of(const Node& node, std::string_view what) {
    const Table* table = node.as_table();
    if (table == nullptr)
      fault(node, what, fmt::format("{} must be a table", what), fmt::format("write [{}]", what));
    return table;
  }

  template <class Function>
  void each_in_array(const Node* node, std::string_view what, Function&& function) {
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr) return fault(*node, what, fmt::format("{} is written with double brackets", what));
    for (const Node& entry : *array) {
      if (const Table* table = entry.as_table()) function(*table);
    }
  }

  /// The keys of `table` must be among `known`; others are faults with the nearest right one.
  void only(const Table& table, std::span<const std::string_view> known, std::string_view where) {
    for (auto&& [key, node] : table) {
      if (contains(known, key.str())) continue;
      if (contains(later_rule_keys, key.str())) {
        fault(place(key.source()), key.str(),
              fmt::format("this version of deskready does not understand \"{}\" yet", key.str()));
      } else {
        fault(place(key.source()), key.str(), fmt::format("{} has no \"{}\"", where, key.str()),
              meant(key.str(), known));
      }
    }
  }

  std::string text(const Table& table, std::string_view key) {
    const Node* node = table.get(key);
    if (node == nullptr) return {};
    if (const auto* value = node->as_string()) return value->get();
    fault(*node, key, fmt::format("{} must be a text in quotes", key));
    return {};
  }

  std::vector<std::string> texts(const Table& table, std::string_view key) {
    std::vector<std::string> list;
    const Node* node = table.get(key);
    if (node == nullptr) return list;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
      fault(*node, key, fmt::format("{} must be a list", key), fmt::format("write {} = [\"…\", \"…\"]", key));
      return list;
    }
    for (const Node& entry : *array) {
      if (const auto* value = entry.as_string()) {
        list.push_back(value->get());
      } else {
        fault(entry, key, fmt::format("{} holds texts in quotes only", key));
      }
    }
    if (array->empty()) fault(*node, key, fmt::format("{} is empty, so nothing could meet it", key));
    return list;
  }

  /// A plain text is English; a table has texts by language.
  Texts texts_by_language(const Node& node, std::string_view what) {
    Texts all;
    if (const auto* value = node.as_string()) {
      all["en"] = value->get();
    } else if (const Table* table = node.as_table()) {
      for (auto&& [language, entry] : *table) {
        if (const auto* entry_text = entry.as_string()) {
          all[std::string(language.str())] = entry_text->get();
        } else {
          fault(entry, what, fmt::format("{} must be a text, or texts by language", what));
        }
      }
    } else {
      fault(node, what, fmt::format("{} must be a text, or texts by language", what));
    }
    return all;
  }

  Day day(const Table& table, std::string_view key) {
    const Node* node = table.get(key);
    if (node == nullptr) return {};
    if (const auto* date = node->as_date()) {
      return fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
    }
    fault(*node, key, fmt::format("{} must be a date", key),
          fmt::format("write {} = 2027-06-30, without quotes", key));
    return {};
  }

  double duration(const Table& table, std::string_view key) {
    const Node* node = table.get(key);
    if (node == nullptr) return 0;
    const std::string written = text(table, key);
    if (written.empty()) return 0;
    const auto seconds = parse_quantity_in(written, Unit::second);
    if (seconds && *seconds > 0) return *seconds;
    fault(*node, written, seconds ? "a duration must be more than nothing" : seconds.error(),
          "write it like \"90 d\"");
    return 0;
  }

  void spec_head(const Table& table) {
    constexpr std::string_view known[] = {"language", "name",    "version", "employer", "extends",
                                          "source",   "reading", "expires", "proof"};
    only(table, known, "[spec]");
    if (const Node* language = table.get("language")) {
      if (language->value_or<std::int64_t>(0) != 1) {
        fault(*language, "language", "this version of deskready reads language = 1 only",
              "use a newer deskready");
      }
    } else {
      fault(table, "", "[spec] does not say which language it is written in", "add language = 1");
    }
    Spec& spec = out_.spec;
    spec.name = text(table, "name");
    spec.version = text(table, "version");
    spec.employer = text(table, "employer");
    spec.source = text(table, "source");
    spec.reading = text(table, "reading");
    out_.extends = text(table, "extends");
    if (const Node* node = table.get("extends")) out_.extends_where = place(node->source());
    if (spec.name.empty()) fault(table, "", "the spec has no name", "add name = \"…\" to [spec]");
    if (!spec.reading.empty() && spec.reading != "official" && spec.reading != "unofficial") {
      fault(*table.get("reading"), spec.reading, "reading must be \"official\" or \"unofficial\"");
    }
    if (table.contains("expires")) spec.expires = day(table, "expires");
    if (const Node* proof = table.get("proof")) {
      if (const Table* inner = table_of(*proof, "proof")) {
        constexpr std::string_view proof_keys[] = {"every"};
        only(*inner, proof_keys, "proof");
        spec.proof_every_seconds = duration(*inner, "every");
      }
    }
  }

  void far_end(const Node& node) {
    const Table* table = table_of(node, "far_end");
    if (table == nullptr) return;
    constexpr std::string_view known[] = {"url"};
    only(*table, known, "[far_end]");
    const std::string url = text(*table, "url");
    if (url.starts_with("https://") || url.starts_with("http://")) {
      out_.spec.far_end_url = url;
    } else {
      fault(node, url, "the far end's url must begin with https:// or http://",
            "write url = \"https://edge.example\"");
    }
  }

  void targets(const Node& node) {
    const Table* table = table_of(node, "targets");
    if (table == nullptr) return;
    for (auto&& [name, entry] : *table) {
      const Table* inner = table_of(entry, fmt::format("targets.{}", name.str()));
      if (inner == nullptr) continue;
      constexpr std::string_view known[] = {"host", "ports"};
      only(*inner, known, "a target");
      Target target{std::string(name.str()), text(*inner, "host"), texts(*inner, "ports")};
      if (target.host.empty()) fault(entry, name.str(), "the target has no host");
      for (const std::string& port : target.ports) {
        const auto slash = port.find('/');
        const std::string_view protocol = std::string_view(port).substr(0, slash);
        const int number = slash == std::string::npos ? 0 : std::atoi(port.c_str() + slash + 1);
        if ((protocol != "tcp" && protocol != "udp") || number < 1 || number > 65535) {
          fault(entry, port, "a port is written like \"tcp/443\" or \"udp/3478\"");
        }
      }
      out_.spec.targets.emplace(target.name, std::move(target));
    }
  }

  /// Walks [require.…] down to the facts. A table below a fact's name is that rule's own.
  void short_rules(const Node& node, const std::string& path, Level level) {
    const Table* table = table_of(node, level == Level::require ? "require" : "recommend");
    if (table == nullptr) return;
    for (auto&& [key, entry] : *table) {
      const std::string full = path.empty() ? std::string(key.str()) : path + "." + std::string(key.str());
      const auto fact_key = parse_fact_key(full);
      if (fact_key && find_fact(fact_key->name) != nullptr) {
        Rule rule;
        rule.id = (level == Level::require ? "require." : "recommend.") + full;
        rule.key = *fact_key;
        rule.level = level;
        rule.where = place(key.source());
        if (demand(entry, rule)) add(std::move(rule));
      } else if (entry.is_table()) {
        short_rules(entry, full, level);
      } else {
        fault(place(key.source()), full, fmt::format("no fact is called {}", full),
              meant(full, fact_names()));
      }
    }
  }

  bool demand(const Node& node, Rule& rule) {
    const FactInfo& info = *find_fact(rule.key.name);
    const Table* table = node.as_table();
    if (table == nullptr) return limit(node, info, rule);
    constexpr std::string_view known[] = {"limit", "in", "not_in", "tolerance", "fix", "source"};
    only(*table, known, "a rule");
    return limit_in(*table, node, info, rule);
  }

  bool limit_in(const Table& table, const Node& node, const FactInfo& info, Rule& rule) {
    const int ways = (table.contains("limit") ? 1 : 0) + (table.contains("in") ? 1 : 0) +
                     (table.contains("not_in") ? 1 : 0);
    if (ways != 1) {
      fault(node, info.name, "a rule needs exactly one of limit, in and not_in");
      return false;
    }
    rule.source = text(table, "source");
    if (const Node* fix = table.get("fix")) rule.fix = texts_by_language(*fix, "fix");
    bool good = true;
    if (const Node* own = table.get("limit")) {
      good = limit(*own, info, rule);
    } else {
      good = list(table, table.contains("in") ? "in" : "not_in", info, rule);
    }
    return tolerance(table, info, rule) && good;
  }

  bool list(const Table& table, std::string_view which, const FactInfo& info, Rule& rule) {
    rule.comparison.op = which == "in" ? Operator::in : Operator::not_in;
    rule.comparison.texts = texts(table, which);
    if (info.kind == Kind::text) return !rule.comparison.texts.empty();
    fault(*table.get(which), info.name, fmt::format("{} is no text, so it cannot be in a list", info.name),
          "use limit instead");
    return false;
  }

  bool limit(const Node& node, const FactInfo& info, Rule& rule) {
    std::string written;
    if (const auto* value = node.as_string())
      written = value->get();
    else if (const auto* truth = node.as_boolean())
      written = truth->get() ? "true" : "false";
    else if (const auto* whole = node.as_integer())
      written = fmt::format("{}", whole->get());
    else if (const auto* number = node.as_floating_point())
      written = fmt::format("{}", number->get());
    else {
      fault(node, info.name, fmt::format("{} cannot be compared with a list or a date", info.name),
            "write { in = [\"…\"] } for a list");
      return false;
    }
    auto comparison = parse_comparison(written, info);
    if (!comparison) {
      fault(node, written, comparison.error());
      return false;
    }
    rule.comparison = std::move(*comparison);
    return true;
  }

  bool tolerance(const Table& table, const FactInfo& info, Rule& rule) {
    const Node* node = table.get("tolerance");
    if (node == nullptr) return true;
    const std::string written = text(table, "tolerance");
    const auto ratio = parse_quantity_in(written, Unit::ratio);
    if (info.kind != Kind::number || limits(rule.comparison).empty()) {
      fault(*node, written, "a tolerance needs a limit that is a number");
      return false;
    }
    if (!ratio || *ratio < 0 || *ratio > 0.5) {
      fault(*node, written, "a tolerance is a share of the limit, from 0 % to 50 %", "write it like \"5 %\"");
      return false;
    }
    rule.tolerance = *ratio;
    return true;
  }

  void long_rule(const Table& table) {
    constexpr std::string_view known[] = {"id",        "fact",   "level",     "limit", "in",    "not_in",
                                          "tolerance", "target", "statistic", "fix",   "source"};
    only(table, known, "[[rule]]");
    Rule rule;
    rule.where = place(table.source());
    rule.id = text(table, "id");
    const std::string level = text(table, "level");
    rule.level = level == "recommend" ? Level::recommend : Level::require;
    if (!level.empty() && level != "require" && level != "recommend") {
      fault(*table.get("level"), level, "a level is \"require\" or \"recommend\"");
    }
    const std::string fact = text(table, "fact");
    if (rule.id.empty()) fault(table, fact, "the rule has no id", "add id = \"…\"");
    const FactInfo* info = find_fact(fact);
    if (info == nullptr) {
      const Node* node = table.get("fact");
      return fault(node != nullptr ? *node : static_cast<const Node&>(table), fact,
                   fact.empty() ? "the rule names no fact" : fmt::format("no fact is called {}", fact),
                   meant(fact, fact_names()));
    }
    rule.key = {fact, text(table, "target"), text(table, "statistic"), {}};
    if (limit_in(table, table, *info, rule)) add(std::move(rule));
  }

  /// Checks what needs the whole file (targets) or the catalogue (statistics), then keeps the rule.
  void add(Rule rule) {
    const FactInfo& info = *find_fact(rule.key.name);
    if (info.targeted && rule.key.target.empty()) {
      return fault(rule.where, info.name, fmt::format("{} needs a target", info.name),
                   "write \"reachable@NAME\"");
    }
    if (!rule.key.target.empty() && !out_.spec.targets.contains(rule.key.target)) {
      return fault(rule.where, rule.key.target, fmt::format("there is no [targets.{}]", rule.key.target));
    }
    if (!rule.key.window.empty()) {
      return fault(rule.where, rule.key.window,
                   "this version of deskready does not understand \"window\" yet");
    }
    if (!rule.key.statistic.empty() && !known_statistic(rule, info)) return;
    const auto twin = std::find_if(out_.spec.rules.begin(), out_.spec.rules.end(),
                                   [&](const Rule& other) { return other.id == rule.id; });
    if (twin != out_.spec.rules.end()) {
      return fault(rule.where, rule.id, fmt::format("two rules are called {}", rule.id),
                   "give each its own id");
    }
    out_.spec.rules.push_back(std::move(rule));
  }

  bool known_statistic(Rule& rule, const FactInfo& info) {
    if (rule.key.statistic == info.statistic) {
      rule.key.statistic.clear();
      return true;
    }
    const std::string padded = fmt::format(" {} ", info.statistics);
    if (padded.find(" " + rule.key.statistic + " ") != std::string::npos) return true;
    fault(rule.where, rule.key.statistic,
          fmt::format("{} has no statistic \"{}\"", info.name, rule.key.statistic),
          info.statistics.empty() ? std::string()
                                  : fmt::format("it has {} {}", info.statistic, info.statistics));
    return false;
  }

  void questions(const Node& node) {
    const Table* table = table_of(node, "ask");
    if (table == nullptr) return;
    for (auto&& [name, entry] : *table) {
      const Table* inner = table_of(entry, fmt::format("ask.{}", name.str()));
      if (inner == nullptr) continue;
      constexpr std::string_view known[] = {"text", "answers", "accept", "valid", "level", "fix"};
      for (auto&& [key, value] : *inner) {
        if (!contains(known, key.str())) {
          fault(place(key.source()), key.str(), fmt::format("[ask] has no \"{}\"", key.str()),
                meant(key.str(), known));
        }
      }
      PersonQuestion question;
      question.name = name.str();
      question.where = place(entry.source());
      if (const Node* own = inner->get("text")) question.text = texts_by_language(*own, "text");
      if (const Node* own = inner->get("fix")) question.fix = texts_by_language(*own, "fix");
      question.answers = texts(*inner, "answers");
      question.accept = texts(*inner, "accept");
      question.valid_seconds = duration(*inner, "valid");
      question.level = text(*inner, "level") == "recommend" ? Level::recommend : Level::require;
      if (question.text.empty()) fault(entry, name.str(), "the question has no text");
      for (const std::string& accepted : question.accept) {
        if (std::find(question.answers.begin(), question.answers.end(), accepted) == question.answers.end()) {
          fault(entry, accepted, fmt::format("\"{}\" is accepted, but it is none of the answers", accepted));
        }
      }
      out_.spec.questions.push_back(std::move(question));
    }
  }

  void waive(const Table& table) {
    constexpr std::string_view known[] = {"rule", "for", "until", "reason"};
    only(table, known, "[[waive]]");
    Waiver waiver{text(table, "rule"), text(table, "for"), day(table, "until"), text(table, "reason"),
                  place(table.source())};
    for (const std::string_view key : known) {
      if (!table.contains(key)) fault(table, key, fmt::format("the waiver has no \"{}\"", key));
    }
    out_.spec.waivers.push_back(std::move(waiver));
  }

  void fixes(const Node& node, const std::string& path) {
    const Table* table = table_of(node, "fix");
    if (table == nullptr) return;
    for (auto&& [key, entry] : *table) {
      const std::string full = path.empty() ? std::string(key.str()) : path + "." + std::string(key.str());
      if (find_fact(full) != nullptr) {
        const Texts fix = texts_by_language(entry, "fix");
        for (Rule& rule : out_.spec.rules) {
          if (rule.key.name == full && rule.fix.empty()) rule.fix = fix;
        }
      } else if (entry.is_table()) {
        fixes(entry, full);
      } else {
        fault(place(key.source()), full, fmt::format("no fact is called {}", full),
              meant(full, fact_names()));
      }
    }
  }

  const std::string file_;
  ParsedSpec out_;
};

}  // namespace

ParsedSpec parse_spec_file(std::string_view text, const std::string& file) {
  return Parser(text, file).take();
}

}  // namespace deskready

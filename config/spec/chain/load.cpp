#include "config/spec/chain/load.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/base/digest.h"
#include "config/base/files.h"
#include "config/base/nearest.h"
#include "config/spec/chain/extend.h"
#include "config/spec/chain/needs.h"
#include "config/spec/language/parser.h"
#include "config/spec/language/writer.h"
#include "config/spec/usual_spec.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using Errors = std::vector<SpecError>;

struct Source {
  std::string text;
  std::string name;  ///< as people know it
  fs::path folder;
  bool shipped = false;
};

std::optional<Source> shipped_source(std::string_view name) {
  for (const ShippedSpec& shipped : shipped_specs()) {
    if (shipped.name == name) return Source{std::string(shipped.text), std::string(name), {}, true};
  }
  return std::nullopt;
}

tl::expected<Source, SpecError> open_source(const std::string& name, const fs::path& folder,
                                            const Location& where) {
  const bool looks_like_file = name.find('/') != std::string::npos || name.ends_with(".toml");
  if (!looks_like_file) {
    if (auto shipped = shipped_source(name)) return *shipped;
  }
  const fs::path file = fs::path(name).is_absolute() ? fs::path(name) : folder / name;
  auto text = read_regular_file(file, max_spec_bytes);
  if (text) return Source{std::move(*text), name, file.parent_path(), false};
  std::string hint = "check the name";
  if (!looks_like_file) {
    const auto shipped = shipped_specs();
    std::vector<std::string_view> names;
    for (const ShippedSpec& spec : shipped) names.push_back(spec.name);
    const auto near = nearest(name, names);
    hint = near.empty() ? fmt::format("shipped specs are {}", fmt::join(names, ", "))
                        : fmt::format("did you mean {}?", near.front());
  }
  return tl::unexpected(
      SpecError{where, name, fmt::format("the spec {} cannot be read: {}", name, text.error()), hint});
}

tl::expected<Resolved, Errors> resolve(const Source& source, std::vector<std::string> chain) {
  if (source.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return tl::unexpected(Errors{{{source.name, 0, 0},
                                  "",
                                  "the spec is empty",
                                  fmt::format("deskready spec show {} shows one", usual_spec)}});
  }
  if (source.text.size() > max_spec_bytes) {
    return tl::unexpected(Errors{
        {{source.name, 0, 0}, "", fmt::format("the spec is larger than {} bytes", max_spec_bytes), ""}});
  }
  ParsedSpec parsed = parse_spec_file(source.text, source.name);
  take_fixes(parsed.spec, parsed.fixes, false);
  parsed.spec.files = {{fs::path(source.name).filename().string(), sha256_hex(source.text)}};
  parsed.spec.shipped_baseline = source.shipped && parsed.spec.employer.empty();
  if (!parsed.errors.empty()) return tl::unexpected(std::move(parsed.errors));
  if (parsed.extends.empty()) return Resolved{std::move(parsed.spec), std::move(parsed.fixes)};

  const std::string identity =
      source.shipped ? source.name
                     : fs::weakly_canonical(source.folder / fs::path(source.name).filename()).string();
  if (std::find(chain.begin(), chain.end(), identity) != chain.end()) {
    return tl::unexpected(Errors{{parsed.extends_where, parsed.extends,
                                  "the specs extend each other in a circle", "remove one extends"}});
  }
  chain.push_back(identity);
  if (chain.size() > max_extends) {
    return tl::unexpected(Errors{{parsed.extends_where, parsed.extends,
                                  fmt::format("more than {} specs extend each other", max_extends), ""}});
  }
  const auto below = open_source(parsed.extends, source.folder, parsed.extends_where);
  if (!below) return tl::unexpected(Errors{below.error()});
  auto base = resolve(*below, std::move(chain));
  if (!base) return base;
  Errors errors;
  Resolved both = extended(std::move(*base), std::move(parsed), errors);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return both;
}

/// Answers that decide whom rules are for, and that nobody is asked for or can give.
void dangling_answers(const Spec& spec, const When& when, Errors& errors) {
  for (const AnswerCondition& told : when.answers) {
    const auto question = std::find_if(spec.questions.begin(), spec.questions.end(),
                                       [&](const PersonQuestion& one) { return one.name == told.question; });
    if (question == spec.questions.end()) {
      std::vector<std::string_view> names;
      for (const PersonQuestion& one : spec.questions) names.push_back(one.name);
      const auto near = nearest(told.question, names);
      errors.push_back({told.where, told.question, fmt::format("there is no [ask.{}]", told.question),
                        near.empty() ? "add it" : "did you mean " + near.front() + "?"});
      continue;
    }
    for (const std::string& answer : told.answers) {
      const auto& known = question->answers;
      if (known.empty() || std::find(known.begin(), known.end(), answer) != known.end()) continue;
      errors.push_back({told.where, answer, fmt::format("ask.{} has no answer \"{}\"", told.question, answer),
                        fmt::format("it has {}", fmt::join(known, ", "))});
    }
  }
}

/// What only the whole can show: names that lead nowhere.
Errors dangling_names(const Spec& spec) {
  Errors errors;
  const auto ids = ids_of(spec);
  const std::vector<std::string_view> known(ids.begin(), ids.end());
  for (const Waiver& waiver : spec.waivers) {
    if (std::find(known.begin(), known.end(), waiver.rule) != known.end()) continue;
    const auto near = nearest(waiver.rule, known);
    errors.push_back({waiver.where, waiver.rule, fmt::format("no rule is called {}", waiver.rule),
                      near.empty() ? "" : "did you mean " + near.front() + "?"});
  }
  for (const Rule* rule : all_rules(spec)) {
    const std::string& target = rule->key.target;
    if (target.empty() || spec.targets.contains(target)) continue;
    std::vector<std::string_view> names;
    for (const auto& [name, own] : spec.targets) names.push_back(name);
    const auto near = nearest(target, names);
    errors.push_back({rule->where, target, fmt::format("there is no [targets.{}]", target),
                      near.empty() ? "add it" : "did you mean " + near.front() + "?"});
  }
  for (const auto& [id, when] : spec.whens) dangling_answers(spec, when, errors);
  for (const auto& [id, when] : spec.whens) {
    for (const std::string& role : when.roles) {
      if (spec.roles.empty() || std::find(spec.roles.begin(), spec.roles.end(), role) != spec.roles.end())
        continue;
      const auto near = nearest(role, std::vector<std::string_view>(spec.roles.begin(), spec.roles.end()));
      errors.push_back({when.where, role, fmt::format("{} is none of the roles of [spec]", role),
                        near.empty() ? "" : "did you mean " + near.front() + "?"});
    }
  }
  return errors;
}

tl::expected<Spec, Errors> finished(const Source& source) {
  auto resolved = resolve(source, {});
  if (!resolved) return tl::unexpected(std::move(resolved.error()));
  Spec spec = std::move(resolved->spec);
  add_up_needs(spec);
  if (auto errors = dangling_names(spec); !errors.empty()) return tl::unexpected(std::move(errors));
  spec.resolved_sha256 = sha256_hex(show_spec(spec));
  return spec;
}

}  // namespace

tl::expected<Spec, Errors> load_spec(std::string_view path_or_name) {
  const auto source = open_source(std::string(path_or_name), {}, {std::string(path_or_name), 0, 0});
  if (!source) return tl::unexpected(Errors{source.error()});
  return finished(*source);
}

tl::expected<Spec, Errors> parse_spec(std::string_view text, std::string_view name, const fs::path& folder) {
  return finished({std::string(text), std::string(name), folder, false});
}

}  // namespace deskready

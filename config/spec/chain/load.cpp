#include "config/spec/chain/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "config/base/digest.h"
#include "config/base/files.h"
#include "config/base/nearest.h"
#include "config/base/text.h"
#include "config/spec/chain/extend.h"
#include "config/spec/chain/needs.h"
#include "config/spec/chain/other_document.h"
#include "config/spec/language/parser.h"
#include "config/spec/language/writer.h"
#include "config/spec/usual_spec.h"
#include "config/toml/reader.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using Errors = std::vector<SpecError>;

struct Source {
  std::string text;
  std::string name;  ///< as people know it
  fs::path file;     ///< canonical; empty for a shipped one and for one that is no file
  bool shipped = false;
};

std::optional<Source> shipped_source(std::string_view name) {
  for (const ShippedSpec& shipped : shipped_specs()) {
    if (shipped.name == name) return Source{std::string(shipped.text), std::string(name), {}, true};
  }
  return std::nullopt;
}

bool looks_like_file(const std::string& name) {
  return name.find('/') != std::string::npos || name.ends_with(".toml") || name.ends_with(".dsse");
}

std::string hint_for(const std::string& name) {
  if (looks_like_file(name)) return "check the name";
  const auto shipped = shipped_specs();
  std::vector<std::string_view> names;
  for (const ShippedSpec& spec : shipped) names.push_back(spec.name);
  auto near = nearest(name, names);
  constexpr std::size_t most = 5;
  // Part of a name, as "talk" of talkdesk-voice.
  for (const std::string_view known : names) {
    const bool part = name.size() >= 3 && known.find(lower(name)) != std::string_view::npos;
    if (part && near.size() < most && std::find(near.begin(), near.end(), known) == near.end())
      near.emplace_back(known);
  }
  return near.empty()
             ? std::string("`deskready spec list` shows those that are shipped; a file needs its whole name")
             : fmt::format("did you mean {}?", fmt::join(near, " or "));
}

SpecError unreadable(const Location& where, const std::string& name, std::string_view why) {
  return {where, name, fmt::format("the spec {} cannot be read: {}", name, why), hint_for(name)};
}

/// Of a file that is something else than a spec; nothing where it may be one.
std::optional<SpecError> no_spec(const Location& where, std::string_view begin) {
  const std::string_view what = other_document(begin);
  if (what.empty()) return std::nullopt;
  return SpecError{
      where, "", fmt::format("this is {}, and specs are files of the kind TOML", what),
      "ask the employer for the spec as a .toml file, or write one from it with deskready spec init; "
      "deskready spec list shows those that are here already"};
}

/// The first bytes of what is too large to be read as a spec.
std::string beginning_of(const std::string& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error) || fs::file_size(file, error) <= max_spec_bytes) return {};
  std::string begin(64 * 1024, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(in.gcount()));
  return begin;
}

/// The spec that the person named.
tl::expected<Source, SpecError> named_source(const std::string& name) {
  if (auto shipped = shipped_source(name); shipped && !looks_like_file(name)) return *std::move(shipped);
  auto text = read_regular_file(name, max_spec_bytes);
  if (!text) {
    const auto other = no_spec({name, 0, 0}, beginning_of(name));
    return tl::unexpected(other ? *other : unreadable({name, 0, 0}, name, text.error()));
  }
  std::error_code error;
  return Source{std::move(*text), name, fs::canonical(name, error), false};
}

/// What a spec may extend: shipped ones, and files of its own folder, after all links are resolved. Whoever
/// wrote it could else have any file of the person's read, judged and quoted; all of them lie below the home
/// folder, where a spec may be kept, too.
tl::expected<Source, SpecError> extended_source(const std::string& name, const Source& by,
                                                const Location& where) {
  if (auto shipped = shipped_source(name); shipped && !looks_like_file(name)) return *std::move(shipped);
  const fs::path own = by.file.parent_path();
  if (own.empty()) return tl::unexpected(unreadable(where, name, "there is no shipped spec of that name"));
  std::error_code error;
  const fs::path file = fs::canonical(own / name, error);
  if (error) return tl::unexpected(unreadable(where, name, error.message()));
  if (file.parent_path() != own) {
    return tl::unexpected(SpecError{where, name,
                                    fmt::format("the spec {} lies in another folder than {}", name, by.name),
                                    "copy it beside the spec that extends it"});
  }
  auto text = read_regular_file(file, max_spec_bytes);
  if (!text) return tl::unexpected(unreadable(where, name, text.error()));
  return Source{std::move(*text), name, file, false};
}

struct Faults {
  Errors errors;
  bool of_chain = false;  ///< in how the files extend each other, said without a word of any
};

tl::unexpected<Faults> chain_fault(const ParsedSpec& parsed, std::string message, std::string hint) {
  SpecError error{parsed.extends_where, parsed.extends, std::move(message), std::move(hint)};
  return tl::unexpected(Faults{{std::move(error)}, true});
}

/// The faults of another file than the person named, without a word of that file.
tl::unexpected<Faults> faults_of_extended(const ParsedSpec& parsed, const Faults& faults) {
  if (faults.of_chain) return chain_fault(parsed, faults.errors.front().message, faults.errors.front().hint);
  const std::size_t count = faults.errors.size();
  SpecError error{parsed.extends_where, parsed.extends,
                  fmt::format("the spec {} has {} fault{}", parsed.extends, count, count == 1 ? "" : "s"),
                  fmt::format("deskready spec lint {} shows them", parsed.extends)};
  return tl::unexpected(Faults{{std::move(error)}});
}

tl::expected<Resolved, Faults> resolve(const Source& source, std::vector<std::string> chain) {
  if (source.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return tl::unexpected(Faults{{{{source.name, 0, 0},
                                   "",
                                   "the spec is empty",
                                   fmt::format("deskready spec show {} shows one", usual_spec)}}});
  }
  if (source.text.size() > max_spec_bytes) {
    return tl::unexpected(Faults{
        {{{source.name, 0, 0}, "", fmt::format("the spec is larger than {} bytes", max_spec_bytes), ""}}});
  }
  if (const auto other = no_spec({source.name, 0, 0}, source.text)) return tl::unexpected(Faults{{*other}});
  ParsedSpec parsed = parse_spec_file(source.text, source.name);
  take_fixes(parsed.spec, parsed.fixes, false);
  parsed.spec.files = {{fs::path(source.name).filename().string(), sha256_hex(source.text)}};
  parsed.spec.shipped_baseline = source.shipped && parsed.spec.employer.empty();
  if (!parsed.errors.empty()) return tl::unexpected(Faults{std::move(parsed.errors)});
  if (parsed.extends.empty()) return Resolved{std::move(parsed.spec), std::move(parsed.fixes)};

  const std::string identity = source.file.empty() ? source.name : source.file.string();
  if (std::find(chain.begin(), chain.end(), identity) != chain.end())
    return chain_fault(parsed, "the specs extend each other in a circle", "remove one extends");
  chain.push_back(identity);
  if (chain.size() > max_extends)
    return chain_fault(parsed, fmt::format("more than {} specs extend each other", max_extends), "");
  const auto below = extended_source(parsed.extends, source, parsed.extends_where);
  if (!below) return tl::unexpected(Faults{{below.error()}});
  auto base = resolve(*below, std::move(chain));
  if (!base) return faults_of_extended(parsed, base.error());
  Errors errors;
  Resolved both = extended(std::move(*base), std::move(parsed), errors);
  if (!errors.empty()) return tl::unexpected(Faults{std::move(errors)});
  return both;
}

/// The answers of each question by its name.
using AnswersOf = std::map<std::string_view, std::set<std::string_view>>;

/// Answers that decide whom rules are for, and that nobody is asked for or can give.
void dangling_answers(const AnswersOf& questions, const AnswerCondition& told, Errors& errors) {
  const auto question = questions.find(told.question);
  if (question == questions.end()) {
    std::vector<std::string_view> names;
    for (const auto& [name, answers] : questions) names.push_back(name);
    const auto near = nearest(told.question, names);
    errors.push_back({told.where, told.question, fmt::format("there is no [ask.{}]", told.question),
                      near.empty() ? "add it" : "did you mean " + near.front() + "?"});
    return;
  }
  const auto& [name, known] = *question;
  for (const std::string& answer : told.answers) {
    if (known.empty() || known.contains(answer)) continue;
    if (errors.size() >= max_toml_faults) return;
    constexpr std::size_t most_shown = 10;
    std::vector<std::string_view> shown;
    for (const std::string_view one : known) {
      if (shown.size() == most_shown) break;
      shown.push_back(one);
    }
    errors.push_back(
        {told.where, answer, fmt::format("ask.{} has no answer \"{}\"", name, answer),
         fmt::format("it has {}{}", fmt::join(shown, ", "), shown.size() < known.size() ? ", …" : "")});
  }
}

void dangling_answers(const Spec& spec, Errors& errors) {
  AnswersOf questions;
  for (const PersonQuestion& one : spec.questions)
    questions[one.name].insert(one.answers.begin(), one.answers.end());
  for (const auto& [id, when] : spec.whens) {
    for (const AnswerCondition& told : when.answers) {
      if (errors.size() < max_toml_faults) dangling_answers(questions, told, errors);
    }
  }
}

/// What only the whole can show: names that lead nowhere.
Errors dangling_names(const Spec& spec) {
  Errors errors;
  const auto ids = ids_of(spec);
  const std::set<std::string_view> known(ids.begin(), ids.end());
  for (const Waiver& waiver : spec.waivers) {
    if (known.contains(waiver.rule) || errors.size() >= max_toml_faults) continue;
    const auto near = nearest(waiver.rule, std::vector<std::string_view>(known.begin(), known.end()));
    errors.push_back({waiver.where, waiver.rule, fmt::format("no rule is called {}", waiver.rule),
                      near.empty() ? "" : "did you mean " + near.front() + "?"});
  }
  for (const Rule* rule : all_rules(spec)) {
    const std::string& target = rule->key.target;
    if (target.empty() || spec.targets.contains(target) || errors.size() >= max_toml_faults) continue;
    std::vector<std::string_view> names;
    for (const auto& [name, own] : spec.targets) names.push_back(name);
    const auto near = nearest(target, names);
    errors.push_back({rule->where, target, fmt::format("there is no [targets.{}]", target),
                      near.empty() ? "add it" : "did you mean " + near.front() + "?"});
  }
  dangling_answers(spec, errors);
  const std::set<std::string_view> roles(spec.roles.begin(), spec.roles.end());
  for (const auto& [id, when] : spec.whens) {
    for (const std::string& role : when.roles) {
      if (roles.empty() || roles.contains(role) || errors.size() >= max_toml_faults) continue;
      const auto near = nearest(role, std::vector<std::string_view>(roles.begin(), roles.end()));
      errors.push_back({when.where, role, fmt::format("{} is none of the roles of [spec]", role),
                        near.empty() ? "" : "did you mean " + near.front() + "?"});
    }
  }
  return errors;
}

tl::expected<Spec, Errors> finished(const Source& source) {
  auto resolved = resolve(source, {});
  if (!resolved) return tl::unexpected(std::move(resolved.error().errors));
  Spec spec = std::move(resolved->spec);
  add_up_needs(spec);
  if (auto errors = dangling_names(spec); !errors.empty()) {
    for (SpecError& error : errors) {
      if (error.where.file != source.name)
        error = {
            {source.name, 0, 0}, error.where.file, "a spec that it extends has a fault", "lint that one"};
    }
    return tl::unexpected(std::move(errors));
  }
  spec.identity = source.shipped        ? "shipped " + source.name
                  : source.file.empty() ? "text " + source.name
                                        : "file " + source.file.string();
  spec.resolved_sha256 = sha256_hex(show_spec(spec));
  return spec;
}

}  // namespace

tl::expected<Spec, Errors> load_spec(std::string_view path_or_name) {
  const auto source = named_source(std::string(path_or_name));
  if (!source) return tl::unexpected(Errors{source.error()});
  return finished(*source);
}

tl::expected<Spec, Errors> parse_spec(std::string_view text, std::string_view name, const fs::path& folder) {
  std::error_code error;
  const fs::path own = folder.empty() ? fs::path() : fs::weakly_canonical(folder, error);
  return finished(
      {std::string(text), std::string(name), own.empty() ? own : own / fs::path(name).filename(), false});
}

}  // namespace deskready

#include "config/spec.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/digest.h"
#include "config/read_file.h"
#include "config/spec_parser.h"

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

/// What the file says, laid over what it extends: rules, questions and targets of the same name replace.
Spec laid_over(Spec base, Spec own) {
  own.files.insert(own.files.end(), base.files.begin(), base.files.end());
  for (Rule& rule : own.rules) {
    const auto same =
        std::find_if(base.rules.begin(), base.rules.end(), [&](const Rule& r) { return r.id == rule.id; });
    if (same != base.rules.end()) {
      if (rule.fix.empty()) rule.fix = same->fix;
      *same = std::move(rule);
    } else {
      base.rules.push_back(std::move(rule));
    }
  }
  own.rules = std::move(base.rules);
  for (PersonQuestion& question : own.questions) {
    const auto same = std::find_if(base.questions.begin(), base.questions.end(),
                                   [&](const PersonQuestion& q) { return q.name == question.name; });
    if (same != base.questions.end())
      *same = std::move(question);
    else
      base.questions.push_back(std::move(question));
  }
  own.questions = std::move(base.questions);
  own.targets.merge(base.targets);
  own.waivers.insert(own.waivers.begin(), base.waivers.begin(), base.waivers.end());
  if (own.far_end_url.empty()) own.far_end_url = base.far_end_url;
  if (own.proof_every_seconds == 0) own.proof_every_seconds = base.proof_every_seconds;
  return own;
}

tl::expected<Spec, Errors> resolve(const Source& source, std::vector<std::string> chain) {
  if (source.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return tl::unexpected(Errors{
        {{source.name, 0, 0}, "", "the spec is empty", "deskready spec show voice-baseline shows one"}});
  }
  if (source.text.size() > max_spec_bytes) {
    return tl::unexpected(Errors{
        {{source.name, 0, 0}, "", fmt::format("the spec is larger than {} bytes", max_spec_bytes), ""}});
  }
  ParsedSpec parsed = parse_spec_file(source.text, source.name);
  if (!parsed.errors.empty()) return tl::unexpected(std::move(parsed.errors));
  Spec spec = std::move(parsed.spec);
  spec.files = {{fs::path(source.name).filename().string(), sha256_hex(source.text)}};
  spec.shipped_baseline = source.shipped && spec.employer.empty();
  if (parsed.extends.empty()) return spec;

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
  return laid_over(std::move(*base), std::move(spec));
}

/// A waiver of a rule that does not exist waives nothing, and its writer should know.
Errors dangling_waivers(const Spec& spec) {
  Errors errors;
  std::vector<std::string> ids;
  for (const Rule& rule : spec.rules) ids.push_back(rule.id);
  for (const PersonQuestion& question : spec.questions) ids.push_back("ask." + question.name);
  const std::vector<std::string_view> known(ids.begin(), ids.end());
  for (const Waiver& waiver : spec.waivers) {
    if (std::find(known.begin(), known.end(), waiver.rule) != known.end()) continue;
    const auto near = nearest(waiver.rule, known);
    errors.push_back({waiver.where, waiver.rule, fmt::format("no rule is called {}", waiver.rule),
                      near.empty() ? "" : "did you mean " + near.front() + "?"});
  }
  return errors;
}

tl::expected<Spec, Errors> finished(const Source& source) {
  auto spec = resolve(source, {});
  if (!spec) return spec;
  if (auto errors = dangling_waivers(*spec); !errors.empty()) return tl::unexpected(std::move(errors));
  spec->resolved_sha256 = sha256_hex(show_spec(*spec));
  return spec;
}

}  // namespace

std::string to_string(const SpecError& error) {
  std::string text = error.where.file;
  if (error.where.line > 0) text += fmt::format(":{}:{}", error.where.line, error.where.column);
  text += ": " + error.message;
  if (!error.hint.empty()) text += "; " + error.hint;
  return text;
}

tl::expected<Spec, Errors> load_spec(std::string_view path_or_name) {
  const auto source = open_source(std::string(path_or_name), {}, {std::string(path_or_name), 0, 0});
  if (!source) return tl::unexpected(Errors{source.error()});
  return finished(*source);
}

tl::expected<Spec, Errors> parse_spec(std::string_view text, std::string_view name, const fs::path& folder) {
  return finished({std::string(text), std::string(name), folder, false});
}

std::vector<FactKey> keys_of(const Spec& spec) {
  std::vector<FactKey> keys;
  for (const Rule& rule : spec.rules) {
    if (std::find(keys.begin(), keys.end(), rule.key) == keys.end()) keys.push_back(rule.key);
  }
  return keys;
}

std::string_view text_in(const Texts& texts, std::string_view language) {
  for (const std::string& wanted : {std::string(language), std::string("en")}) {
    if (const auto found = texts.find(wanted); found != texts.end()) return found->second;
  }
  return texts.empty() ? std::string_view() : std::string_view(texts.begin()->second);
}

}  // namespace deskready

#include "agent/check/past/facts_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "config/base/files.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_lines.h"
#include "config/base/json/json_read.h"
#include "config/facts/key_subject.h"
#include "config/spec/far_end_url.h"
#include "probes/noted.h"
#include "reports/assess/applies.h"
#include "reports/document/fact_json.h"
#include "reports/words/refusals/json_words.h"

namespace deskready {
namespace {

constexpr std::size_t most_documents = 100;  // of one file: a run has one for each far end

std::string far_end_of(const nlohmann::json& document) {
  return text_of(object_of(document, "conditions"), "far_end");
}

/// Whether the line was measured to the far end that the spec names: a report of its own says so, facts tell
/// the address.
bool is_to_its_far_end(const nlohmann::json& document, const Spec& spec) {
  if (spec.name == text_of(object_of(document, "spec"), "name")) return true;
  return !spec.far_end_url.empty() &&
         same_far_end(spec.far_end_url, text_of(object_of(document, "conditions"), "far_end_url"));
}

/// Whether the line of a document was measured for the spec, or to its far end.
bool is_for(const nlohmann::json& document, const Spec& spec) {
  const auto names = document.find("for");
  if (names != document.end() && names->is_array() &&
      std::find(names->begin(), names->end(), nlohmann::json(spec.name)) != names->end())
    return true;
  return is_to_its_far_end(document, spec);
}

/// How far the document's figures of the line count for the spec; more is better.
int weight(const nlohmann::json& document, const Spec& spec) {
  const FarEndUsed used = far_end_used_from(far_end_of(document)).value_or(FarEndUsed::other);
  if (used == FarEndUsed::public_test && judges_public_tests(spec)) return is_for(document, spec) ? 2 : 1;
  if (used != FarEndUsed::as_named) return 0;
  return is_to_its_far_end(document, spec) ? 5 : is_for(document, spec) ? 4 : 3;
}

/// When the newest figure of the line was measured; the epoch where there is none.
WallTime line_measured(const Facts& facts) {
  WallTime newest{};
  for (const auto& [key, fact] : facts.known) {
    if (about_far_end(key)) newest = std::max(newest, fact.at);
  }
  return newest;
}

/// Null where no document has a figure of the line.
const RecordedDocument* line_for(const RecordedDocuments& recorded, const Spec& spec) {
  const RecordedDocument* best = nullptr;
  for (const RecordedDocument& one : recorded.documents) {
    if (line_measured(one.facts) == WallTime{}) continue;
    const auto rank = [&](const RecordedDocument& of) {
      return std::pair(weight(of.json, spec), line_measured(of.facts));
    };
    if (best == nullptr || rank(one) > rank(*best)) best = &one;
  }
  return best;
}

/// Facts about the line may be judged only when they were measured to the spec's own far end, or to any where
/// it names none.
FarEndUsed far_end_for(const nlohmann::json& document, const Spec& spec) {
  const FarEndUsed used = far_end_used_from(far_end_of(document)).value_or(FarEndUsed::other);
  if (used != FarEndUsed::as_named) return used;
  return spec.far_end_url.empty() || is_to_its_far_end(document, spec) ? used : FarEndUsed::other;
}

/// The newest of each key stays.
bool is_of_another_server(std::string_view key, const Fact& fact, const Spec& spec) {
  const auto parsed = parse_fact_key(key);
  return parsed && of_another_server(*parsed, fact, spec);
}

void add_facts(RecordedComputer& computer, const RecordedDocument& document, bool line, const Spec& spec) {
  for (const auto& [key, recorded] : document.facts.known) {
    if (about_far_end(key) && !line) continue;
    if (is_of_another_server(key, recorded, spec)) continue;
    const Fact* old = computer.facts.find(key);
    if (old != nullptr && old->at > recorded.at) continue;
    Fact fact = recorded;
    fact.trust = believed(fact.trust);
    note_source(std::filesystem::path(document.file).stem().string(), fact);
    computer.facts.add(key, std::move(fact));
  }
  for (const auto& [key, why] : document.facts.unknown) {
    if (about_far_end(key) && !line) continue;
    if (computer.facts.find(key) == nullptr) computer.facts.cannot(key, why);
  }
}

/// First figures of what was measured twice; the second then stands at its own cost.
void add_attempts(RecordedComputer& computer, const nlohmann::json& document) {
  for (const auto& [key, figures] : object_of(document, "attempts").items()) {
    if (!figures.is_array() || figures.size() < 2) continue;
    const Fact* latest = computer.facts.find(key);
    const auto first = fact_from_json(key, figures.front()), last = fact_from_json(key, figures.back());
    if (!first || !last || latest == nullptr || latest->at != last->at) continue;
    computer.earlier.add(key, *first);
    computer.facts.known.find(key)->second.cost = last->cost;
  }
}

/// What only a report has beside its facts: the person's answers.
void add_answers(RecordedComputer& computer, const nlohmann::json& document, const Spec& spec) {
  const auto report = report_from_json(document);
  if (!report || report->spec_name != spec.name) return;
  for (const auto& [name, answer] : report->answers) {
    const auto old = computer.answers.find(name);
    if (old == computer.answers.end() || old->second.at < answer.at) computer.answers[name] = answer;
  }
}

/// One document, or one a line. The error is that of the whole.
tl::expected<std::vector<nlohmann::json>, std::string> documents_in(const std::string& text,
                                                                    const std::string& file) {
  const auto refused = [&](const JsonRefusal& why, const std::string& where) {
    return tl::unexpected(fmt::format("{} cannot be read{}: {}; deskready facts --format json writes one",
                                      file, where, refusal_words("en", why)));
  };
  JsonLines lines(text);
  if (lines.count() > most_documents) return refused({JsonRefusal::Why::too_many, most_documents, {}}, "");
  std::vector<nlohmann::json> all;
  auto line = lines.next();
  do {
    auto document = read_json(line ? line->text : std::string_view());
    if (!document)
      return refused(document.error(), lines.several() ? fmt::format(", line {}", line->number) : "");
    all.push_back(std::move(*document));
    line = lines.next();
  } while (line);
  return all;
}

}  // namespace

tl::expected<std::vector<RecordedDocuments>, std::string> gather_facts(
    const std::vector<std::string>& arguments) {
  std::vector<RecordedDocuments> computers;
  for (const std::string& argument : arguments) {
    const auto equals = argument.find('=');
    const bool named = equals != std::string::npos && equals > 0 && argument.find('/') > equals;
    const std::string file = named ? argument.substr(equals + 1) : argument;
    const std::string name = named ? argument.substr(0, equals) : std::filesystem::path(file).stem().string();
    const auto text = read_regular_file(file, most_json_bytes);
    if (!text) return tl::unexpected(fmt::format("{} cannot be read: {}", file, text.error()));
    auto documents = documents_in(*text, file);
    if (!documents) return tl::unexpected(documents.error());
    auto computer = std::find_if(computers.begin(), computers.end(),
                                 [&](const RecordedDocuments& one) { return named && one.name == name; });
    if (computer == computers.end())
      computer = computers.insert(computers.end(), RecordedDocuments{name, {}});
    for (nlohmann::json& document : *documents) {
      auto facts = facts_from_json(document);
      if (!facts) return tl::unexpected(fmt::format("{}: {}", file, facts.error()));
      computer->documents.push_back({file, std::move(document), std::move(*facts)});
    }
  }
  return computers;
}

RecordedComputer recorded_for(const RecordedDocuments& recorded, const Spec& spec) {
  RecordedComputer computer;
  const RecordedDocument* const line = line_for(recorded, spec);
  for (const RecordedDocument& document : recorded.documents) {
    // Where no line has a figure, any document tells why.
    add_facts(computer, document, line == nullptr || line == &document, spec);
    if (truth_of(object_of(document.json, "conditions"), "guided").value_or(false)) computer.guided = true;
    add_answers(computer, document.json, spec);
  }
  for (const RecordedDocument& document : recorded.documents) add_attempts(computer, document.json);
  if (!recorded.documents.empty())
    computer.far_end = far_end_for((line != nullptr ? *line : recorded.documents.back()).json, spec);
  return computer;
}

}  // namespace deskready

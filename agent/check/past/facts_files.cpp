#include "agent/check/past/facts_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "config/base/files.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/facts/key_subject.h"
#include "config/spec/far_end_url.h"
#include "reports/document/fact_json.h"
#include "reports/words/refusals/json_words.h"

namespace deskready {
namespace {

constexpr std::size_t largest_file = 16'000'000;

bool is_about_the_line(std::string_view key) {
  const auto parsed = parse_fact_key(key);
  return parsed && about_far_end(*parsed);
}

/// The newest of each key stays, except that all facts about the line come from one document: the newest that
/// was measured to a named far end, else the newest.
void add_document(RecordedComputer& computer, const nlohmann::json& document, Facts facts,
                  const std::string& file) {
  std::string used = text_of(object_of(document, "conditions"), "far_end");
  if (used.empty()) used = "other";
  WallTime own_line{}, line{};
  for (auto& [key, fact] : facts.known) {
    if (is_about_the_line(key)) own_line = std::max(own_line, fact.at);
    fact.trust = believed(fact.trust);
    fact.detail["source"] = std::filesystem::path(file).stem().string();
  }
  for (const auto& [key, fact] : computer.facts.known) {
    if (is_about_the_line(key)) line = std::max(line, fact.at);
  }
  const bool named = used == "as_named", had_named = computer.far_end_used == "as_named";
  const bool takes_line = own_line != WallTime{} && (line == WallTime{} || (named && !had_named) ||
                                                     (named == had_named && own_line > line));
  if (takes_line) {
    std::erase_if(computer.facts.known, [](const auto& entry) { return is_about_the_line(entry.first); });
    computer.far_end_used = used;
    computer.far_end_url = text_of(object_of(document, "conditions"), "far_end_url");
    computer.spec_name = text_of(object_of(document, "spec"), "name");
  } else if (line == WallTime{}) {
    computer.far_end_used = used;
  }
  for (auto& [key, fact] : facts.known) {
    if (is_about_the_line(key) && !takes_line) continue;
    const Fact* old = computer.facts.find(key);
    if (old == nullptr || old->at <= fact.at) computer.facts.add(key, std::move(fact));
  }
  for (auto& [key, why] : facts.unknown) {
    if (computer.facts.find(key) == nullptr) computer.facts.cannot(key, std::move(why));
  }
}

/// What only a report has beside its facts: first figures of what was measured twice, and the person's
/// answers.
void add_report(RecordedComputer& computer, const nlohmann::json& document) {
  const auto report = report_from_json(document);
  if (!report) return;
  for (const auto& [key, figures] : report->attempts) {
    const Fact* latest = computer.facts.find(key);
    const bool of_this = latest != nullptr && !figures.empty() && latest->at == figures.back().at;
    if (figures.size() > 1 && of_this) computer.earlier.add(key, figures.front());
  }
  for (const auto& [name, answer] : report->answers) {
    auto& known = computer.answers[report->spec_name];
    const auto old = known.find(name);
    if (old == known.end() || old->second.at < answer.at) known[name] = answer;
  }
}

}  // namespace

tl::expected<std::vector<RecordedComputer>, std::string> gather_facts(
    const std::vector<std::string>& arguments) {
  std::vector<RecordedComputer> computers;
  for (const std::string& argument : arguments) {
    const auto equals = argument.find('=');
    const bool named = equals != std::string::npos && equals > 0 && argument.find('/') > equals;
    const std::string file = named ? argument.substr(equals + 1) : argument;
    const std::string name = named ? argument.substr(0, equals) : std::filesystem::path(file).stem().string();
    const auto text = read_regular_file(file, largest_file);
    if (!text) return tl::unexpected(fmt::format("{} cannot be read: {}", file, text.error()));
    const auto document = read_json(*text);
    if (!document) {
      return tl::unexpected(fmt::format("{} cannot be read: {}; deskready facts --format json writes one",
                                        file, refusal_words("en", document.error())));
    }
    auto facts = facts_from_json(*document);
    if (!facts) return tl::unexpected(fmt::format("{}: {}", file, facts.error()));
    auto computer = std::find_if(computers.begin(), computers.end(),
                                 [&](const RecordedComputer& one) { return named && one.name == name; });
    if (computer == computers.end()) computer = computers.insert(computers.end(), RecordedComputer{});
    computer->name = name;
    add_document(*computer, *document, std::move(*facts), file);
    add_report(*computer, *document);
  }
  return computers;
}

FarEndUsed far_end_for(const RecordedComputer& computer, const Spec& spec) {
  if (computer.far_end_used == "on_this_machine") return FarEndUsed::on_this_machine;
  if (computer.far_end_used == "none") return FarEndUsed::none;
  if (computer.far_end_used != "as_named") return FarEndUsed::other;
  const bool its_own = spec.far_end_url.empty() || same_far_end(spec.far_end_url, computer.far_end_url) ||
                       spec.name == computer.spec_name;
  return its_own ? FarEndUsed::as_named : FarEndUsed::other;
}

}  // namespace deskready

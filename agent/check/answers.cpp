#include "agent/check/answers.h"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "agent/check/past/kept_json.h"
#include "config/base/json/json_read.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view schema = "deskready.answers/2";
constexpr std::string_view file_name = "answers.json";

using ByName = std::map<std::string, std::map<std::string, Answer>>;

std::optional<Answer> answer_from(const nlohmann::json& json) {
  const auto at = time_of(json, "at");
  const std::string answer = text_of(json, "answer");
  if (!at || answer.empty()) return std::nullopt;
  return Answer{answer, *at, text_of(json, "text"), text_of(json, "language")};
}

ByName all_from(const nlohmann::json& json) {
  ByName all;
  for (const auto& [whose, answers] : json.items()) {
    if (!answers.is_object()) continue;
    for (const auto& [name, answer] : answers.items()) {
      if (auto read = answer_from(answer)) all[whose][name] = std::move(*read);
    }
  }
  return all;
}

nlohmann::ordered_json all_json(const ByName& all) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [whose, answers] : all) {
    for (const auto& [name, answer] : answers)
      json[whose][name] = {{"text", answer.text},
                           {"language", answer.language},
                           {"answer", answer.answer},
                           {"at", format_time(answer.at)}};
  }
  return json;
}

/// Those to the words that the spec has today, and not past their time.
std::map<std::string, Answer> holding(const Spec& spec, const std::map<std::string, Answer>& answers,
                                      WallTime now) {
  std::map<std::string, Answer> valid;
  for (const PersonQuestion& question : spec.questions) {
    const auto found = answers.find(question.name);
    if (found == answers.end()) continue;
    const Answer& answer = found->second;
    const auto words = question.text.find(answer.language);
    const bool same_words = words != question.text.end() && words->second == answer.text;
    const std::chrono::duration<double> lasts(question.valid_seconds);
    if (same_words && answer.at <= now && answer.at + lasts >= now) valid.insert(*found);
  }
  return valid;
}

}  // namespace

tl::expected<AnswerBook, std::string> AnswerBook::open(const fs::path& folder) {
  AnswerBook book;
  book.file_ = folder / file_name;
  const auto kept = read_kept(book.file_);
  if (!kept) return tl::unexpected(fmt::format("earlier answers cannot be read: {}", kept.error()));
  if (!*kept) return book;
  const nlohmann::json& json = **kept;
  if (text_of(json, "schema") == schema) {
    book.by_spec_ = all_from(object_of(json, "specs"));
    book.by_employer_ = all_from(object_of(json, "employers"));
  } else {
    book.by_employer_ = all_from(json);
  }
  return book;
}

std::map<std::string, Answer> AnswerBook::valid(const Spec& spec, WallTime now) const {
  const auto own = by_spec_.find(spec.identity);
  return own == by_spec_.end() ? std::map<std::string, Answer>() : holding(spec, own->second, now);
}

std::map<std::string, Answer> AnswerBook::to_confirm(const Spec& spec, WallTime now) const {
  const auto own = by_employer_.find(who_asks(spec));
  return own == by_employer_.end() ? std::map<std::string, Answer>() : holding(spec, own->second, now);
}

void AnswerBook::offered(const Spec& spec, const std::string& question) {
  const auto own = by_employer_.find(who_asks(spec));
  if (own == by_employer_.end()) return;
  own->second.erase(question);
  if (own->second.empty()) by_employer_.erase(own);
}

void AnswerBook::keep(const Spec& spec, const std::string& question, Answer answer) {
  by_spec_[spec.identity][question] = std::move(answer);
}

tl::expected<void, std::string> AnswerBook::save() const {
  nlohmann::ordered_json json = {{"schema", schema}, {"specs", all_json(by_spec_)}};
  if (!by_employer_.empty()) json["employers"] = all_json(by_employer_);
  return write_kept(file_, json);
}

tl::expected<void, std::string> AnswerBook::forget(const fs::path& folder) {
  const auto erased = erase_kept(folder / file_name);
  if (!erased) return tl::unexpected(fmt::format("the answers could not be erased: {}", erased.error()));
  return {};
}

}  // namespace deskready

#include "agent/check/answers.h"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "reports/document/report.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t largest_file = 1'000'000;

std::string whose(const Spec& spec) {
  return spec.employer.empty() ? spec.name : spec.employer;
}

std::optional<Answer> answer_from(const nlohmann::json& json) {
  const auto at = time_of(json, "at");
  const std::string answer = text_of(json, "answer");
  if (!at || answer.empty()) return std::nullopt;
  return Answer{answer, *at, text_of(json, "text"), text_of(json, "language")};
}

}  // namespace

tl::expected<AnswerBook, std::string> AnswerBook::open(const fs::path& folder) {
  AnswerBook book;
  book.file_ = folder / "answers.json";
  std::error_code error;
  if (!fs::exists(book.file_, error)) return book;
  const auto text = read_regular_file(book.file_, largest_file);
  if (!text) return tl::unexpected(fmt::format("earlier answers cannot be read: {}", text.error()));
  const auto json = read_json(*text);
  if (!json || !json->is_object())
    return tl::unexpected(
        fmt::format("earlier answers cannot be read: {} is damaged; move it away to be asked again",
                    book.file_.string()));
  for (const auto& [employer, answers] : json->items()) {
    if (!answers.is_object()) continue;
    for (const auto& [name, answer] : answers.items()) {
      if (auto read = answer_from(answer)) book.by_employer_[employer][name] = std::move(*read);
    }
  }
  return book;
}

std::map<std::string, Answer> AnswerBook::valid(const Spec& spec, WallTime now) const {
  std::map<std::string, Answer> valid;
  const auto own = by_employer_.find(whose(spec));
  if (own == by_employer_.end()) return valid;
  for (const PersonQuestion& question : spec.questions) {
    const auto found = own->second.find(question.name);
    if (found == own->second.end()) continue;
    const Answer& answer = found->second;
    const auto words = question.text.find(answer.language);
    const bool same_words = words != question.text.end() && words->second == answer.text;
    const std::chrono::duration<double> lasts(question.valid_seconds);
    if (same_words && answer.at <= now && answer.at + lasts >= now) valid.insert(*found);
  }
  return valid;
}

void AnswerBook::keep(const Spec& spec, const std::string& question, Answer answer) {
  by_employer_[whose(spec)][question] = std::move(answer);
}

tl::expected<void, std::string> AnswerBook::save() const {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [employer, answers] : by_employer_) {
    for (const auto& [name, answer] : answers)
      json[employer][name] = {{"text", answer.text},
                              {"language", answer.language},
                              {"answer", answer.answer},
                              {"at", format_time(answer.at)}};
  }
  std::error_code error;
  fs::create_directories(file_.parent_path(), error);
  return write_file_atomically(file_, dump(json) + "\n");
}

tl::expected<void, std::string> AnswerBook::forget(const fs::path& folder) {
  std::error_code error;
  fs::remove(folder / "answers.json", error);
  if (error) return tl::unexpected(fmt::format("the answers could not be erased: {}", error.message()));
  return {};
}

}  // namespace deskready

#include "agent/check/past/line_choices.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/check/past/kept_json.h"
#include "config/base/json/json_read.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view schema = "deskready.line_choices/1";
constexpr std::string_view file_name = "line_choices.json";

using To = LineChoice::To;

std::string_view to_word(To to) {
  constexpr std::string_view words[] = {"nothing", "far_end", "public_test"};
  return words[static_cast<std::size_t>(to)];
}

/// What a later version may have written is no consent to anything.
std::optional<LineChoice> choice_from(const nlohmann::json& json) {
  const auto at = time_of(json, "at");
  const std::string to = text_of(json, "to");
  for (const To known : {To::nothing, To::far_end, To::public_test}) {
    LineChoice choice{known, text_of(json, "address"), at.value_or(WallTime{})};
    if (to == to_word(known) && at && choice.address.empty() == (known == To::nothing)) return choice;
  }
  return std::nullopt;
}

std::map<std::string, LineChoice> choices_in(const nlohmann::json& json) {
  std::map<std::string, LineChoice> choices;
  for (const auto& [of, choice] : json.items()) {
    if (auto read = choice_from(choice)) choices[of] = std::move(*read);
  }
  return choices;
}

nlohmann::ordered_json json_of(const std::map<std::string, LineChoice>& choices) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [of, choice] : choices)
    json[of] = {{"to", to_word(choice.to)}, {"address", choice.address}, {"at", format_time(choice.at)}};
  return json;
}

std::optional<LineChoice> found_in(const std::map<std::string, LineChoice>& choices, const std::string& of) {
  const auto found = choices.find(of);
  return found == choices.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

tl::expected<LineChoices, std::string> LineChoices::open(const fs::path& folder) {
  LineChoices choices;
  choices.file_ = folder / file_name;
  const auto kept = read_kept(choices.file_);
  if (!kept) return tl::unexpected(kept.error());
  if (!*kept) return choices;
  if (text_of(**kept, "schema") != schema) return tl::unexpected(damaged_words(choices.file_));
  choices.by_spec_ = choices_in(object_of(**kept, "specs"));
  choices.by_check_ = choices_in(object_of(**kept, "checks"));
  return choices;
}

std::optional<LineChoice> LineChoices::of(const Spec& spec) const {
  return found_in(by_spec_, spec.identity);
}

void LineChoices::keep(const Spec& spec, LineChoice choice) {
  by_spec_[spec.identity] = std::move(choice);
}

std::optional<LineChoice> LineChoices::of_check(const std::string& report) const {
  return found_in(by_check_, report);
}

void LineChoices::keep_for_check(const std::string& report, LineChoice choice) {
  constexpr std::size_t most = 50;
  by_check_[report] = std::move(choice);
  if (by_check_.size() <= most) return;
  by_check_.erase(std::min_element(by_check_.begin(), by_check_.end(),
                                   [](const auto& a, const auto& b) { return a.second.at < b.second.at; }));
}

tl::expected<void, std::string> LineChoices::save() const {
  return write_kept(file_,
                    {{"schema", schema}, {"specs", json_of(by_spec_)}, {"checks", json_of(by_check_)}});
}

tl::expected<bool, std::string> LineChoices::forget(const fs::path& folder) {
  return erase_kept(folder / file_name);
}

}  // namespace deskready

#include "reports/words/table_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/units/quantity.h"
#include "reports/words/finding_words.h"

namespace deskready {
namespace {

std::string labels_of(std::string_view language, const std::vector<Finding>& findings) {
  std::vector<std::string> labels;
  for (const Finding& finding : findings) {
    // Two rules about one fact leave one thing unknown.
    if (std::string label = label_of(language, finding);
        std::find(labels.begin(), labels.end(), label) == labels.end())
      labels.push_back(std::move(label));
  }
  return fmt::format("{}", fmt::join(labels, ", "));
}

std::string sentences_of(std::string_view language, const std::vector<Finding>& findings) {
  std::string all;
  for (const Finding& finding : findings)
    all += (all.empty() ? "" : " ") + unmarked(finding_sentence(language, finding));
  return all;
}

std::string_view english_of(DeskNote note) {
  switch (note) {
    case DeskNote::unreadable:
      return "{error}";
    case DeskNote::unreadable_line:
      return "line {line}: {error}";
    case DeskNote::left_out:
      return "{rule} was left out";
    case DeskNote::other_outcome:
      return "{rule} is said to be {said}, but its fact makes it {is}";
    case DeskNote::other_level:
      return "{rule} is said to be of level {said}, but its spec makes it {is}";
    case DeskNote::other_value:
      return "{rule} is said to have measured {said}, but its fact says {is}";
    case DeskNote::twice:
      return "{rule} stands twice";
    case DeskNote::backwards:
      return "its times run backwards";
    case DeskNote::from_the_future:
      return "it is from the future";
    case DeskNote::after_the_end:
      return "{fact} was measured after the end";
    case DeskNote::outside_interval:
      return "{fact} and its interval cannot both be right";
    case DeskNote::old_figures:
      return "all its figures are much older than its date";
    case DeskNote::valid_too_long:
      return "it says to be valid for longer than its spec allows";
    case DeskNote::names_differ:
      return "it names its spec otherwise than the spec does";
    case DeskNote::other_verdict:
      return "it says {said}, but comes to {is}";
    case DeskNote::not_guided:
      return "the check was not guided, so these decided nothing: {rules}";
    case DeskNote::old_facts:
      return "these were measured before the check, and taken over: {facts}";
    case DeskNote::stopped:
      return "the check was stopped before its end";
    case DeskNote::before_its_time:
      return "something in it is dated {year}, when there was no deskready";
    case DeskNote::no_hash:
      return "the hash of its spec's file {file} is none";
    case DeskNote::not_verified:
      return "it is signed with the key {key}; name that with --key if it is your person's";
    case DeskNote::other_files:
      return "its spec says the same as yours, but these files of it are not yours to the byte: {files}";
  }
  return {};
}

}  // namespace

EmployerWords employer_words(std::string_view language) {
  const auto say = [&](std::string_view english) { return tr(language, english); };
  return {
      .spec = say("spec"),
      .verdict = say("verdict"),
      .computer = say("computer"),
      .headset = say("headset"),
      .line = say("line"),
      .operating_system = say("operating system"),
      .to_ask = say("still to ask"),
      .met = say("ok"),
      .not_met = say("no"),
      .legend = say("ok: met; no: not met; ?: could not be checked; -: not asked for; a number: questions "
                    "still to ask"),
  };
}

std::string shortcomings_words(std::string_view language, const std::vector<Finding>& not_met,
                               const std::vector<Finding>& unknown) {
  std::string text = sentences_of(language, not_met);
  if (unknown.empty()) return text;
  return text + (text.empty() ? "" : " ") +
         unmarked(tr(language, "Not known: {labels}", {{"labels", labels_of(language, unknown)}}));
}

std::string between_heading(std::string_view language, const std::string& spec) {
  return unmarked(tr(language, "What stands between this computer and {spec}:", {{"spec", spec}}));
}

std::string room_words(std::string_view language, const std::vector<Finding>& not_met,
                       const std::vector<Finding>& unknown) {
  if (not_met.empty() && unknown.empty())
    return tr(language, "The programs of all these specs at the same time: there is room for them.");
  std::string text = tr(language, "The programs of all these specs at the same time:");
  if (!not_met.empty()) text += " " + sentences_of(language, not_met);
  if (unknown.empty()) return text;
  return text + " " +
         unmarked(tr(language, "Not known: {labels}.", {{"labels", labels_of(language, unknown)}}));
}

std::string desk_note_words(std::string_view language, DeskNote note, const Arguments& arguments) {
  return unmarked(tr(language, english_of(note), arguments));
}

std::string ages_of(std::string_view language, const std::vector<OldFact>& facts) {
  constexpr std::size_t most = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(facts.size(), most); ++i) {
    text += fmt::format("{}{} ({})", i == 0 ? "" : ", ", facts[i].key,
                        format_quantity(facts[i].seconds, Unit::second, 2));
  }
  if (facts.size() <= most) return text;
  return text +
         unmarked(tr(language, ", and {count} more", {{"count", std::to_string(facts.size() - most)}}));
}

std::string report_count_words(std::string_view language, std::uint64_t count) {
  return unmarked(tr_plural(language, count, "{count} report", "{count} reports"));
}

}  // namespace deskready

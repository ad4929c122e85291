#include "reports/words/refusals/damage_words.h"

#include <algorithm>

#include "config/base/outward/outward.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

constexpr std::size_t most_named = 5;

std::string_view english_of_source(std::string_view source) {
  if (source == "report") return "report {place} ({why})";
  if (source == "sample") return "figure {place} ({why})";
  if (source == "outcome") return "outcome {place} ({why})";
  if (source == "answer") return "answer {place} ({why})";
  if (source == "used") return "count of bytes {place} ({why})";
  if (source == "planned") return "planned check {place} ({why})";
  if (source == "started_anyway") return "program started anyway {place} ({why})";
  if (source == "job") return "job {place} ({why})";
  return "name {place} ({why})";
}

std::string_view english_of_reason(std::string_view reason) {
  if (reason == "document") return "its document does not read";
  if (reason == "reference") return "it names a row that is not there";
  if (reason == "restored") return "restored from its document";
  return "a value of a wrong kind or size";
}

std::string row_words(std::string_view language, const DamagedRow& row) {
  constexpr std::size_t longest_place = 40;
  return tr(language, english_of_source(row.source),
            {{"place", for_terminal(row.place.substr(0, longest_place))},
             {"why", tr(language, english_of_reason(row.reason))}});
}

}  // namespace

std::string damage_words(std::string_view language, const std::vector<DamagedRow>& rows,
                         const std::string& file) {
  if (rows.empty()) return {};
  std::string list;
  for (std::size_t i = 0; i < std::min(rows.size(), most_named); ++i)
    list += (i > 0 ? ", " : "") + row_words(language, rows[i]);
  if (rows.size() > most_named)
    list += tr(language, " and {count} more", {{"count", std::to_string(rows.size() - most_named)}});
  return unmarked(tr(language,
                     "Damage in the history: {list}. What could not be restored is set aside in the table "
                     "\"damaged\" of {file}; everything else stays.",
                     {{"list", list}, {"file", file}}));
}

std::string no_folder_words(std::string_view language, const std::string& folder, const std::string& why) {
  return unmarked(
      tr(language,
         "the folder {folder} cannot be made: {why}; make its place writable, or name another with "
         "XDG_STATE_HOME",
         {{"folder", folder}, {"why", why}}));
}

std::string not_writable_words(std::string_view language, const std::string& folder, const std::string& why) {
  return unmarked(tr(language,
                     "{folder} cannot be written in: {why}; make it writable, or name another place with "
                     "XDG_STATE_HOME",
                     {{"folder", folder}, {"why", why}}));
}

std::string no_database_words(std::string_view language, const std::string& file) {
  return unmarked(tr(
      language, "{file} is no ordinary file, and so not touched; move it away, and the history begins anew",
      {{"file", file}}));
}

}  // namespace deskready

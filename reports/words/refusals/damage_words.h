// What was found damaged in the history, and what became of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace deskready {

/// A row of the history's table of damaged rows. Its texts may be hostile.
struct DamagedRow {
  std::string source;  ///< the table that it stood in: "report", "sample", ...
  std::string place;   ///< a report's id, else its number or key there
  std::string reason;  ///< "document", "value", "reference" or "restored"
};

/// "Damage in the history: report 3f2a (its document does not read). ...": whole sentences, cleaned for a
/// line; empty without a row. `file` is the database.
std::string damage_words(std::string_view language, const std::vector<DamagedRow>& rows,
                         const std::string& file);

/// That a folder for what deskready keeps cannot be made, why, and what to do.
std::string no_folder_words(std::string_view language, const std::string& folder, const std::string& why);

/// The same where it is there.
std::string not_writable_words(std::string_view language, const std::string& folder, const std::string& why);

/// That the history's database is a link, a pipe or a device, and is not touched.
std::string no_database_words(std::string_view language, const std::string& file);

}  // namespace deskready

// The employer's desk: many reports as rows of one table, each held against its own facts. Pure but for the
// folder's reading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "reports/document/report.h"
#include "reports/words/table_words.h"

namespace deskready {

/// What is wrong, or only notable, about a report on the desk.
enum class DeskFlag : std::uint8_t {
  unreadable,       ///< no report, or a broken one
  verdict_differs,  ///< the facts or findings come to another verdict than the document says
  inconsistent,     ///< findings that do not follow from the facts, or times that cannot be
  expired,          ///< past its valid_until, or judged by a spec past its date
  other_spec,       ///< a spec of this name, but not of this content
  spec_unknown,     ///< the spec was not given, so only the findings could be added up again
  same_machine,     ///< the machine stands under another reference too
  same_id,          ///< another document has this id
  not_signed,       ///< where signed ones are expected: nobody vouches for it
  refused,          ///< a signed one that contradicts what is known of its signer
  unguided,         ///< rules decided nothing, because the check was not guided
  old_facts,        ///< some were measured long before the check
  interrupted,      ///< the check was stopped before its end
  other_files,      ///< its spec says what the known one says, in other bytes
  not_verified,     ///< it is signed, by a key that nobody named
  future,           ///< it is dated more than a day ahead
};
std::string_view to_string(DeskFlag flag);
/// All of them, in their order.
std::span<const DeskFlag> all_desk_flags();

struct DeskRow {
  std::string file;  ///< its name, without folders
  std::string id;
  std::string reference;
  std::string spec;  ///< name and version
  std::string spec_sha256;
  std::string machine;
  std::optional<Verdict> reported;  ///< as the document says; nothing when unreadable
  std::optional<Verdict> derived;   ///< again, from the facts where the spec is known, else from the findings
  std::vector<std::string> failed;  ///< ids of required rules that were not met
  std::vector<std::string> missing;  ///< ids of required rules that nobody measured
  Trust trust = Trust::self;         ///< the weakest of what was measured
  WallTime finished{};
  WallTime valid_until{};
  std::string role = {};
  std::string signer = {};  ///< fingerprint of the computer's key that signed it; empty: nobody known
  std::vector<DeskFlag> flags;
  std::vector<std::pair<DeskNote, Arguments>> notes;  ///< what exactly is wrong
};

/// One document's row. `specs` are those to derive the verdict by; found by their hash.
DeskRow desk_row(std::string file, std::string_view document, std::span<const Spec> specs, WallTime now);

/// Flags what only several rows together show: an id or a machine seen twice, a spec that differs.
void compare_rows(std::vector<DeskRow>& rows);

/// The row of a document that is none, and why.
DeskRow refused_row(std::string file, std::string why);

/// Adds the flag, and what is said of it.
void flag(DeskRow& row, DeskFlag what);
void flag(DeskRow& row, DeskFlag what, DeskNote note, Arguments arguments = {});

/// How a document becomes its row: the name of its file without folders, and its text.
using RowOf = std::function<DeskRow(const std::string& file, std::string_view document)>;

/// Every file of `folder` (not of those below it) whose name ends in ".json", with several documents a line
/// each; compared and in order of file name. The error says why the folder cannot be read.
tl::expected<std::vector<DeskRow>, std::string> read_desk(const std::filesystem::path& folder,
                                                          const RowOf& row_of);

/// By "reference", "verdict" (worst first), "failed" (most first), "trust", "age" (newest first) or "file".
/// False when there is no such column.
bool sort_rows(std::vector<DeskRow>& rows, std::string_view column);

/// For a page of so many columns; roles have a column where any report has one.
std::string desk_text(std::span<const DeskRow> rows, WallTime now, std::size_t width);
/// With a header.
std::string desk_csv(std::span<const DeskRow> rows, WallTime now);
nlohmann::ordered_json desk_json(std::span<const DeskRow> rows, WallTime now);

}  // namespace deskready

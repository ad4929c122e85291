// A report as a row of the employer's desk, and what may be wrong about it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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
  public_test,      ///< its line was measured to a public speed test, which decides where the spec lets it
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

/// The row of a document that is none, and why.
DeskRow refused_row(std::string file, std::string why);

/// Adds the flag, and what is said of it.
void flag(DeskRow& row, DeskFlag what);
void flag(DeskRow& row, DeskFlag what, DeskNote note, Arguments arguments = {});

/// The worse of what is said and what it comes to: nobody gains by a document that was changed. Nothing when
/// unreadable.
std::optional<Verdict> shown_verdict(const DeskRow& row);

}  // namespace deskready

// A report as a row of the employer's desk, and what may be wrong about it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/document/report.h"
#include "reports/words/refusals/desk_flag_words.h"
#include "reports/words/table_words.h"

namespace deskready {

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
  std::string spec_name = {};
  bool spec_expired = false;          ///< it was past its date
  std::optional<Verdict> if_so = {};  ///< by another rule that was asked about, where that can be told
  std::string signer = {};  ///< fingerprint of the computer's key that signed it; empty: nobody known
  std::map<std::string, std::string> labels = {};  ///< what people call its rules and their facts, by key
  std::vector<DeskFlag> flags;
  std::vector<std::pair<DeskNote, Arguments>> notes;  ///< what exactly is wrong
};

/// The row of a document that is none, and why; `code` is the same for programs and may be empty.
DeskRow refused_row(std::string file, std::string why, std::string_view code = {});

/// Adds the flag, and what is said of it.
void flag(DeskRow& row, DeskFlag what);
void flag(DeskRow& row, DeskFlag what, DeskNote note, Arguments arguments = {});

/// The text with the names of rules and facts in it, which have a dot, as people call them.
std::string labelled(std::string_view text, const DeskRow& row);

/// The worse of what is said and what it comes to: nobody gains by a document that was changed. Nothing when
/// unreadable.
std::optional<Verdict> shown_verdict(const DeskRow& row);

}  // namespace deskready

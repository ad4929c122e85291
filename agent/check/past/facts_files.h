// Recorded facts of one computer, gathered from facts documents and reports, each fact with its source.
#pragma once

#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/spec/spec.h"
#include "reports/document/report.h"

namespace deskready {

/// Nothing here is signed, so no fact's trust is above `self`, whatever its file says.
struct RecordedComputer {
  std::string name;  ///< as the person named it, else the file's name without its ending
  Facts facts;       ///< of each key the newest; its detail's "source" is the file's name without its ending
  Facts earlier;     ///< of those that a report had measured twice, the first figure
  /// Of the document that the facts about the line came from: "as_named" and so on, and its far end's address
  /// where it says it.
  std::string far_end_used = "other";
  std::string far_end_url;
  std::string spec_name;  ///< where that document is a report: whose far end was "as_named"
  std::map<std::string, std::map<std::string, Answer>> answers;  ///< by spec name
};

/// `arguments` are "FILE" or "NAME=FILE"; files of one NAME are one computer, and a file without a name is
/// one of its own. In the order of first naming. The error says which file and what to do.
tl::expected<std::vector<RecordedComputer>, std::string> gather_facts(
    const std::vector<std::string>& arguments);

/// Whether facts about the line may be judged by this spec: only when they were measured to its own far end,
/// or to any where it names none.
FarEndUsed far_end_for(const RecordedComputer& computer, const Spec& spec);

}  // namespace deskready

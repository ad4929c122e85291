// Recorded facts of computers, gathered from facts documents and reports, each fact with its source.
#pragma once

#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/spec/spec.h"
#include "reports/document/report.h"

namespace deskready {

/// One facts document or report, as it was read.
struct RecordedDocument {
  std::string file;  ///< as the person named it
  nlohmann::json json;
  Facts facts;
};

/// What there is of one computer.
struct RecordedDocuments {
  std::string name;  ///< as the person named it, else the file's name without its ending
  std::vector<RecordedDocument> documents;
};

/// `arguments` are "FILE" or "NAME=FILE"; files of one NAME are one computer, and a file without a name is
/// one of its own. A file has one document, or one a line. In the order of first naming. The error says which
/// file and what to do.
tl::expected<std::vector<RecordedDocuments>, std::string> gather_facts(
    const std::vector<std::string>& arguments);

/// The computer as one spec is to judge it. Nothing here is signed, so no fact's trust is above `self`,
/// whatever its file says.
struct RecordedComputer {
  Facts facts;    ///< of each key the newest; its detail's "source" is the file's name without its ending
  Facts earlier;  ///< of those that were measured twice, the first figure
  /// To which the line was measured; only `as_named` may be judged, and `public_test` where the spec lets it.
  FarEndUsed far_end = FarEndUsed::other;
  std::map<std::string, Answer> answers;  ///< to this spec's questions
  bool guided = false;                    ///< somebody took part where one of the documents was measured
};

/// All facts about the line come from one document: one that was measured to the spec's own far end, else to
/// any that was named, else any; of several the newest.
RecordedComputer recorded_for(const RecordedDocuments& recorded, const Spec& spec);

}  // namespace deskready

// The document: what one spec's check came to. JSON out and in; the schema stands beside it
// (report.schema.json).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "reports/assess/assess.h"

namespace deskready {

/// Figures by key, in order of time.
using Tried = std::map<std::string, std::vector<Fact>>;

inline constexpr std::string_view report_schema_id = "deskready.report/1";
inline constexpr std::string_view facts_schema_id = "deskready.facts/1";

struct Report {
  std::string id;         ///< random, 128 bits, lower-case hex
  std::string reference;  ///< the employer's applicant number; may be empty
  WallTime started{};
  WallTime finished{};
  WallTime valid_until{};
  std::string agent_version;

  std::string spec_name;
  std::string spec_version;
  std::string employer;
  std::string reading;
  std::string spec_source;
  bool baseline = false;  ///< against deskready's own list, not an employer's
  bool spec_expired = false;
  std::vector<SpecFile> spec_files;
  std::string spec_sha256;

  std::string role;
  std::string depth;         ///< "quick" or "full"
  bool interrupted = false;  ///< the run was stopped before its end
  Verdict verdict = Verdict::incomplete;
  std::vector<Finding> findings;
  Facts facts;     ///< the newest of each key that this spec's rules use
  Tried attempts;  ///< keys that were measured more than once, by an earlier check too where one failed
  std::map<std::string, Answer> answers;
  nlohmann::json conditions =
      nlohmann::json::object();  ///< far_end, link, other_traffic, load; see report_fields()
  std::string machine;           ///< hash of the machine id, salted per employer
  bool machine_changed = false;  ///< the report before this one had another for the same computer
  Cost cost;
};

/// What a run knows beyond facts, for the head of the document.
struct ReportHead {
  std::string id, reference, role, depth, agent_version, machine;
  WallTime started{}, finished{};
  bool interrupted = false;
  nlohmann::json conditions = nlohmann::json::object();
  Cost cost;
  std::string recheck_of = {};                 ///< of a recheck the report that it goes on from
  std::optional<WallTime> valid_at_most = {};  ///< what was measured earlier proves nothing for longer
  /// Of a whole check: measurements of checks shortly before that count beside its own, where it has any.
  Tried tried_before = {};
};

/// Judges and assembles; takes from the attempts only what this spec's rules use, from the later ones only
/// what its own second look asked for, of a recheck all; from the conditions only what report_fields() names.
/// Addresses and host names in error texts are left out. Where `circumstances.started` is not set,
/// `head.started` stands in for it.
Report make_report(const Spec& spec, const std::vector<Facts>& attempts, const Circumstances& circumstances,
                   const ReportHead& head);

/// Of the spec that it is by.
std::string who_asks(const Report& report);

nlohmann::ordered_json to_json(const Report& report);
/// The error names the field at fault. Unknown fields are ignored.
tl::expected<Report, std::string> report_from_json(const nlohmann::json& document);

/// {"schema": "deskready.facts/1", "facts": {...}, "unmeasured": {...}} with the report's shapes.
nlohmann::ordered_json to_json(const Facts& facts);
/// Takes a facts document or a report's facts.
tl::expected<Facts, std::string> facts_from_json(const nlohmann::json& document);

/// JSON text: UTF-8 repaired, no NaN; indented by two unless `one_line`.
std::string dump(const nlohmann::ordered_json& document, bool one_line = false);

}  // namespace deskready

// A report as it is signed: its bytes, with whose they are and which in a row of reports to one employer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/trust/key.h"
#include "config/trust/refusal.h"
#include "reports/document/report.h"

namespace deskready {

/// Where a report stands among those that one computer signed for one employer, and what asked for it.
struct ChainLink {
  PublicKey device;
  std::uint64_t sequence = 1;  ///< from 1
  std::string previous = {};   ///< sha256_hex() of the body before; empty in the first
  std::string challenge = {};  ///< Challenge::sha256 of the one that it answers; empty: none
};

struct SignedReport {
  Report report;
  ChainLink link;
  std::string sha256;  ///< of the body
};

/// What the employer gets of a report, which is less than stays at home, as report_fields() says: times in
/// whole minutes, what decides nothing rounded, and nothing of earlier checks, other traffic's amount, or the
/// names of files, by which two employers could find that they ask about one person.
Report for_employer(Report report);

/// The exact bytes that are signed: JSON in one line, a report that readers of unsigned ones read, too.
std::string report_body(const Report& report, const ChainLink& link);

/// Of a body whose signature holds. The error is no_report, or weak_key for its device.
tl::expected<SignedReport, Refusal> read_signed_report(std::string_view body);

}  // namespace deskready

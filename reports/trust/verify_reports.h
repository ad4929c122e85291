// Signed reports held against keys, specs, the time and each other. Pure.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/trust/envelope.h"
#include "reports/desk/desk_row.h"
#include "reports/trust/challenge.h"
#include "reports/trust/signed_report.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {

/// What there is to judge by.
struct KnownToVerifier {
  std::vector<KnownKey> keys;                        ///< of the computers that are expected
  std::map<PublicKey, std::string> references = {};  ///< whose each is; one that is not here is anybody's
  std::vector<Spec> specs;                           ///< to derive verdicts by, found by their hash
  std::vector<std::string> wanted_spec = {};         ///< hashes of those that are asked for; empty: any
  std::vector<Challenge> challenges = {};  ///< one of which each must answer; empty: none is asked for
  WallTime now{};
};

struct VerifiedReport {
  std::string file;
  std::vector<Refusal> refused;        ///< empty: it holds
  std::vector<Refusal> notes;          ///< what is said of it and makes it no worse
  std::optional<SignedReport> report;  ///< once the signature holds
  std::optional<DeskRow> row;          ///< and its report was read
};

/// Refused where somebody named is contradicted; unknown where nobody named vouches for it.
Standing standing_of(const VerifiedReport& report);

/// One signed document. `file` is what it is called.
VerifiedReport verify_report(std::string file, std::string_view envelope, const KnownToVerifier& known);

/// Notes what only several show: numbers that are missing, stand twice, or do not follow upon each other.
void compare_chains(std::vector<VerifiedReport>& reports);

}  // namespace deskready

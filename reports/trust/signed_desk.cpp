#include "reports/trust/signed_desk.h"

#include <algorithm>

namespace deskready {
namespace {

/// As the desk's other words, in English until the command line has a language.
constexpr std::string_view english = "en";

/// What the desk says by flags of its own.
bool desk_says(Refused why) {
  switch (why) {
    case Refused::inconsistent:
    case Refused::verdict_differs:
    case Refused::other_spec:
    case Refused::expired:
    case Refused::future:
      return true;
    default:
      return false;
  }
}

std::string with_code(const Refusal& refusal) {
  return std::string(code_of(refusal.why)) + ": " + refusal_words(english, refusal);
}

}  // namespace

DeskRow signed_desk_row(const std::string& file, std::string_view document, const KnownToVerifier& known) {
  VerifiedReport checked = verify_report(file, document, known);
  // Larger than any envelope, too, and with more values.
  const auto unsigned_one = [](const Refusal& one) {
    return one.why == Refused::no_envelope || one.why == Refused::no_json || one.why == Refused::too_large;
  };
  if (std::any_of(checked.refused.begin(), checked.refused.end(), unsigned_one)) {
    DeskRow row = desk_row(file, document, known.specs, known.now);
    if (row.reported) row.flags.push_back(DeskFlag::not_signed);
    return row;
  }
  if (!checked.row) return refused_row(file, with_code(checked.refused.front()));
  DeskRow row = std::move(*checked.row);
  row.signer = fingerprint(checked.report->link.device);
  for (const Refusal& one : checked.refused) {
    if (desk_says(one.why)) continue;
    if (std::find(row.flags.begin(), row.flags.end(), DeskFlag::refused) == row.flags.end())
      row.flags.push_back(DeskFlag::refused);
    row.notes.push_back({DeskNote::unreadable, {{"error", with_code(one)}}});
  }
  return row;
}

}  // namespace deskready

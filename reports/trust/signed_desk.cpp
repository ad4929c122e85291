#include "reports/trust/signed_desk.h"

#include <algorithm>

#include "config/trust/key_line.h"
#include "reports/desk/derived_row.h"

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

bool is_signed(const DeskRow& row) {
  return !row.signer.empty() ||
         std::find(row.flags.begin(), row.flags.end(), DeskFlag::not_verified) != row.flags.end();
}

DeskRow unreadable_row(const std::string& file, const Refusal& why) {
  return refused_row(file, refusal_words(english, why), code_of(why.why));
}

/// Of a report that is signed as it says itself, and nobody said by whom it is to be. `key`: a key line.
DeskRow unverified_row(const std::string& file, std::string_view document, const std::string& key,
                       const KnownToVerifier& known) {
  const auto envelope = read_envelope(document);
  const auto signer = read_key_line(key);
  if (!envelope || !signer) return unreadable_row(file, {Refused::other_device});
  DeskRow row = desk_row(file, envelope->body, known.specs, known.now);
  flag(row, DeskFlag::not_verified, DeskNote::not_verified, {{"key", fingerprint(signer->key)}});
  return row;
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
    if (row.reported && !known.keys.empty()) flag(row, DeskFlag::not_signed);
    return row;
  }
  if (known.keys.empty() && checked.refused.front().why == Refused::unknown_signer)
    return unverified_row(file, document, checked.refused.front().about, known);
  if (!checked.row) return unreadable_row(file, checked.refused.front());
  DeskRow row = std::move(*checked.row);
  row.signer = fingerprint(checked.report->link.device);
  for (const Refusal& one : checked.refused) {
    if (desk_says(one.why)) continue;
    flag(row, DeskFlag::refused, DeskNote::unreadable,
         {{"error", refusal_words(english, one)}, {"code", std::string(code_of(one.why))}});
  }
  return row;
}

void set_unsigned_apart(std::vector<DeskRow>& rows, bool below) {
  if (std::none_of(rows.begin(), rows.end(), is_signed)) return;
  for (DeskRow& row : rows) {
    if (row.reported && !is_signed(row)) flag(row, DeskFlag::not_signed);
  }
  if (below) std::stable_partition(rows.begin(), rows.end(), is_signed);
}

}  // namespace deskready

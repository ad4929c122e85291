#include "config/trust/refusal.h"

#include <array>

namespace deskready {
namespace {

constexpr std::string_view codes[] = {
    "file_unreadable",
    "too_large",
    "no_json",
    "no_envelope",
    "payload_base64",
    "no_signature",
    "too_many_signatures",
    "signature_base64",
    "signature_length",
    "other_type",
    "bad_signature",
    "unknown_signer",
    "no_key",
    "other_algorithm",
    "weak_key",
    "secret_given",
    "key_unreadable",
    "key_open_to_others",
    "key_not_written",
    "no_spec",
    "new_signer",
    "other_signer",
    "retired_signer",
    "unproven_signer",
    "older_spec",
    "signature_gone",
    "link_differs",
    "employers_unreadable",
    "employers_not_written",
    "no_report",
    "bad_reference",
    "other_device",
    "other_person",
    "inconsistent",
    "verdict_differs",
    "other_spec",
    "spec_unknown",
    "expired",
    "future",
    "unguided",
    "old_facts",
    "interrupted",
    "other_files",
    "no_challenge",
    "other_challenge",
    "other_reference",
    "other_role",
    "stale",
    "challenge_unknown",
    "older_facts",
    "doubled",
    "gap",
    "forked",
    "previous_differs",
    "reordered",
    "answered_twice",
    "chain_unreadable",
};
constexpr std::size_t count = std::size(codes);
static_assert(count == static_cast<std::size_t>(Refused::chain_unreadable) + 1);

}  // namespace

std::span<const Refused> all_refused() {
  static const auto all = [] {
    std::array<Refused, count> each{};
    for (std::size_t i = 0; i < count; ++i) each[i] = static_cast<Refused>(i);
    return each;
  }();
  return all;
}

std::string_view code_of(Refused why) {
  return codes[static_cast<std::size_t>(why)];
}

}  // namespace deskready

#include "agent/trust/admission.h"

#include "agent/trust/employers_file.h"
#include "config/base/folders.h"
#include "reports/words/asking/employer_words.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {

MetSpec met_spec(const OpenedSpec& opened) {
  return {*opened.signature, opened.spec.name, opened.spec.employer, opened.place};
}

tl::expected<Met, Refusal> met_here(const OpenedSpec& opened, const KnownEmployers& employers, WallTime now) {
  if (opened.signature) return met(employers, met_spec(opened), now);
  if (auto why = why_not_unsigned(employers, opened.place)) return tl::unexpected(std::move(*why));
  return Met::known;
}

tl::expected<Spec, std::string> accepted_spec(const std::string& name) {
  auto opened = open_spec(name);
  if (!opened) return tl::unexpected(to_string(opened.error().front()));
  const auto refuse = [&](const Refusal& refusal) {
    return tl::unexpected(name + ": " + refused_spec_words("en", refusal, name));
  };
  auto employers = read_employers(state_folder());
  if (!employers) return refuse(employers.error());
  const WallTime now = SystemClock().now();
  const auto is = met_here(*opened, *employers, now);
  if (!is) return refuse(is.error());
  if (!opened->signature) return std::move(opened->spec);
  if (*is == Met::first) return refuse({Refused::new_signer, fingerprint(opened->signature->head.by)});
  opened->spec.identity = employer_identity(take_note(*employers, met_spec(*opened), now));
  return std::move(opened->spec);
}

}  // namespace deskready

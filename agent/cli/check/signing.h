// Signing at the end of a check: who asks and the person's consent before it, the documents after it.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "agent/cli/options.h"
#include "agent/trust/signer.h"
#include "config/spec/spec.h"
#include "reports/trust/challenge.h"

namespace deskready {

/// The challenge that `options` names, if any; its reference and role become those of the check. The error is
/// a sentence: it cannot be read, is for another spec, reference or role, or its time is over.
tl::expected<std::optional<Challenge>, std::string> take_challenge(CheckOptions& options,
                                                                   const std::vector<Spec>& specs);

/// Says who asks, and asks, where somebody is there, for each spec what its employer learns by a signature;
/// whoever is not there asked for it in the command. Nothing when the person says no. The error is a
/// sentence: no key can be had.
tl::expected<std::optional<Signer>, std::string> begin_signing(const std::vector<Spec>& specs,
                                                               const std::optional<Challenge>& challenge);

/// The signed reports, a line each; says on stderr as which each was signed. `reports` are those of `specs`,
/// in their order. Waits for another check of this person to end. The error is a sentence.
tl::expected<std::string, std::string> signed_lines(const Signer& signer, const std::vector<Report>& reports,
                                                    const std::vector<Spec>& specs,
                                                    const std::optional<Challenge>& challenge,
                                                    const std::stop_token& stop);

}  // namespace deskready

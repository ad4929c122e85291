// Whether a spec may say what this computer is checked for: an unsigned one where no signed one was, and one
// by an employer whose key was accepted here.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "agent/trust/opened_spec.h"
#include "config/trust/employers.h"

namespace deskready {

/// As met(), for any spec; an unsigned one is known. The error is signature_gone, too. Pure.
tl::expected<Met, Refusal> met_here(const OpenedSpec& opened, const KnownEmployers& employers, WallTime now);

/// Of a signed one.
MetSpec met_spec(const OpenedSpec& opened);

/// The spec of this name, by what is kept on this computer and without anybody being asked; what belongs to
/// its employer is found by its identity. Not for standard input. The error says what is wrong and what to
/// do.
tl::expected<Spec, std::string> accepted_spec(const std::string& name);

}  // namespace deskready

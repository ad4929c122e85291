// Specs as people and jobs name them: a shipped one, a file, "-" for standard input, an https address; signed
// by their employer or not.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/spec/spec.h"
#include "config/trust/signed_spec.h"

namespace deskready {

/// Gives what an https address answers, or says in words why not; blocks. Without one an address is not
/// asked, and the copy that was kept stands for it: whoever never asks is not linked with what can, see
/// fetched_spec.h.
using Fetch = std::function<tl::expected<std::string, std::string>(const std::string& address)>;

struct OpenedSpec {
  /// Of a signed one, known by the key that signed it, until employer_identity() of the employer's first is
  /// put in its place.
  Spec spec;
  std::optional<SignedSpec> signature;
  std::string place;       ///< the canonical file, or the address without its '#…'; empty: it lies nowhere
  bool by_link = false;    ///< the address names the key, and it is the one that signed
  std::string why_kept{};  ///< why the copy that was kept is used, in words; empty: it is not
};

/// Reads it; the signature holds by the key that the spec names, whoever's that is. An address gives signed
/// ones only. The errors are those of load_spec(), or one without a line. Blocks.
tl::expected<OpenedSpec, std::vector<SpecError>> open_spec(const std::string& name, const Fetch& fetch = {});

/// Whether it names an address, https or another.
bool is_address(std::string_view name);

/// Keeps a copy of what an address gave, for when it cannot be fetched. The error says why it is not kept.
tl::expected<void, std::string> keep_copy(const OpenedSpec& opened);

}  // namespace deskready

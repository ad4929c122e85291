#include "agent/cli/trust/known_signers.h"

#include <fmt/format.h>

#include "agent/cli/named_specs.h"
#include "agent/cli/output.h"
#include "config/base/text.h"
#include "config/spec/chain/load.h"
#include "config/trust/key_file.h"

namespace deskready {
namespace {

/// Empty where there is none.
std::string reference_in(const std::string& comment) {
  constexpr std::string_view before = "reference=";
  for (const std::string_view word : split_at_spaces(comment)) {
    if (word.starts_with(before)) return std::string(word.substr(before.size()));
  }
  return {};
}

}  // namespace

bool read_known_keys(const std::vector<std::string>& files, KnownToVerifier& known) {
  for (const std::string& file : files) {
    const auto keys = read_key_file(file);
    if (!keys) {
      complain(fmt::format("--key {}: {}", file, refusal_words("en", keys.error())));
      return false;
    }
    for (const NamedKey& one : *keys) {
      known.keys.push_back(known_key(one.key));
      const std::string whose = reference_in(one.comment);
      if (!whose.empty()) known.references[one.key] = whose;
    }
  }
  return true;
}

bool load_known_specs(const std::vector<std::string>& named, std::vector<Spec>& specs) {
  if (!load_specs(named, specs)) return false;
  for (const ShippedSpec& shipped : shipped_specs()) {
    if (auto spec = load_spec(shipped.name)) specs.push_back(std::move(*spec));
  }
  return true;
}

}  // namespace deskready

#include "agent/cli/check/signing.h"

#include <fmt/format.h>

#include "agent/cli/output.h"
#include "agent/machine/run_lock.h"
#include "agent/terminal/conversation.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/text.h"
#include "config/trust/envelope.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {
namespace {

// As the command line's other words.
constexpr std::string_view english = "en";

/// What the check is about must be what was asked; where the person did not say, it becomes that.
bool agreed(std::string& typed, const std::string& asked) {
  if (typed.empty()) typed = asked;
  return typed == asked;
}

std::optional<Refused> why_not_answered(const Challenge& challenge, CheckOptions& options,
                                        const std::vector<Spec>& specs) {
  if (specs.size() != 1 || specs.front().resolved_sha256 != challenge.spec_sha256) return Refused::other_spec;
  if (!agreed(options.reference, challenge.reference)) return Refused::other_reference;
  if (!agreed(options.role, challenge.role)) return Refused::other_role;
  const WallTime now = SystemClock().now();
  if (now > challenge.expires) return Refused::stale;
  if (now + std::chrono::hours(24) < challenge.issued) return Refused::future;
  return std::nullopt;
}

}  // namespace

tl::expected<std::optional<Challenge>, std::string> take_challenge(CheckOptions& options,
                                                                   const std::vector<Spec>& specs) {
  if (options.challenge.empty()) return std::nullopt;
  const auto fault = [&](const std::string& why) {
    return tl::unexpected(fmt::format("--challenge {}: {}", options.challenge, why));
  };
  const auto text = read_regular_file(options.challenge, most_envelope_bytes);
  if (!text) return fault(text.error());
  auto challenge = read_challenge(trimmed(*text));
  if (!challenge) return fault(refusal_words(english, challenge.error()));
  if (const auto why = why_not_answered(*challenge, options, specs)) {
    return fault(
        *why == Refused::other_spec
            ? fmt::format("it is for the spec {} and no other; name that with --spec", challenge->spec_name)
            : refusal_words(english, Refusal{*why}));
  }
  options.sign = true;
  return std::move(*challenge);
}

tl::expected<std::optional<Signer>, std::string> begin_signing(const std::vector<Spec>& specs,
                                                               const std::optional<Challenge>& challenge) {
  if (challenge) talk(in_lines(asked_words(english, fingerprint(challenge->issuer), challenge->reference)));
  if (somebody_there()) {
    TerminalConversation person(true, {});
    for (const Spec& spec : specs) {
      if (person.agree(consent_words(english, spec.employer))) continue;
      complain("nothing is signed, as you chose; the report is written without a signature");
      return std::nullopt;
    }
  }
  auto signer = Signer::open(keys_folder(state_folder()));
  if (!signer)
    return tl::unexpected(fmt::format("nothing can be signed, so nothing was measured. {}",
                                      refusal_words(english, signer.error())));
  return std::move(*signer);
}

tl::expected<std::string, std::string> signed_lines(const Signer& signer, const std::vector<Report>& reports,
                                                    const std::vector<Spec>& specs,
                                                    const std::optional<Challenge>& challenge,
                                                    const std::stop_token& stop) {
  const auto lock = RunLock::acquire(stop, nullptr);
  if (!lock) return tl::unexpected(lock.error());
  std::string lines;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto document =
        signer.sign(reports[i], specs[i].identity, challenge ? challenge->sha256 : std::string());
    if (!document) return tl::unexpected(refusal_words(english, document.error()));
    lines += document->envelope + "\n";
    talk(in_lines(signed_words(english, specs[i].employer, std::to_string(document->sequence),
                               fingerprint(document->device))));
    if (challenge && reports[i].finished > challenge->expires)
      complain(refusal_words(english, Refusal{Refused::stale}));
  }
  return lines;
}

}  // namespace deskready

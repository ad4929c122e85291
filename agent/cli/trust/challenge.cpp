#include "agent/cli/trust/challenge.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/named_specs.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/role.h"
#include "config/trust/key_file.h"
#include "reports/trust/challenge.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {
namespace {

struct ChallengeWords {
  std::string spec, reference, role, key, output;
};

int challenge_new_command(const ChallengeWords& words) {
  if (words.reference.empty()) {
    complain(bad_reference_words("en"));
    return exit_unable;
  }
  std::vector<Spec> specs;
  if (!load_specs({words.spec}, specs) || !know_role(specs, words.role)) return exit_unable;
  const auto secret = read_secret_file(words.key, signing_seed);
  if (!secret) {
    complain(refusal_words("en", secret.error()));
    return exit_unable;
  }
  const std::string text =
      new_challenge(specs.front(), words.reference, words.role, SystemClock().now(), SecretKey(secret->seed));
  return deliver(words.output, text + "\n") ? 0 : exit_unable;
}

}  // namespace

void add_challenge(CLI::App& app, int& code) {
  const auto words = std::make_shared<ChallengeWords>();
  CLI::App* challenge =
      add_command(app, "challenge", "Ask one person for a fresh report", "deskready challenge new --help");
  challenge->require_subcommand(1);
  CLI::App* make =
      add_command(*challenge, "new", "Make a challenge, which holds for 15 minutes; keep a copy for verify",
                  "deskready challenge new --spec acme.toml --reference A-1042 --key acme.secret "
                  "--output a-1042.challenge");
  make->add_option("--spec", words->spec, "The spec to be checked by")->required();
  add_reference_option(*make, words->reference, "The person's number with you")->required();
  make->add_option("--role", words->role, "The work, as the spec calls it");
  make->add_option("--key", words->key, "Your secret key, made by deskready key new")->required();
  add_output_option(*make, words->output);
  make->callback([words, &code] { code = challenge_new_command(*words); });
}

}  // namespace deskready

#include "agent/cli/spec/spec_accept.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/named_specs.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/trust/fetched_spec.h"
#include "reports/words/asking/employer_words.h"

namespace deskready {
namespace {

int spec_accept_command(const std::string& name, const std::string& key) {
  auto opened = open_spec(name, fetched_spec);
  if (!opened) {
    complain(opened.error());
    return exit_unable;
  }
  if (!accept_spec(*opened, name, key)) return exit_unable;
  if (!opened->signature)
    return deliver({}, fmt::format("{} is not signed, so there is nobody to accept.\n", name)) ? 0
                                                                                               : exit_unable;
  const std::string words =
      accepted_words("en", opened->spec.employer, fingerprint(opened->signature->head.by));
  return deliver({}, words + "\n") ? 0 : exit_unable;
}

}  // namespace

void add_spec_accept(CLI::App& spec, int& code) {
  struct Words {
    std::string name, key;
  };
  const auto words = std::make_shared<Words>();
  CLI::App* sub = add_command(spec, "accept", "See who signed a spec, and accept their key on this computer",
                              "deskready spec accept https://acme.example/voice.toml.dsse");
  sub->add_option("NAME", words->name, "A signed spec: a file, or an https:// address")->required();
  sub->add_option(
      "--key", words->key,
      "The key that your employer told you, like ABCD-EFGH-…: it is accepted without a question where it "
      "is the one");
  sub->callback([words, &code] { code = spec_accept_command(words->name, words->key); });
}

}  // namespace deskready

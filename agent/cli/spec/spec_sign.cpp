#include "agent/cli/spec/spec_sign.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/terminal/talk.h"
#include "config/base/files.h"
#include "config/base/time.h"
#include "config/spec/chain/load.h"
#include "config/trust/key_file.h"
#include "config/trust/signed_spec.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {
namespace {

struct SignWords {
  std::string file, key, before, after, next, output;
};

/// Nothing after complaining.
std::optional<SecretKey> secret_of(const std::string& file) {
  auto secret = read_secret_file(file, signing_seed);
  if (secret) return SecretKey(secret->seed);
  complain(refusal_words("en", secret.error()));
  return std::nullopt;
}

/// The spec's text, once it says something by itself: whoever gets it has none of the files beside it.
std::optional<std::string> text_to_sign(const std::string& file) {
  const auto text = read_regular_file(file, max_spec_bytes);
  if (!text) {
    complain(fmt::format("{} cannot be read: {}", file, text.error()));
    return std::nullopt;
  }
  const auto spec = parse_spec(*text, file, {});
  if (spec) {
    if (!spec->waivers.empty())
      complain(fmt::format("note: everybody who gets {} reads whom its waivers are for, and why", file));
    return *text;
  }
  complain(spec.error());
  if (load_spec(file))
    complain(fmt::format(
        "a signed spec has no files beside it; deskready spec show {} prints it whole: sign that", file));
  return std::nullopt;
}

/// Takes the first public key of the file, where one is named; false after complaining.
bool take_key(const char* option, const std::string& file, std::optional<PublicKey>& key) {
  if (file.empty()) return true;
  const auto keys = read_key_file(file);
  if (keys)
    key = keys->front().key;
  else
    complain(fmt::format("{} {}: {}", option, file, refusal_words("en", keys.error())));
  return keys.has_value();
}

int spec_sign_command(const SignWords& words) {
  const auto text = text_to_sign(words.file);
  SpecHead head;
  std::optional<PublicKey> next;
  const bool named = take_key("--after", words.after, head.after) && take_key("--next", words.next, next);
  const auto key = secret_of(words.key);
  const auto before = words.before.empty() ? std::nullopt : secret_of(words.before);
  if (!text || !named || !key || (!words.before.empty() && !before)) return exit_unable;
  head.issued = SystemClock().now();
  if (next) head.next = fingerprint(*next);
  const std::string document = signed_spec(*text, head, *key, before ? &*before : nullptr) + "\n";
  if (document.size() > most_envelope_bytes) {
    complain(fmt::format("{} is too large to be signed: signed it would have more than {} bytes", words.file,
                         most_envelope_bytes));
    return exit_unable;
  }
  const std::string output = words.output.empty() ? words.file + ".dsse" : words.output;
  if (!deliver(output, document)) return exit_unable;
  if (output != "-")
    talk(line_for(
        Standard::error,
        fmt::format("Signed with the key {}; the signed spec is in {}. Tell people that key by another "
                    "way than the spec itself, so that they can compare it.",
                    fingerprint(key->public_key()), output)));
  return 0;
}

}  // namespace

void add_spec_sign(CLI::App& spec, int& code) {
  const auto words = std::make_shared<SignWords>();
  CLI::App* sub = add_command(spec, "sign", "Sign a spec, so that people can tell that it is yours",
                              "deskready spec sign acme.toml --key acme.secret");
  sub->add_option("FILE", words->file, "The spec's file; FILE.dsse gets the signed one")->required();
  sub->add_option("--key", words->key, "Your secret key, made by deskready key new")->required();
  sub->add_option(
      "--before", words->before,
      "The secret key in whose place this one comes, which signs, too: who knows it then takes the "
      "new one without being asked");
  sub->add_option(
      "--after", words->after,
      "The same by its public key, where the secret one is lost: it is taken where an earlier spec "
      "named this key with --next");
  sub->add_option("--next", words->next,
                  "The public key that may come in this one's place, should it be lost or stolen; keep its "
                  "secret key elsewhere");
  add_output_option(*sub, words->output);
  sub->callback([words, &code] { code = spec_sign_command(*words); });
}

}  // namespace deskready

#include "agent/cli/trust/verify.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/trust/known_signers.h"
#include "config/base/files.h"
#include "config/base/json/json_lines.h"
#include "config/base/text.h"
#include "config/base/time.h"
#include "reports/trust/verified_page.h"

namespace deskready {
namespace {

constexpr int exit_refused = 2;
constexpr std::string_view english = "en";

/// Of whoever --key names: a challenge that anybody could have made shows nothing.
bool read_challenges(const VerifyOptions& options, KnownToVerifier& known) {
  for (const std::string& file : options.challenges) {
    const auto text = read_regular_file(file, most_envelope_bytes);
    const auto challenge = text ? read_challenge(trimmed(*text))
                                : tl::unexpected(Refusal{Refused::file_unreadable, text.error()});
    const bool own = challenge && std::any_of(known.keys.begin(), known.keys.end(), [&](const KnownKey& one) {
                       return one.key == challenge->issuer;
                     });
    if (!own) {
      const Refusal why = challenge ? Refusal{Refused::unknown_signer} : challenge.error();
      complain(fmt::format("--challenge {}: {}", file, refusal_words(english, why)));
      return false;
    }
    known.challenges.push_back(*challenge);
  }
  return true;
}

bool read_specs(const VerifyOptions& options, KnownToVerifier& known) {
  if (!load_known_specs(options.specs, known.specs)) return false;
  for (std::size_t i = 0; i < options.specs.size(); ++i)
    known.wanted_spec.push_back(known.specs[i].resolved_sha256);
  return true;
}

/// One row for each document: those of several specs stand one on each line.
void verify_file(const std::string& file, const KnownToVerifier& known, std::vector<VerifiedReport>& rows) {
  constexpr std::size_t most_lines = 100;
  constexpr std::size_t most_bytes = most_lines * most_envelope_bytes;
  const auto text = read_regular_file(file, most_bytes);
  if (!text) {
    rows.push_back({file, {{Refused::file_unreadable, text.error()}}, {}, {}, {}});
    return;
  }
  JsonLines lines(*text);
  auto line = lines.next();
  // Too many are refused as one document, which they are not.
  if (!line || lines.count() > most_lines) return rows.push_back(verify_report(file, trimmed(*text), known));
  for (; line; line = lines.next()) rows.push_back(verify_report(file, line->text, known));
}

int exit_code_of(const std::vector<VerifiedReport>& rows) {
  const auto any = [&](Standing standing) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const VerifiedReport& one) { return standing_of(one) == standing; });
  };
  return any(Standing::refused) ? exit_refused : any(Standing::unknown) ? exit_unable : 0;
}

}  // namespace

int verify_command(const VerifyOptions& options) {
  const Format& format = chosen_format(options.format, options.output, Document::verified);
  KnownToVerifier known;
  if (!read_known_keys(options.keys, known) || !read_challenges(options, known) ||
      !read_specs(options, known))
    return exit_unable;
  known.now = SystemClock().now();
  if (!options.at.empty()) {
    const auto at = parse_time(options.at);
    if (!at) {
      complain(fmt::format("--at: \"{}\" is no time in UTC; write it like 2026-11-24T09:30:00Z", options.at));
      return exit_unable;
    }
    known.now = *at;
  }
  std::vector<VerifiedReport> rows;
  for (const std::string& file : options.files) verify_file(file, known, rows);
  compare_chains(rows);
  const std::string text =
      written(format, {{"text", [&] { return verified_text(rows, table_width(options.output)); }},
                       {"json", [&] { return dump(verified_json(rows)) + "\n"; }}});
  return deliver(options.output, text) ? exit_code_of(rows) : exit_unable;
}

void add_verify(CLI::App& app, int& code) {
  const auto words = std::make_shared<VerifyOptions>();
  CLI::App* sub = add_command(app, "verify", "Tell what is proven of signed reports, and what is not",
                              "deskready verify inbox/a-1042.json --key people.keys --spec acme.toml\n\n"
                              "Exit codes: 0 all hold, 2 one does not, 3 nobody you named vouches for one.");
  sub->add_option("FILE", words->files, "Signed reports")->required();
  sub->add_option("--key", words->keys,
                  "A file with the public keys of the computers that you expect, a line each");
  sub->add_option("--spec", words->specs, "The spec that they must be judged by; without it any");
  sub->add_option("--challenge", words->challenges,
                  "The challenges of yours that they must answer; name your own public key with --key, too");
  sub->add_option("--at", words->at, "Judge as at this time, in UTC; without it now");
  add_format_option(*sub, words->format, Document::verified);
  add_output_option(*sub, words->output);
  sub->callback([words, &code] { code = verify_command(*words); });
}

}  // namespace deskready

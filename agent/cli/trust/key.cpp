#include "agent/cli/trust/key.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/trust/employers_file.h"
#include "agent/trust/signer.h"
#include "config/base/folders.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/trust/key_file.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {
namespace {

int complain_of(const Refusal& refusal) {
  complain(refusal_words("en", refusal));
  return exit_unable;
}

int print(const std::string& text) {
  return deliver({}, text) ? 0 : exit_unable;
}

int key_list_command() {
  const auto keys = own_keys(keys_folder(state_folder()));
  if (!keys) return complain_of(keys.error());
  if (keys->empty())
    return print("Nothing was signed on this computer yet; deskready check --sign does it.\n");
  const std::size_t page = table_width({}) - 2;
  std::string out;
  for (const OwnKey& one : *keys) {
    // A file for --key as it is: what is no key stands behind a #.
    const std::string about = fmt::format("{}  {}, signed reports: {}", fingerprint(one.key),
                                          for_terminal(one.employer), one.signed_reports);
    for (const std::string& line : wrapped_lines(about, page)) out += "# " + line + "\n";
    out += key_line(one.key, {}) + "\n";
  }
  return print(out);
}

int key_employers_command() {
  const auto employers = read_employers(state_folder());
  if (!employers) return complain_of(employers.error());
  if (employers->empty())
    return print("No employer's key was accepted on this computer yet; deskready spec accept does it.\n");
  std::string out;
  for (const KnownEmployer& one : *employers) {
    out += fmt::format("{}  {}, accepted on {}\n", fingerprint(one.key), for_terminal(one.called),
                       format_time(one.accepted).substr(0, 10));
    for (const std::string& place : one.places) out += "    " + for_terminal(place) + "\n";
  }
  return print(out);
}

/// By the fingerprint of the key that signs now.
int key_forget_employer_command(const std::string& typed) {
  bool found = false;
  const auto kept = change_employers(state_folder(), [&](KnownEmployers& all) {
    found =
        std::erase_if(all, [&](const KnownEmployer& one) { return is_fingerprint_of(one.key, typed); }) > 0;
  });
  if (!kept) return complain_of(kept.error());
  if (found) return print("That key is not accepted on this computer any more.\n");
  complain(fmt::format("no accepted employer has the key {}; deskready key employers lists them", typed));
  return exit_unable;
}

int key_show_command(const std::string& file) {
  const auto keys = read_key_file(file);
  if (!keys) return complain_of(keys.error());
  std::string out;
  for (const NamedKey& one : *keys)
    out += fmt::format("{}  {}\n", fingerprint(one.key), for_terminal(one.comment));
  return print(out);
}

int key_new_command(const std::string& file, const std::string& comment) {
  const Seed seed = Seed::random();
  if (const auto written = write_secret_file(file, seed, signing_seed, comment); !written)
    return complain_of(written.error());
  const PublicKey key = SecretKey(seed).public_key();
  if (!deliver(file + ".pub", key_line(key, comment) + "\n")) return exit_unable;
  namespace fs = std::filesystem;
  using fs::perms;
  std::error_code error;
  fs::permissions(file + ".pub",
                  perms::owner_read | perms::owner_write | perms::group_read | perms::others_read, error);
  if (error)
    complain(
        fmt::format("{}.pub cannot be given to everybody to read: {}; chmod 644 it", file, error.message()));
  return print(
      fmt::format("{}\nThe secret key is in {}: keep it, and show it to nobody. {}.pub is for everybody.\n",
                  fingerprint(key), for_terminal(file), for_terminal(file)));
}

int key_forget_command(bool yes) {
  if (!yes) {
    complain(
        "employers will then see a new computer, and reports signed so far cannot be followed by new ones; "
        "say so with --yes");
    return exit_unable;
  }
  const auto folder = keys_folder(state_folder());
  if (forget_keys(folder)) return print("The keys of this computer are gone.\n");
  complain(
      fmt::format("the keys in {} could not all be removed; remove that folder by hand", folder.string()));
  return exit_unable;
}

}  // namespace

void add_key(CLI::App& app, int& code) {
  struct Words {
    std::string file, comment, employer;
    bool yes = false;
  };
  const auto words = std::make_shared<Words>();
  CLI::App* key = add_command(app, "key", "Look at the keys that sign", "deskready key list");
  key->require_subcommand(1);
  add_command(*key, "list", "This computer's keys, one for each employer, to be named to them",
              "deskready key list")
      ->callback([&code] { code = key_list_command(); });
  add_command(*key, "employers", "The employers whose signed specs were accepted on this computer",
              "deskready key employers")
      ->callback([&code] { code = key_employers_command(); });
  CLI::App* show =
      add_command(*key, "show", "The fingerprints of the public keys in a file, to be compared by voice",
                  "deskready key show people.keys");
  show->add_option("FILE", words->file, "Public keys, a line each")->required();
  show->callback([words, &code] { code = key_show_command(words->file); });
  CLI::App* make = add_command(*key, "new", "Make an employer's key, which asks for reports",
                               "deskready key new acme.secret --comment \"Acme Support\"");
  make->add_option("FILE", words->file, "Where the secret key goes; FILE.pub gets the public one")
      ->required();
  make->add_option("--comment", words->comment, "Whose it is");
  make->callback([words, &code] { code = key_new_command(words->file, words->comment); });
  CLI::App* forget = add_command(*key, "forget", "Remove this computer's keys", "deskready key forget --yes");
  forget->add_flag("--yes", words->yes, "Yes, remove them");
  forget->add_option("--employer", words->employer,
                     "Not those, but the accepted key of an employer, as key employers shows it");
  forget->callback([words, &code] {
    code = words->employer.empty() ? key_forget_command(words->yes)
                                   : key_forget_employer_command(words->employer);
  });
}

}  // namespace deskready

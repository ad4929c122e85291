#include "agent/trust/signer.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/trust/envelope.h"
#include "config/trust/key_file.h"
#include "reports/trust/signed_report.h"
#include "reports/words/refusals/damage_words.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view seed_name = "this-computer.secret", chain_ending = ".chain.json";
constexpr std::string_view chain_schema = "deskready.chain/1";

tl::unexpected<Refusal> refuse(Refused why, std::string about) {
  return tl::unexpected(Refusal{why, std::move(about)});
}

/// The last report that a key signed.
struct ChainEnd {
  std::uint64_t sequence = 0;
  std::string sha256;
  std::string key;  ///< a key line
  std::string employer;
};

tl::expected<ChainEnd, Refusal> read_chain(const fs::path& file) {
  constexpr std::size_t most = 10'000;
  const auto text = read_regular_file(file, most);
  const auto json = read_json(text.value_or(""));
  if (!json || text_of(*json, "schema") != chain_schema)
    return refuse(Refused::chain_unreadable, file.string());
  const auto sequence = count_of(*json, "sequence");
  ChainEnd end{0, text_of(*json, "sha256"), text_of(*json, "key"), text_of(*json, "employer")};
  if (!sequence || *sequence < 1 || end.sha256.empty())
    return refuse(Refused::chain_unreadable, file.string());
  end.sequence = static_cast<std::uint64_t>(*sequence);
  return end;
}

tl::expected<void, Refusal> write_chain(const fs::path& file, const ChainEnd& end) {
  const nlohmann::json json = {{"schema", chain_schema},
                               {"sequence", end.sequence},
                               {"sha256", end.sha256},
                               {"key", end.key},
                               {"employer", end.employer}};
  if (const auto written = write_file_atomically(file, json_text(json) + "\n"); !written)
    return refuse(Refused::key_not_written, written.error());
  return {};
}

tl::expected<void, Refusal> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  if (!error && fs::create_directory(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
  if (!error && fs::is_directory(folder, error)) return {};
  if (!error) error = std::make_error_code(std::errc::not_a_directory);
  return refuse(Refused::key_not_written, no_folder_words("en", folder.string(), error.message()));
}

}  // namespace

fs::path keys_folder(const fs::path& state) {
  return state / "keys";
}

tl::expected<Signer, Refusal> Signer::open(const fs::path& folder) {
  if (const auto made = make_folder(folder); !made) return tl::unexpected(made.error());
  const fs::path file = folder / seed_name;
  std::error_code error;
  if (!fs::exists(file, error)) {
    const auto written = write_secret_file(file, Seed::random(), deriving_seed, {});
    // Another check that signs for the first time may have been quicker: its seed is this computer's then.
    if (!written && !fs::exists(file, error)) return tl::unexpected(written.error());
  }
  if (const std::string why = why_not_writable_folder(folder); !why.empty())
    return refuse(Refused::key_not_written, not_writable_words("en", folder.string(), why));
  auto seed = read_secret_file(file, deriving_seed);
  if (!seed) return tl::unexpected(seed.error());
  return Signer(folder, std::move(seed->seed));
}

tl::expected<SignedDocument, Refusal> Signer::sign(const Report& report, std::string_view spec_identity,
                                                   const std::string& challenge) const {
  const SecretKey key(seed_.derived("deskready device/1 " + std::string(spec_identity)));
  const fs::path file = folder_ / (key_id(key.public_key()) + std::string(chain_ending));
  ChainEnd end;
  std::error_code error;
  if (fs::exists(file, error)) {
    auto before = read_chain(file);
    if (!before) return tl::unexpected(before.error());
    end = std::move(*before);
  }
  Envelope envelope{
      std::string(report_type),
      report_body(for_employer(report), {key.public_key(), end.sequence + 1, end.sha256, challenge}),
      {}};
  deskready::sign(envelope, key);
  const auto signed_report = read_signed_report(envelope.body);
  if (!signed_report) return tl::unexpected(signed_report.error());
  const auto kept = write_chain(
      file, {end.sequence + 1, signed_report->sha256, key_line(key.public_key(), {}), who_asks(report)});
  if (!kept) return tl::unexpected(kept.error());
  return SignedDocument{envelope_text(envelope), key.public_key(), end.sequence + 1};
}

tl::expected<std::vector<OwnKey>, Refusal> own_keys(const fs::path& folder) {
  std::vector<OwnKey> keys;
  for (const fs::path& file : files_beginning(folder, "")) {
    if (!file.filename().string().ends_with(chain_ending)) continue;
    const auto end = read_chain(file);
    if (!end) return tl::unexpected(end.error());
    const auto key = read_key_line(end->key);
    if (!key) return refuse(Refused::chain_unreadable, file.string());
    keys.push_back({key->key, end->employer, end->sequence});
  }
  return keys;
}

bool forget_keys(const fs::path& folder) {
  std::error_code error;
  fs::remove_all(folder, error);
  return !error;
}

}  // namespace deskready

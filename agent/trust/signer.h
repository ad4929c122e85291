// This computer's keys, one for each employer, and how many reports it signed by each.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/trust/key.h"
#include "config/trust/refusal.h"
#include "reports/document/report.h"

namespace deskready {

/// The folder of the keys within a state folder.
std::filesystem::path keys_folder(const std::filesystem::path& state);

struct SignedDocument {
  std::string envelope;  ///< one line, without its end
  PublicKey device;
  std::uint64_t sequence = 0;
};

/// What was signed by one of this computer's keys.
struct OwnKey {
  PublicKey key;
  std::string employer;  ///< as its spec calls itself; a label and no more
  std::uint64_t signed_reports = 0;
};

/// For one process at a time: whoever signs holds the lock that keeps two checks apart.
class Signer {
 public:
  /// Makes the folder (0700) and the seed where there is none. The error says why no key can be had, so that
  /// nobody measures for a signature that cannot be given.
  static tl::expected<Signer, Refusal> open(const std::filesystem::path& folder);

  /// Signs what the employer may know of `report`, as the next one to whoever the spec of this identity
  /// (Spec::identity) is of. Its number is used up even where the document is lost afterwards. `challenge`:
  /// the Challenge::sha256 of the one that it answers, or empty.
  tl::expected<SignedDocument, Refusal> sign(const Report& report, std::string_view spec_identity,
                                             const std::string& challenge) const;

 private:
  Signer(std::filesystem::path folder, Seed seed) : folder_(std::move(folder)), seed_(std::move(seed)) {}
  std::filesystem::path folder_;
  Seed seed_;
};

/// Those that signed something, in no order; none where there is no folder. A file that cannot be read is the
/// error.
tl::expected<std::vector<OwnKey>, Refusal> own_keys(const std::filesystem::path& folder);

/// Removes the seed and all that was counted; employers then see a new computer. False where something could
/// not be removed.
bool forget_keys(const std::filesystem::path& folder);

}  // namespace deskready

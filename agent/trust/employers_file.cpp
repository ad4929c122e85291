#include "agent/trust/employers_file.h"

#include "agent/machine/run_lock.h"
#include "config/base/files.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

fs::path file_in(const fs::path& state) {
  return employers_folder(state) / "known.json";
}

tl::unexpected<Refusal> refuse(Refused why, std::string about) {
  return tl::unexpected(Refusal{why, std::move(about)});
}

}  // namespace

fs::path employers_folder(const fs::path& state) {
  return state / "employers";
}

tl::expected<KnownEmployers, Refusal> read_employers(const fs::path& state) {
  constexpr std::size_t most = 4'000'000;
  const fs::path file = file_in(state);
  std::error_code error;
  if (!fs::exists(file, error)) return KnownEmployers();
  const auto text = read_regular_file(file, most);
  auto read = text ? read_known_employers(*text) : std::nullopt;
  if (!read) return refuse(Refused::employers_unreadable, file.string());
  return std::move(*read);
}

tl::expected<void, Refusal> change_employers(const fs::path& state,
                                             const std::function<void(KnownEmployers&)>& change) {
  const fs::path folder = employers_folder(state);
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return refuse(Refused::employers_not_written, folder.string() + ": " + error.message());
  const auto lock = RunLock::acquire_in(folder, {}, nullptr);
  if (!lock) return refuse(Refused::employers_not_written, lock.error());
  auto employers = read_employers(state);
  if (!employers) return tl::unexpected(std::move(employers.error()));
  const std::string before = known_employers_text(*employers);
  change(*employers);
  const std::string after = known_employers_text(*employers);
  if (after == before) return {};
  const auto written = write_file_atomically(file_in(state), after);
  if (!written) return refuse(Refused::employers_not_written, written.error());
  return {};
}

}  // namespace deskready

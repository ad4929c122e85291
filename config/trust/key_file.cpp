#include "config/trust/key_file.h"

#include <sodium.h>

#include <system_error>

#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/new_file.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Refusal> refuse(Refused why, const fs::path& file, std::string_view said = {}) {
  return tl::unexpected(
      Refusal{why, said.empty() ? file.string() : file.string() + ": " + std::string(said)});
}

}  // namespace

tl::expected<std::vector<NamedKey>, Refusal> read_key_file(const fs::path& file) {
  constexpr std::size_t most = 1'000'000;
  const auto text = read_regular_file(file, most);
  if (!text) return refuse(Refused::key_unreadable, file, text.error());
  return read_key_lines(*text);
}

tl::expected<NamedSeed, Refusal> read_secret_file(const fs::path& file, std::string_view kind) {
  constexpr std::size_t most = 4096;
  auto text = read_regular_file(file, most);
  if (!text) return refuse(Refused::key_unreadable, file, text.error());
  std::error_code error;
  const fs::perms rights = fs::status(file, error).permissions();
  const bool open = error || (rights & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none ||
                    belongs_to_another(file);
  auto seed = open ? refuse(Refused::key_open_to_others, file)
                   : read_secret_line(std::string_view(*text).substr(0, text->find('\n')), kind);
  sodium_memzero(text->data(), text->size());
  return seed;
}

tl::expected<void, Refusal> write_secret_file(const fs::path& file, const Seed& seed, std::string_view kind,
                                              std::string_view comment) {
  std::string line = secret_line(seed, kind, comment) + "\n";
  const auto written = write_new_file(file, line);
  sodium_memzero(line.data(), line.size());
  if (!written) return tl::unexpected(Refusal{Refused::key_not_written, written.error()});
  if (!*written)
    return refuse(Refused::key_not_written, file, std::make_error_code(std::errc::file_exists).message());
  return {};
}

}  // namespace deskready

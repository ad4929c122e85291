#include "agent/trust/opened_spec.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "agent/trust/employers_file.h"
#include "config/base/digest.h"
#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/spec/chain/load.h"
#include "config/trust/employers.h"
#include "probes/network/far_end/url.h"
#include "reports/words/asking/employer_words.h"
#include "reports/words/detail_words.h"
#include "reports/words/language.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using Opened = tl::expected<OpenedSpec, std::vector<SpecError>>;

constexpr std::string_view english = "en", ending = ".dsse", key_word = "key=";

tl::unexpected<std::vector<SpecError>> fault(const std::string& name, std::string why) {
  return tl::unexpected(std::vector<SpecError>{{{name, 0, 0}, "", std::move(why), ""}});
}

/// As the file was called that was signed.
std::string signed_name(std::string name) {
  if (name.ends_with(ending)) name.erase(name.size() - ending.size());
  return name;
}

/// A signed one, or a text that lies in no folder.
Opened from_text(const std::string& text, const std::string& name, std::string place) {
  if (!looks_signed(text)) {
    auto spec = parse_spec(text, name, {});
    if (!spec) return tl::unexpected(std::move(spec.error()));
    // Two employers' lists may both come by standard input, and are not one employer's.
    spec->identity = "text " + sha256_hex(text);
    return OpenedSpec{std::move(*spec), std::nullopt, std::move(place)};
  }
  auto read = read_signed_spec(text);
  if (!read) return fault(name, refusal_words(english, read.error()));
  auto spec = parse_spec(read->text, signed_name(name), {});
  if (!spec) return tl::unexpected(std::move(spec.error()));
  spec->identity = employer_identity(read->head.by);
  return OpenedSpec{std::move(*spec), std::move(*read), std::move(place)};
}

std::string read_standard_input() {
  std::string text(most_envelope_bytes + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), stdin));
  return text;
}

bool is_shipped(std::string_view name) {
  const auto shipped = shipped_specs();
  return std::any_of(shipped.begin(), shipped.end(),
                     [&](const ShippedSpec& one) { return one.name == name; });
}

Opened from_file(const std::string& name) {
  const auto text =
      is_shipped(name) ? tl::unexpected(std::string()) : read_regular_file(name, most_envelope_bytes);
  std::error_code error;
  if (text && looks_signed(*text)) return from_text(*text, name, fs::canonical(name, error).string());
  auto spec = load_spec(name);
  if (!spec) return tl::unexpected(std::move(spec.error()));
  constexpr std::string_view of_file = "file ";
  std::string place =
      spec->identity.starts_with(of_file) ? spec->identity.substr(of_file.size()) : std::string();
  return OpenedSpec{std::move(*spec), std::nullopt, std::move(place)};
}

fs::path copy_of(const std::string& place) {
  return employers_folder(state_folder()) / (sha256_hex(place) + std::string(ending));
}

Opened from_address(const std::string& name, const Fetch& fetch) {
  const std::string place = name.substr(0, name.find('#'));
  const std::string fragment = name.substr(std::min(name.size(), place.size() + 1));
  if (!network::is_https(place)) return fault(name, https_only_words(english));
  if (const Explanation why = network::url_fault(place.substr(0, place.find('?'))); !why.empty())
    return fault(name, unmarked(detail_sentence(english, why.written())));
  auto text = fetch ? fetch(place) : tl::unexpected(std::string());
  std::string why_kept;
  if (!text) {
    auto kept = read_regular_file(copy_of(place), most_envelope_bytes);
    if (!kept)
      return fault(name,
                   fetch ? not_fetched_words(english, text.error()) : never_fetched_words(english, name));
    why_kept = text.error();
    text = std::move(*kept);
  }
  if (!looks_signed(*text)) return fault(name, unsigned_address_words(english));
  auto opened = from_text(*text, fs::path(place.substr(0, place.find('?'))).filename().string(), place);
  if (!opened) return opened;
  opened->why_kept = std::move(why_kept);
  if (!fragment.starts_with(key_word)) return opened;
  const PublicKey& by = opened->signature->head.by;
  opened->by_link = is_fingerprint_of(by, fragment.substr(key_word.size()));
  if (!opened->by_link)
    return fault(name, refusal_words(english, Refusal{Refused::link_differs, fingerprint(by)}));
  return opened;
}

}  // namespace

bool is_address(std::string_view name) {
  return name.find("://") != std::string_view::npos;
}

tl::expected<OpenedSpec, std::vector<SpecError>> open_spec(const std::string& name, const Fetch& fetch) {
  if (is_address(name)) return from_address(name, fetch);
  if (name == "-") return from_text(read_standard_input(), name, {});
  return from_file(name);
}

tl::expected<void, std::string> keep_copy(const OpenedSpec& opened) {
  if (!is_address(opened.place) || !opened.why_kept.empty()) return {};
  return write_file_atomically(copy_of(opened.place), envelope_text(opened.signature->envelope) + "\n");
}

}  // namespace deskready

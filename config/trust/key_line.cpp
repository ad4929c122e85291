#include "config/trust/key_line.h"

#include <algorithm>
#include <optional>

#include "config/base/text.h"
#include "config/trust/base64.h"

namespace deskready {
namespace {

constexpr std::string_view public_word = "deskready-key", secret_word = "deskready-secret";

struct Line {
  std::string_view word, kind, bytes, comment;
};

tl::unexpected<Refusal> refuse(Refused why, std::string_view about = {}) {
  return tl::unexpected(Refusal{why, std::string(about)});
}

/// Takes the next word off the front.
std::string_view take_word(std::string_view& rest) {
  rest = trimmed(rest);
  const std::string_view word = rest.substr(0, rest.find_first_of(white_space));
  rest.remove_prefix(word.size());
  return word;
}

Line parts_of(std::string_view line) {
  Line parts;
  parts.word = take_word(line);
  parts.kind = take_word(line);
  parts.bytes = take_word(line);
  parts.comment = trimmed(line);
  return parts;
}

std::string line_of(std::string_view word, std::string_view kind, const std::string& base64,
                    std::string_view comment) {
  std::string line = std::string(word) + ' ' + std::string(kind) + ' ' + base64;
  if (!trimmed(comment).empty()) line += ' ' + std::string(trimmed(comment));
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < ' '; }, ' ');
  return line;
}

}  // namespace

std::string key_text(const PublicKey& key) {
  return base64_of({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()});
}

tl::expected<PublicKey, Refusal> read_key_text(std::string_view text) {
  const auto bytes = read_base64(text);
  if (!bytes || bytes->size() != PublicKey().bytes.size()) return refuse(Refused::no_key);
  const auto key = public_key(*bytes);
  if (!key) return refuse(Refused::weak_key);
  return *key;
}

std::string key_line(const PublicKey& key, std::string_view comment) {
  return line_of(public_word, signing_seed, key_text(key), comment);
}

std::string secret_line(const Seed& seed, std::string_view kind, std::string_view comment) {
  return line_of(secret_word, kind, base64_of(seed.bytes()), comment);
}

tl::expected<NamedKey, Refusal> read_key_line(std::string_view line) {
  const Line parts = parts_of(line);
  if (parts.word == secret_word) return refuse(Refused::secret_given);
  if (parts.word != public_word) return refuse(Refused::no_key);
  if (parts.kind != signing_seed) return refuse(Refused::other_algorithm, parts.kind);
  const auto key = read_key_text(parts.bytes);
  if (!key) return tl::unexpected(key.error());
  return NamedKey{*key, std::string(parts.comment)};
}

tl::expected<NamedSeed, Refusal> read_secret_line(std::string_view line, std::string_view kind) {
  const Line parts = parts_of(line);
  if (parts.word != secret_word) return refuse(Refused::no_key);
  if (parts.kind != kind) return refuse(Refused::other_algorithm, parts.kind);
  const auto bytes = read_base64(parts.bytes);
  auto seed = Seed::of(bytes.value_or(""));
  if (!seed) return refuse(Refused::no_key);
  return NamedSeed{std::move(*seed), std::string(parts.comment)};
}

tl::expected<std::vector<NamedKey>, Refusal> read_key_lines(std::string_view text) {
  std::vector<NamedKey> keys;
  for (const std::string_view whole : split(text, '\n')) {
    const std::string_view line = trimmed(whole);
    if (line.empty() || line.starts_with('#')) continue;
    auto key = read_key_line(line);
    if (!key) return tl::unexpected(std::move(key.error()));
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) return refuse(Refused::no_key);
  return keys;
}

}  // namespace deskready

#include "probes/network/turn/credentials.h"

#include <algorithm>
#include <charconv>

#include "config/base/files.h"
#include "config/base/text.h"
#include "probes/detail.h"

namespace deskready::network::turn {
namespace {

constexpr std::size_t most_bytes = 4096, most_user = 508;  // RFC 8489, section 14.3

/// The line that begins the text, which then begins with the next.
std::string_view next_line(std::string_view& text) {
  const auto end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool has_control(std::string_view line) {
  return std::any_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

tl::unexpected<Unmeasured> failed(Detail why) {
  return tl::unexpected(unmeasured(Cause::failed, why));
}

}  // namespace

std::optional<Credentials> credentials_in(std::string_view text) {
  const std::string_view user = next_line(text), password = next_line(text);
  if (user.empty() || password.empty() || user.size() > most_user) return std::nullopt;
  if (has_control(user) || has_control(password)) return std::nullopt;
  if (text.find_first_not_of("\r\n") != std::string_view::npos) return std::nullopt;
  return Credentials{std::string(user), std::string(password)};
}

std::optional<std::int64_t> expiry_of(std::string_view user) {
  const auto colon = user.find(':');
  const std::string_view digits = user.substr(0, colon);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  const bool whole = error == std::errc() && end == digits.data() + digits.size() && seconds >= 0;
  if (!whole || colon == std::string_view::npos) return std::nullopt;
  return seconds;
}

tl::expected<Credentials, Unmeasured> credentials_for(
    std::string_view host, const std::map<std::string, std::filesystem::path>& files, WallTime now) {
  const auto file = files.find(lower(host));
  if (file == files.end()) return failed(Detail::turn_needs_credentials);
  const auto text = read_regular_file(file->second, most_bytes);
  // Why it cannot be read would tell its path.
  auto credentials = text ? credentials_in(*text) : std::nullopt;
  if (!credentials) return failed(Detail::turn_credentials_unread);
  const auto expiry = expiry_of(credentials->user);
  if (expiry && *expiry <= unix_seconds(now)) return failed(Detail::turn_credentials_expired);
  return std::move(*credentials);
}

}  // namespace deskready::network::turn

#include "config/settings/webhook.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "config/base/text.h"

namespace deskready {
namespace {

bool is_plain(unsigned char c) {
  return c > 0x20 && c < 0x7F &&
         std::string_view("\"<>\\^`{|}").find(static_cast<char>(c)) == std::string_view::npos;
}

bool is_number_up_to(std::string_view text, unsigned most) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number <= most;
}

/// 127.0.0.0/8 in its usual form, or ::1.
bool is_loopback(std::string_view host) {
  if (host == "[::1]") return true;
  const auto parts = split(host, '.');
  return parts.size() == 4 && parts[0] == "127" &&
         std::all_of(parts.begin(), parts.end(),
                     [](std::string_view part) { return is_number_up_to(part, 255); });
}

/// Without a port; nothing where it is no host, or its port is none.
std::optional<std::string_view> host_of(std::string_view authority) {
  const bool brackets = authority.starts_with('[');
  const auto end = brackets ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view host = authority.substr(0, brackets ? end + 1 : end);
  const std::string_view port = authority.substr(host.size());
  if (!port.empty() && (port[0] != ':' || port == ":0" || !is_number_up_to(port.substr(1), 65535)))
    return std::nullopt;
  if (host.empty() || (!brackets && host.find_first_of("[]@%") != std::string_view::npos))
    return std::nullopt;
  return host;
}

}  // namespace

std::string webhook_fault(std::string_view url) {
  const bool https = url.starts_with("https://");
  if (!https && !url.starts_with("http://")) return "only https addresses, or http to this computer itself";
  if (!std::all_of(url.begin(), url.end(), is_plain)) return "an address has plain letters and no blanks";
  const std::string_view rest = url.substr(https ? 8 : 7);
  const auto host = host_of(rest.substr(0, rest.find_first_of("/?#")));
  if (!host) return "behind https:// comes a host, perhaps a port, then the path";
  if (!https && !is_loopback(*host)) return "only https addresses, or http to this computer itself";
  return {};
}

}  // namespace deskready

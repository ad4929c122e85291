#include "config/settings/webhook.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "config/base/host_port.h"
#include "config/base/text.h"

namespace deskready {
namespace {

bool is_plain(unsigned char c) {
  return c > 0x20 && c < 0x7F &&
         std::string_view("\"<>\\^`{|}").find(static_cast<char>(c)) == std::string_view::npos;
}

/// With a leading zero libraries differ: octal, decimal, or the name of some other host.
bool is_octet(std::string_view text) {
  if (text.size() > 1 && text.front() == '0') return false;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number <= 255;
}

/// 127.0.0.0/8 in its usual form, or ::1.
bool is_loopback(std::string_view host) {
  if (host == "::1") return true;
  const auto parts = split(host, '.');
  return parts.size() == 4 && parts[0] == "127" && std::all_of(parts.begin(), parts.end(), is_octet);
}

}  // namespace

std::string webhook_fault(std::string_view url) {
  const bool https = url.starts_with("https://");
  if (!https && !url.starts_with("http://")) return "only https addresses, or http to this computer itself";
  if (!std::all_of(url.begin(), url.end(), is_plain)) return "an address has plain letters and no blanks";
  const std::string_view rest = url.substr(https ? 8 : 7);
  const auto place = parse_host_port(rest.substr(0, rest.find_first_of("/?#")), https ? 443 : 80);
  if (!place) return "behind https:// comes a host, perhaps a port, then the path";
  if (!https && !is_loopback(place->host)) return "only https addresses, or http to this computer itself";
  return {};
}

}  // namespace deskready

#include "config/base/host_port.h"

#include <algorithm>
#include <charconv>

namespace deskready {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view of_v6 = "0123456789abcdefABCDEF:.";
/// What could end a host, or begin another, where it is written into a URL.
constexpr std::string_view not_in_names = "[]:/?#@\\%";

bool is_blank(unsigned char c) {
  return c <= 0x20 || c == 0x7F;
}

bool is_like_name(std::string_view text) {
  return !text.empty() && text.find_first_of(not_in_names) == std::string_view::npos &&
         std::none_of(text.begin(), text.end(), is_blank);
}

/// IPv6, perhaps with a zone.
bool is_like_v6(std::string_view text) {
  const auto percent = text.find('%');
  if (percent != std::string_view::npos && !is_like_name(text.substr(percent + 1))) return false;
  const std::string_view address = text.substr(0, percent);
  return std::count(address.begin(), address.end(), ':') >= 2 &&
         address.find_first_not_of(of_v6) == std::string_view::npos;
}

std::optional<HostPort> parse(std::string_view text, std::uint16_t usual_port, bool any_port) {
  const auto parts = split_host_port(text);
  if (!parts) return std::nullopt;
  std::optional<std::uint16_t> port;
  if (!parts->port)
    port = usual_port == 0 ? std::nullopt : std::optional(usual_port);
  else
    port = any_port && *parts->port == "0" ? std::optional<std::uint16_t>(0) : parse_port(*parts->port);
  if (!port) return std::nullopt;
  if (!parts->host.starts_with('[')) {
    if (!is_like_name(parts->host)) return std::nullopt;
    return HostPort{std::string(parts->host), *port};
  }
  const std::string_view inside = parts->host.substr(1, parts->host.size() - 2);
  if (!is_like_v6(inside)) return std::nullopt;
  return HostPort{std::string(inside), *port};
}

}  // namespace

std::optional<HostPortText> split_host_port(std::string_view text) {
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return std::nullopt;
  const auto colon = text.find(':', bracket);
  const std::string_view host = text.substr(0, colon);
  if (bracket > 0 && host.size() != bracket + 1) return std::nullopt;
  if (colon == std::string_view::npos) return HostPortText{host, std::nullopt};
  return HostPortText{host, text.substr(colon + 1)};
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  if (text.starts_with('0') || text.find_first_not_of(digits) != std::string_view::npos) return std::nullopt;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc()) return std::nullopt;
  return port;
}

std::optional<HostPort> parse_host_port(std::string_view text, std::uint16_t usual_port) {
  return parse(text, usual_port, false);
}

std::optional<HostPort> parse_listening(std::string_view text) {
  return parse(text, 0, true);
}

std::string to_text(const HostPort& place) {
  return in_brackets(place.host) + ':' + std::to_string(place.port);
}

std::string in_brackets(std::string_view host) {
  const bool v6 = host.find(':') != std::string_view::npos && !host.starts_with('[');
  return v6 ? '[' + std::string(host) + ']' : std::string(host);
}

}  // namespace deskready

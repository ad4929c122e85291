#include "probes/network/far_end/url.h"

namespace deskready::network {

Explanation url_fault(const std::string& url) {
  if (!url.starts_with("http://") && !is_https(url)) return Detail::address_without_scheme;
  if (url.find_first_of("?#@\\ \t\r\n") != std::string::npos) return Detail::address_with_more;
  const std::string_view authority = authority_in(url);
  if (authority.empty() || (authority.starts_with(':') && parse_port(authority.substr(1))))
    return Detail::address_without_host;
  if (!place_in(url)) return Detail::address_not_understood;
  return {};
}

bool is_https(std::string_view url) {
  return url.starts_with("https://");
}

std::string_view authority_in(std::string_view url) {
  const auto scheme = url.find("://");
  const std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  return rest.substr(0, rest.find('/'));
}

std::optional<HostPort> place_in(std::string_view url) {
  if (url.find("://") == std::string_view::npos) return std::nullopt;
  return parse_host_port(authority_in(url), is_https(url) ? 443 : 80);
}

std::string host_name(std::string_view url) {
  const std::string_view authority = authority_in(url);
  const auto parts = split_host_port(authority);
  return std::string(parts ? parts->host : authority);
}

}  // namespace deskready::network

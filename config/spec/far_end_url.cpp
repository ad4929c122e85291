#include "config/spec/far_end_url.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "config/base/host_port.h"
#include "config/base/text.h"

namespace deskready {
namespace {

constexpr std::uint16_t ports[] = {80, 443, 8080, 8443, 8700};
constexpr const char* example = "write url = \"https://edge.example\"";

bool is_host(std::string_view host) {
  const bool v6 = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
  const std::string_view name = v6 ? host.substr(1, host.size() - 2) : host;
  const std::string_view marks = v6 ? ":." : ".-_";
  return !name.empty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), [&](unsigned char c) {
    return (v6 ? std::isxdigit(c) != 0 : std::isalnum(c) != 0) ||
           marks.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

std::string normal_form(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  const std::string text = lower(url);
  const std::string_view own_port = text.starts_with("https://") ? ":443" : ":80";
  return text.ends_with(own_port) ? text.substr(0, text.size() - own_port.size()) : text;
}

}  // namespace

bool same_far_end(std::string_view a, std::string_view b) {
  return normal_form(a) == normal_form(b);
}

std::optional<UrlFault> far_end_url_fault(std::string_view url) {
  const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  if (scheme == 0) return UrlFault{"the far end's url must begin with https:// or http://", example};
  std::string_view rest = url.substr(scheme);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const auto parts = split_host_port(rest);
  if (!parts || !is_host(parts->host) || !parse_host_port(parts->host, 80)) {
    return UrlFault{"the far end's url must be a host and perhaps a port, and nothing else", example};
  }
  if (parts->port &&
      std::find(std::begin(ports), std::end(ports), parse_port(*parts->port)) == std::end(ports)) {
    return UrlFault{"a spec may name a far end at the ports 80, 443, 8080, 8443 and 8700 only",
                    "whoever owns the computer may name any other with --far-end"};
  }
  return std::nullopt;
}

}  // namespace deskready

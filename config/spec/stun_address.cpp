#include "config/spec/stun_address.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "config/base/text.h"

namespace deskready {
namespace {

constexpr std::string_view scheme = "stun:";
constexpr const char* example = "write stun = \"stun:stun.example:3478\"";
constexpr std::uint16_t usual_port = 3478;  // RFC 7064, section 3.1
constexpr std::uint16_t ports[] = {usual_port, 3479, 5349, 5350, 19302, 80, 443, 8080, 8443, 8700};

UrlFault fault(std::string message) {
  return {std::move(message), example};
}

}  // namespace

bool stun_port_allowed(std::uint16_t port) {
  return std::find(std::begin(ports), std::end(ports), port) != std::end(ports);
}

std::string stun_ports_allowed() {
  return fmt::format("{}", fmt::join(ports, ", "));
}

tl::expected<HostPort, UrlFault> read_stun_address(std::string_view text) {
  if (!same_text(text.substr(0, scheme.size()), scheme))
    return tl::unexpected(fault("a STUN server's address must begin with stun:"));
  const std::string_view rest = text.substr(scheme.size());
  const auto parts = split_host_port(rest);
  if (!parts || far_end_url_fault("http://" + std::string(parts->host))) {
    return tl::unexpected(
        fault("a STUN server's address must be a host and perhaps a port, and nothing else"));
  }
  const auto address = parse_host_port(rest, usual_port);
  if (address && stun_port_allowed(address->port)) return *address;
  return tl::unexpected(
      fault(fmt::format("a spec may name a STUN server at one of the ports {} only", stun_ports_allowed())));
}

}  // namespace deskready

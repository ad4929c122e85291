#include "config/spec/targets/reach.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "config/base/text.h"

namespace deskready {
namespace {

constexpr const char* example = "write it like \"tcp/443\", \"tls/443\" or \"udp/3478\"";
constexpr std::uint16_t dns_port = 53, ntp_port = 123;

struct Named {
  ReachBy by;
  std::string_view name;
};
constexpr Named names[] = {{ReachBy::tcp, "tcp"},   {ReachBy::tls, "tls"}, {ReachBy::https, "https"},
                           {ReachBy::stun, "stun"}, {ReachBy::dns, "dns"}, {ReachBy::ntp, "ntp"}};

struct Ports {
  std::uint16_t first, last;
};
constexpr Ports allowed[] = {
    {53, 53},        // DNS
    {80, 80},        // HTTP
    {123, 123},      // NTP
    {390, 390},      // Zoom Phone
    {443, 443},      // HTTPS
    {3478, 3481},    // STUN and TURN, and Microsoft's relays
    {5004, 5004},    // Webex' media
    {5060, 5061},    // SIP
    {5090, 5099},    // SIP of RingCentral and Zoom Phone
    {5349, 5350},    // STUN and TURN over TLS
    {8080, 8080},    // HTTP
    {8083, 8083},    // RingCentral's signalling
    {8443, 8443},    // HTTPS
    {8700, 8700},    // a responder
    {8801, 8810},    // Zoom's meetings
    {8934, 8934},    // Webex Calling's signalling
    {9000, 9000},    // Webex' media
    {19302, 19309},  // Google's STUN
};

tl::unexpected<UrlFault> fault(std::string message, std::string hint = example) {
  return tl::unexpected(UrlFault{std::move(message), std::move(hint)});
}

std::optional<ReachBy> by_name(std::string_view name, std::uint16_t port) {
  const auto* const found =
      std::find_if(std::begin(names), std::end(names), [&](const Named& one) { return one.name == name; });
  if (found != std::end(names)) return found->by;
  if (name != "udp") return std::nullopt;
  return port == dns_port ? ReachBy::dns : port == ntp_port ? ReachBy::ntp : ReachBy::stun;
}

}  // namespace

std::size_t reach_bytes(ReachBy by) {
  switch (by) {
    case ReachBy::tls:
      return 1500;
    case ReachBy::https:
      return 2000;
    case ReachBy::tcp:
      return 500;
    case ReachBy::stun:
    case ReachBy::dns:
    case ReachBy::ntp:
      break;
  }
  return 400;
}

bool spec_may_try(std::uint16_t port) {
  return std::any_of(std::begin(allowed), std::end(allowed),
                     [&](const Ports& ports) { return port >= ports.first && port <= ports.last; });
}

tl::expected<std::vector<ReachPort>, UrlFault> read_reach_ports(std::string_view text) {
  const auto no_port = [&] { return fault(fmt::format("\"{}\" is no port", text)); };
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return no_port();
  const std::string_view numbers = text.substr(slash + 1);
  const auto dash = numbers.find('-');
  const auto first = parse_port(numbers.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_port(numbers.substr(dash + 1));
  if (!first || !last || *first > *last || !by_name(text.substr(0, slash), *first)) return no_port();
  if (*last - *first >= static_cast<int>(most_reach_ports)) {
    return fault(
        fmt::format("{} are more ports than the {} of a host that may be tried", text, most_reach_ports),
        "name those at which something answers without a call");
  }
  std::vector<ReachPort> ports;
  for (int port = *first; port <= *last; ++port) {
    const auto number = static_cast<std::uint16_t>(port);
    if (!spec_may_try(number)) {
      return fault(fmt::format("no spec may have port {} of a host tried", number),
                   "name a port of the web, of calls, of DNS or of NTP, such as 443, 3478 or 5061");
    }
    ports.push_back({*by_name(text.substr(0, slash), number), number});
  }
  return ports;
}

std::optional<UrlFault> reach_host_fault(std::string_view host) {
  constexpr const char* hint = "write it like \"media.example\" or \"192.0.2.1\"";
  if (host.find('*') != std::string_view::npos) {
    return UrlFault{
        fmt::format("\"{}\" stands for many hosts, and only one that there is can be tried", host),
        "name hosts that stand for it, and write it into stands_for"};
  }
  const std::string written = in_brackets(host);
  if (host.starts_with('[') || !parse_host_port(written, 1) || far_end_url_fault("http://" + written))
    return UrlFault{fmt::format("\"{}\" is no host", host), hint};
  return std::nullopt;
}

std::optional<UrlFault> reach_fault(const Target& target) {
  const std::vector<Reach> all = reaches_of(target);
  std::set<std::pair<ReachBy, std::uint16_t>> ports;
  for (const Reach& one : all) ports.emplace(one.by, one.place.port);
  if (ports.size() > most_reach_ports) {
    return UrlFault{fmt::format("[targets.{}] names {} ports, and {} of a host may be tried", target.name,
                                ports.size(), most_reach_ports),
                    "name those without which nothing works"};
  }
  if (all.size() > most_reach_pairs) {
    return UrlFault{fmt::format("[targets.{}] names {} pairs of host and port, and a check may try {}",
                                target.name, all.size(), most_reach_pairs),
                    "name fewer hosts"};
  }
  return std::nullopt;
}

std::vector<Reach> reaches_of(const Target& target) {
  std::vector<Reach> all;
  for (const std::string& host : target.hosts) {
    for (const std::string& written : target.ports) {
      const auto ports = read_reach_ports(written);
      if (!ports) continue;
      for (const auto& [by, port] : *ports) {
        const Reach one{by, {lower(host), port}};
        if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
      }
    }
  }
  return all;
}

std::string port_text(const Reach& reach) {
  const auto* const found =
      std::find_if(std::begin(names), std::end(names), [&](const Named& one) { return one.by == reach.by; });
  return fmt::format("{}/{}", found->name, reach.place.port);
}

std::string reach_text(const std::vector<Reach>& reaches) {
  std::string text;
  for (const Reach& one : reaches) {
    if (!text.empty()) text += ", ";
    text += port_text(one) + " " + in_brackets(one.place.host);
  }
  return text;
}

std::optional<std::vector<Reach>> read_reaches(std::string_view text) {
  std::vector<Reach> all;
  for (const std::string& part : split(text, ", ")) {
    const auto space = part.find(' ');
    if (space == std::string::npos) return std::nullopt;
    const auto ports = read_reach_ports(std::string_view(part).substr(0, space));
    const auto place = parse_host_port(std::string_view(part).substr(space + 1), 1);
    if (!ports || ports->size() != 1 || !place || reach_host_fault(place->host)) return std::nullopt;
    all.push_back({ports->front().by, {place->host, ports->front().port}});
  }
  if (all.empty() || reach_text(all) != text) return std::nullopt;
  return all;
}

}  // namespace deskready

#include "probes/network/here/link.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

#include "config/facts/catalogue.h"
#include "probes/detail.h"
#include "probes/machine/files.h"
#include "probes/network/between/proxy_setting.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/here/desktop_proxy.h"
#include "probes/network/here/route.h"
#include "probes/network/here/wifi.h"
#include "probes/network/lookup/address.h"

namespace deskready::network {
namespace {

/// The device of the route that the checks use: to the far end, else to anywhere.
tl::expected<std::string, Explanation> device_in_use(Context& context) {
  if (context.root == "/") {
    // Addresses for documentation (RFC 5737, RFC 3849) stand for "anywhere"; only the routing table is asked.
    std::vector<std::string> towards = {"192.0.2.1", "2001:db8::1"};
    if (const auto session = context.far_end.session(context.stop); session && !(*session)->on_this_machine) {
      towards = {(*session)->address};
    }
    for (const std::string& address : towards) {
      if (auto device = route_device(address);
          device && kind_of(context.root, *device) != LinkKind::loopback) {
        return device;
      }
    }
  }
  const auto devices = default_route_devices(context.root);
  if (devices.empty()) return tl::unexpected(Explanation(Detail::no_route));
  return devices.front();
}

/// What the rate proves of the Wi-Fi's generation where the driver does not name its kind: IEEE 802.11's
/// tables end at 54 Mbit/s before n, at 600 for n and at 6933 for ac, and nothing before ax is at 6 GHz. A
/// low rate proves nothing.
void add_generation(const Context& context, const WifiRadio& radio, std::string_view band, Facts& facts) {
  constexpr std::string_view name = "network.link.wifi_generation";
  const Fact* rate = facts.find("network.link.rate");
  if (rate == nullptr) return facts.cannot(name, unmeasured(Cause::unsupported, Detail::link_speed_untold));
  const double megabits = std::get<double>(rate->value) / 1e6;
  const bool ax = band == "6 GHz" || megabits > 6934;
  const int shown = ax ? 6 : megabits > 600 ? 5 : megabits > 54 ? 4 : 1;
  const bool named = radio.generation.value_or(0) >= shown;
  Fact fact = inventory(context, static_cast<double>(named ? *radio.generation : shown),
                        named ? How::nl80211 : How::wifi_rate_and_band);
  fact.at_least = true;
  facts.add(name, std::move(fact));
}

/// The kernel was asked for this computer; of a recorded one only the main table is known, and many VPNs use
/// one of their own.
void add_vpn(const Context& context, const Link& link, Facts& facts) {
  if (context.root != "/" && !link.tunnelled && !tunnels_up(context.root).empty()) {
    return facts.cannot("network.vpn", unmeasured(Cause::unsupported, Detail::vpn_by_policy));
  }
  facts.add("network.vpn", inventory(context, link.tunnelled, How::route));
}

void add_proxy(const Context& context, Facts& facts) {
  const bool recorded = context.root != "/";
  const auto environment = [&](const char* name) { return recorded ? nullptr : std::getenv(name); };
  const auto set = proxy_is_set(context.root, environment);
  if (set == true) return facts.add("network.proxy", inventory(context, true, How::environment));
  if (!set) return facts.cannot("network.proxy", unmeasured(Cause::failed, Detail::environment_unread));
  const char* session = environment("XDG_CURRENT_DESKTOP");
  const auto desktop = desktop_proxy(context.root, session != nullptr ? session : "");
  if (!desktop) {
    return facts.cannot("network.proxy", unmeasured(Cause::unsupported, Detail::proxy_by_network));
  }
  facts.add("network.proxy", inventory(context, *desktop, How::environment));
}

void describe(const Context& context, const Link& link, Facts& facts) {
  add_vpn(context, link, facts);
  if (link.kind == LinkKind::unclear) {
    facts.cannot("network.link.kind", unmeasured(Cause::unsupported, Detail::link_kind_unclear));
  } else {
    facts.add("network.link.kind",
              inventory(context, to_string(link.kind), link.device.empty() ? How::route : How::sysfs));
  }
  const bool wifi = link.kind == LinkKind::wifi;
  const WifiRadio radio = wifi ? wifi_radio(context.root, link.device) : WifiRadio{};
  // What a virtual device says, nothing agreed on.
  const bool agreed = link.kind != LinkKind::virtual_device;
  if (const auto rate = agreed ? link_rate(context.root, link.device) : std::nullopt) {
    facts.add("network.link.rate", inventory(context, *rate, How::sysfs));
  } else if (radio.rate) {
    facts.add("network.link.rate", inventory(context, *radio.rate, How::wifi_card_now));
  } else {
    facts.cannot("network.link.rate", unmeasured(Cause::unsupported, Detail::link_speed_untold));
  }
  const std::string band = wifi_band(radio.frequency.value_or(0));
  if (!band.empty()) {
    facts.add("network.link.band", inventory(context, band, How::wifi_card));
  } else if (wifi) {
    facts.cannot("network.link.band", unmeasured(Cause::unsupported, Detail::wifi_channel_untold));
  }
  if (wifi) add_generation(context, radio, band, facts);
  if (!wifi) {
    for (const char* name : {"network.link.signal", "network.link.band", "network.link.wifi_generation"})
      facts.cannot(name, unmeasured(Cause::condition, Detail::not_wifi));
  } else if (radio.signal) {
    facts.add("network.link.signal", inventory(context, *radio.signal, How::nl80211));
  } else if (const auto signal = wifi_signal(context.root, link.device)) {
    facts.add("network.link.signal", inventory(context, *signal, How::wireless_list));
  } else {
    facts.cannot("network.link.signal", unmeasured(Cause::unsupported, Detail::wifi_signal_untold));
  }
}

Facts only_asked(const Context& context, Facts all) {
  Facts asked;
  for (const Question& question : context.questions) {
    const std::string key = to_string(question.key);
    if (const Fact* fact = all.find(key)) asked.add(key, *fact);
    if (const Unmeasured* why = all.why_not(key)) asked.cannot(key, *why);
  }
  return asked;
}

Facts measure(Context& context) {
  Facts all;
  add_proxy(context, all);
  if (const auto session = context.far_end.session(context.stop)) {
    const std::string& address = (*session)->address;
    const bool v6 = address.find(':') != std::string::npos;
    all.add("network.address_family", inventory(context, std::string(v6 ? "IPv6" : "IPv4"),
                                                is_nat64(address) ? How::nat64 : How::as_connected));
  } else {
    all.cannot("network.address_family", session.error());
  }
  Unmeasured why = unmeasured(Cause::unsupported, Detail::link_has_no_statistic);
  const auto device = device_in_use(context);
  const auto link = device ? link_below(context.root, *device) : tl::unexpected(device.error());
  if (link) {
    describe(context, *link, all);
  } else {
    why = unmeasured(Cause::failed, link.error());
    // Which line carries it is not told; that there is one, is.
    if (link.error().is(Detail::vpn_hides_link)) all.add("network.vpn", inventory(context, true, How::route));
  }
  Facts facts = only_asked(context, std::move(all));
  answer_the_rest(facts, context, why);
  return facts;
}

Cost worst_cost(std::span<const Question>, Depth) {
  return {0, 0.1};
}

}  // namespace

tl::expected<Link, Explanation> link_below(const std::filesystem::path& root,
                                           const std::string& route_device) {
  const auto kind = kind_of(root, route_device);
  if (!kind) return tl::unexpected(Explanation(Detail::link_kind_unread));
  if (*kind != LinkKind::tunnel) return Link{route_device, *kind, false};
  const Dialled dial = dialled(root, route_device);
  if (dial.is == Dialled::Is::unclear) return tl::unexpected(Explanation(Detail::vpn_or_line));
  if (dial.is == Dialled::Is::line) {
    const auto below = dial.below.empty() ? std::nullopt : kind_of(root, dial.below);
    return Link{dial.below, below.value_or(LinkKind::unclear), false};
  }
  for (const std::string& device : default_route_devices(root)) {
    const auto below = kind_of(root, device);
    if (below && *below != LinkKind::tunnel && *below != LinkKind::loopback)
      return Link{device, *below, true};
  }
  const auto devices = devices_in_use(root);
  if (devices.size() > 1) return tl::unexpected(Explanation(Detail::vpn_hides_link));
  if (devices.empty()) return Link{{}, LinkKind::virtual_device, true};
  return Link{devices.front(), kind_of(root, devices.front()).value_or(LinkKind::virtual_device), true};
}

Probe link_probe() {
  return {"network.link", names_of("network.link"), Occupies::nothing, {}, worst_cost, measure};
}

}  // namespace deskready::network

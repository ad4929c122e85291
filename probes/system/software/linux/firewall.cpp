#include "probes/system/software/firewall.h"

#include "probes/machine/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view firewall_fact = "system.firewall";

/// systemd starts what is linked here.
bool starts(const Context& context, const std::string& service) {
  for (const std::string_view target : {"multi-user", "sysinit", "basic", "network-pre"}) {
    const std::string link =
        "/etc/systemd/system/" + std::string(target) + ".target.wants/" + service + ".service";
    if (read_link(context.root, link)) return true;
  }
  return false;
}

/// The tool that is set to start, and nothing for none that is known. The rules themselves are root's.
std::optional<std::string> active_firewall(const Context& context) {
  const auto ufw = read_text(context.root, "/etc/ufw/ufw.conf");
  if (ufw && value_of(*ufw, "ENABLED", '=') == "yes") return "ufw";
  for (const char* service : {"firewalld", "nftables", "netfilter-persistent", "shorewall", "opensnitch"}) {
    if (starts(context, service)) return service;
  }
  return std::nullopt;
}

/// Whether the kernel has a packet filter loaded at all; nothing when it does not tell.
std::optional<bool> filter_loaded(const Context& context) {
  const auto modules = read_text(context.root, "/proc/modules");
  if (!modules) return std::nullopt;
  const std::string lines = "\n" + *modules;
  return lines.find("\nnf_tables ") != std::string::npos || lines.find("\nip_tables ") != std::string::npos;
}

Facts measure(Context& context) {
  Facts facts;
  if (const auto tool = active_firewall(context)) {
    facts.add(firewall_fact, inventory(context, true, *tool + " is set to start"));
  } else if (const auto loaded = filter_loaded(context); loaded && !*loaded) {
    facts.add(firewall_fact, inventory(context, false, "no packet filter is loaded"));
  } else if (loaded) {
    // Containers and virtual machines load it too, for other ends.
    facts.cannot(firewall_fact, unmeasured(Cause::no_permission, Detail::filter_forbidden));
  }
  return answered(std::move(facts), context, Detail::filter_untold);
}

}  // namespace

Probe firewall_probe() {
  return reading_probe("system.firewall", measure);
}

}  // namespace deskready::system_facts

#include "probes/system/software/firewall.h"

#include "config/base/text.h"
#include "probes/machine/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

constexpr std::string_view firewall_fact = "system.firewall";

/// systemd starts what is linked here, except what is masked.
bool starts(const Context& context, const std::string& service) {
  const std::string units = "/etc/systemd/system/";
  if (read_link(context.root, units + service + ".service") == "/dev/null") return false;
  for (const std::string_view target : {"multi-user", "sysinit", "basic", "network-pre"}) {
    if (read_link(context.root, units + std::string(target) + ".target.wants/" + service + ".service"))
      return true;
  }
  return false;
}

/// A removed package leaves its settings behind. None where the package manager's list does not tell.
std::optional<bool> is_installed(const Context& context, std::string_view package) {
  std::optional<bool> found;
  bool here = false;
  const bool read = for_each_line(context.root, "/var/lib/dpkg/status", [&](std::string_view line) {
    if (line.starts_with("Package: ")) here = line.substr(9) == package;
    if (here && line.starts_with("Status: ")) found = line.ends_with(" installed");  // held packages too
    return !found;
  });
  if (!read) return std::nullopt;
  return found.value_or(false);
}

/// Whether rules of nftables or iptables in a file turn anything away: sets without such a rule are no
/// firewall. False also for a file that cannot be read.
bool turns_away(const Context& context, std::string_view file) {
  bool does = false;
  for_each_line(context.root, file, [&](std::string_view line) {
    if (trimmed(line).starts_with('#')) return true;
    for (const std::string_view word : {"drop", "reject", "DROP", "REJECT"})
      does = does || line.find(word) != std::string_view::npos;
    return !does;
  });
  return does;
}

/// The tool that is set to start and turns something away, and nothing for none that is known.
std::optional<std::string> active_firewall(const Context& context) {
  const auto ufw = read_text(context.root, "/etc/ufw/ufw.conf");
  const bool masked = read_link(context.root, "/etc/systemd/system/ufw.service") == "/dev/null";
  if (ufw && !masked && value_of(*ufw, "ENABLED", '=') == "yes" && is_installed(context, "ufw") != false) {
    return "ufw";
  }
  for (const char* service : {"firewalld", "shorewall", "opensnitch"}) {
    if (starts(context, service)) return service;
  }
  if (starts(context, "nftables") && turns_away(context, "/etc/nftables.conf")) return "nftables";
  if (starts(context, "netfilter-persistent") && turns_away(context, "/etc/iptables/rules.v4")) {
    return "netfilter-persistent";
  }
  return std::nullopt;
}

/// Whether the kernel has a packet filter at all, as a module or built in; nothing when it does not tell.
std::optional<bool> has_filter(const Context& context) {
  const auto modules = read_text(context.root, "/proc/modules");
  // Each line ends with how the module is and where: "nf_tables 303104 0 - Live 0x0000000000000000".
  const bool told = modules && (modules->empty() || modules->find(" 0x") != std::string::npos);
  if (!told) return std::nullopt;
  const std::string lines = "\n" + *modules;
  for (const char* name : {"\nnf_tables ", "\nip_tables ", "\nip6_tables ", "\nbpfilter "}) {
    if (lines.find(name) != std::string::npos) return true;
  }
  if (exists(context.root, "/proc/net/ip_tables_names")) return true;
  const std::string release = read_line(context.root, "/proc/sys/kernel/osrelease").value_or("");
  bool configured = false;
  for_each_line(context.root, "/boot/config-" + release, [&](std::string_view line) {
    configured = line == "CONFIG_NF_TABLES=y" || line == "CONFIG_IP_NF_IPTABLES=y";
    return !configured;
  });
  if (configured) return true;
  for (const std::string folder : {"/lib/modules/", "/usr/lib/modules/"}) {
    const auto built_in = read_text(context.root, folder + release + "/modules.builtin");
    if (release.empty() || !built_in) continue;
    if (built_in->find("/nf_tables.ko") != std::string::npos ||
        built_in->find("/ip_tables.ko") != std::string::npos) {
      return true;
    }
    return false;
  }
  // A kernel without modules has everything built in, or not.
  if (modules->empty()) return std::nullopt;
  return false;
}

Facts measure(Context& context) {
  Facts facts;
  const auto tool = active_firewall(context);
  const auto filter = has_filter(context);
  if (filter == false) {
    // Whatever is set to start has not.
    facts.add(firewall_fact, inventory(context, false, How::no_filter));
  } else if (tool) {
    facts.add(firewall_fact, inventory(context, true, Method(How::firewall_starts, {{"name", Term(*tool)}})));
  } else if (filter) {
    // Containers and virtual machines load it too, for other ends; and rules that are root's may be there.
    facts.cannot(firewall_fact, unmeasured(Cause::no_permission, Detail::filter_forbidden));
  }
  return answered(std::move(facts), context, Detail::filter_untold);
}

}  // namespace

Probe firewall_probe() {
  return reading_probe("system.firewall", measure);
}

}  // namespace deskready::system_facts

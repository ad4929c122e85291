#include "config/spec/language/target_reader.h"

#include <algorithm>
#include <charconv>

#include "config/spec/stun_address.h"
#include "config/spec/targets/reach.h"
#include "config/spec/turn_address.h"

namespace deskready {
namespace {

/// `host` of one, `hosts` of several.
std::vector<std::string> hosts_of(TomlReader& read, const toml::table& table) {
  const char* const key = table.contains("hosts") ? "hosts" : "host";
  std::vector<std::string> all = read.texts(table, "hosts");
  if (const std::string one = read.text(table, "host"); !one.empty()) all.push_back(one);
  if (table.contains("host") && table.contains("hosts"))
    read.fault(*table.get("hosts"), "hosts", "the target has both host and hosts", "write one of them");
  for (const std::string& host : all) {
    if (const auto wrong = reach_host_fault(host))
      read.fault(*table.get(key), host, wrong->message, wrong->hint);
  }
  return all;
}

}  // namespace

std::string read_published(TomlReader& read, const toml::table& table) {
  const toml::node* node = table.get("published");
  if (node == nullptr) return {};
  if (node->is_date()) return read.day(table, "published");
  const std::string written = read.text(table, "published");
  const bool year = written.size() == 4, month = written.size() == 7 && written[4] == '-';
  int numbers[2] = {0, 1};
  std::from_chars(written.data(), written.data() + std::min<std::size_t>(written.size(), 4), numbers[0]);
  if (month) std::from_chars(written.data() + 5, written.data() + 7, numbers[1]);
  if ((year || month) && numbers[0] >= 1980 && numbers[1] >= 1 && numbers[1] <= 12) return written;
  read.fault(*node, written, "published must be a date, a month or a year",
             "write published = 2018-04-30, \"2018-04\" or \"2018\"");
  return {};
}

Target read_target(TomlReader& read, const std::string& name, const toml::table& table) {
  Target target{.name = name,
                .hosts = hosts_of(read, table),
                .ports = read.texts(table, "ports"),
                .stun = read.text(table, "stun"),
                .turn = read.text(table, "turn"),
                .stands_for = read.texts(table, "stands_for", true),
                .source = read.text(table, "source"),
                .reading = read.word(table, "reading", readings),
                .published = read_published(read, table)};
  if (target.hosts.empty() && !table.contains("stun") && !table.contains("turn")) {
    read.fault(table, name, "the target has no host",
               "add host = \"…\", stun = \"stun:…\" or turn = \"turn:…\"");
  }
  if (const auto stun = read_stun_address(target.stun); table.contains("stun") && !stun)
    read.fault(*table.get("stun"), target.stun, stun.error().message, stun.error().hint);
  if (const auto turn = read_turn_address(target.turn); table.contains("turn") && !turn)
    read.fault(*table.get("turn"), target.turn, turn.error().message, turn.error().hint);
  for (const std::string& port : target.ports) {
    if (const auto ports = read_reach_ports(port); !ports)
      read.fault(*table.get("ports"), port, ports.error().message, ports.error().hint);
  }
  if (const auto wrong = reach_fault(target)) read.fault(table, name, wrong->message, wrong->hint);
  return target;
}

}  // namespace deskready

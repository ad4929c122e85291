#include "config/spec/targets/target_place.h"

#include <algorithm>

#include "config/base/digest.h"
#include "config/spec/line_server.h"
#include "config/spec/targets/reach.h"

namespace deskready {

std::string target_place(const Target& target, const FactInfo& info) {
  return info.targeted ? reach_text(reaches_of(target)) : line_server(target);
}

bool same_target_place(std::string_view a, std::string_view b) {
  return same_line_server(a, b) || (a == b && read_reaches(a));
}

std::vector<std::string> hosts_at(std::string_view place) {
  std::vector<std::string> hosts;
  if (const auto server = line_server_place(place)) return {server->host};
  const auto all = read_reaches(place);
  if (!all) return hosts;
  for (const Reach& one : *all) {
    if (std::find(hosts.begin(), hosts.end(), one.place.host) == hosts.end()) hosts.push_back(one.place.host);
  }
  return hosts;
}

std::string target_place_mark(std::string_view place) {
  constexpr std::size_t digits = 16;
  if (read_reaches(place)) return sha256_hex(place).substr(0, digits);
  return line_server_mark(place);
}

}  // namespace deskready

#include "probes/network/responder/request_target.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace deskready::network {

std::string_view path_of(std::string_view target) {
  return target.substr(0, target.find('?'));
}

std::string query(std::string_view target, std::string_view name) {
  auto rest = target.substr(std::min(target.find('?'), target.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto end = std::min(rest.find('&'), rest.size());
    const auto pair = rest.substr(0, end);
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=') {
      return std::string(pair.substr(name.size() + 1));
    }
    rest.remove_prefix(end);
  }
  return {};
}

std::uint64_t rate_of(std::string_view target, std::uint64_t most) {
  const std::string text = query(target, "rate");
  std::uint64_t rate = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
  if (error != std::errc() || end != text.data() + text.size() || rate == 0) rate = most;
  return std::clamp(rate, std::min(slowest_rate, most), most);
}

double seconds_of(std::string_view target, double most) {
  const double wanted = std::strtod(query(target, "seconds").c_str(), nullptr);
  return wanted > 0 && std::isfinite(wanted) ? std::min(wanted, most) : most;
}

int protocol_of(std::string_view target) {
  const std::string text = query(target, "protocol");
  constexpr int newest = 1000;
  int version = 1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  // One that no number holds is newer than any that is known.
  if (error == std::errc::result_out_of_range && !text.starts_with('-')) return newest;
  return std::clamp(version, 1, newest);
}

}  // namespace deskready::network

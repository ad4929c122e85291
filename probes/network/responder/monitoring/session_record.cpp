#include "probes/network/responder/monitoring/session_record.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "config/base/time.h"
#include "probes/network/responder/shares/shares.h"

namespace deskready::network {

std::string cut_address(const std::string& address) {
  const bool v6 = address.find(':') != std::string::npos;
  const auto prefix = parse_prefix(address + (v6 ? "/48" : "/24"));
  if (!prefix) return "unknown";
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(v6 ? AF_INET6 : AF_INET, prefix->bytes.data() + (v6 ? 0 : 12), text.data(), text.size());
  return fmt::format("{}/{}", text.data(), v6 ? 48 : 24);
}

std::string access_line(const SessionRecord& record, bool whole_address) {
  nlohmann::ordered_json line;
  line["time"] = format_time(WallTime(std::chrono::microseconds(record.began / 1000)));
  line["address"] = whole_address ? record.address : cut_address(record.address);
  line["seconds"] = record.seconds;
  line["transfers"] = record.transfers;
  line["bytes_down"] = record.bytes_down;
  line["bytes_up"] = record.bytes_up;
  return line.dump();
}

}  // namespace deskready::network

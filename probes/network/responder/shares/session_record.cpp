#include "probes/network/responder/shares/session_record.h"

#include <fmt/format.h>

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <nlohmann/json.hpp>

#include "config/base/json/json_read.h"
#include "config/base/time.h"
#include "probes/network/responder/shares/shares.h"

namespace deskready::network {

std::string cut_address(const std::string& address) {
  const bool v6 = address.find(':') != std::string::npos;
  const auto prefix = parse_prefix(address + (v6 ? "/48" : "/24"));
  if (!prefix) return "unknown";
  namespace ip = boost::asio::ip;
  const ip::address_v6 cut(prefix->bytes);
  return v6 ? cut.to_string() + "/48" : ip::make_address_v4(ip::v4_mapped, cut).to_string() + "/24";
}

std::string access_line(const SessionRecord& record, bool whole_address) {
  nlohmann::ordered_json line;
  line["time"] = format_time(WallTime(std::chrono::microseconds(record.began / 1000)));
  line["session"] = record.session;
  line["address"] = whole_address ? record.address : cut_address(record.address);
  line["seconds"] = record.seconds;
  line["transfers"] = record.transfers;
  line["bytes_down"] = record.bytes_down;
  line["bytes_up"] = record.bytes_up;
  return json_text(line);
}

}  // namespace deskready::network

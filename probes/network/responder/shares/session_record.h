// What the far end served one session, for its owner's log.
#pragma once

#include <cstdint>
#include <string>

namespace deskready::network {

struct SessionRecord {
  std::string session;                         ///< its id, hex
  std::string address;                         ///< the client's, numeric, whole
  std::int64_t began = 0;                      ///< Unix time, ns
  double seconds = 0;                          ///< from the first transfer's begin to the last one's end
  std::uint64_t bytes_down = 0, bytes_up = 0;  ///< payload
  int transfers = 0;
};

/// The first 24 bits of an IPv4 address, 48 of an IPv6: "192.0.2.0/24".
std::string cut_address(const std::string& address);

/// One line of JSON without its end; the address cut unless `whole_address`.
std::string access_line(const SessionRecord& record, bool whole_address);

}  // namespace deskready::network

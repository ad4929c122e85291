// LibreSpeed's list of public speed tests, which volunteers run.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "probes/detail.h"

namespace deskready::network {

struct ListedServer {
  std::string name;         ///< where it stands: "Frankfurt, Germany"; from outside
  std::string operated_by;  ///< who runs it; from outside, empty where the list does not say
  std::string address;      ///< as `recognise` takes it: http:// or https://, without a slash at its end
};

/// The servers of a list as librespeed.org publishes it (a JSON list of name, server, dlURL, ulURL,
/// sponsorName), by name; those left out that nobody could be asked at, that serve something else than
/// garbage.php and empty.php in one folder, or that stood there before. Empty for what is no such list. Pure.
std::vector<ListedServer> read_server_list(std::string_view json);

/// Fetches the list at `url`, at most 1 MB within 10 s, or tells why there is none. From the public internet
/// only servers are taken that a spec might name. Blocks.
tl::expected<std::vector<ListedServer>, Explanation> fetch_server_list(const std::string& url,
                                                                       const std::stop_token& stop);

}  // namespace deskready::network

#include "probes/network/far_end/server_list.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/base/text.h"
#include "config/spec/far_end_url.h"
#include "probes/network/far_end/http_client.h"
#include "probes/network/far_end/url.h"
#include "probes/network/lookup/address.h"

namespace deskready::network {
namespace {

/// Of a path: all before its last part, which is `file`; nothing where it is another.
std::optional<std::string_view> folder_of(std::string_view path, std::string_view file) {
  if (!path.ends_with(file)) return std::nullopt;
  path.remove_suffix(file.size());
  if (!path.empty() && path.back() != '/') return std::nullopt;
  return path;
}

std::optional<ListedServer> listed(const nlohmann::json& row) {
  ListedServer server{text_of(row, "name"), text_of(row, "sponsorName"), text_of(row, "server")};
  const std::string down = text_of(row, "dlURL"), up = text_of(row, "ulURL");
  const auto folder = folder_of(down, "garbage.php");
  if (server.name.empty() || !folder || folder != folder_of(up, "empty.php")) return std::nullopt;
  if (server.address.starts_with("//")) server.address.insert(0, "https:");
  if (!server.address.ends_with('/')) server.address += '/';
  server.address += *folder;
  while (server.address.ends_with('/')) server.address.pop_back();
  if (!url_fault(server.address).empty()) return std::nullopt;
  return server;
}

/// As a spec may name a far end; of a name it is not looked up where it leads.
bool may_be_listed(const std::string& address) {
  const auto place = place_in(address);
  if (!place || far_end_url_fault(address)) return false;
  return is_numeric(place->host) ? is_public(place->host) : !same_text(place->host, "localhost");
}

}  // namespace

std::vector<ListedServer> read_server_list(std::string_view json) {
  std::vector<ListedServer> servers;
  const auto rows = read_json(json);
  if (!rows || !rows->is_array()) return servers;
  for (const nlohmann::json& row : *rows) {
    auto server = listed(row);
    const auto same = [&](const ListedServer& other) { return other.address == server->address; };
    if (server && std::none_of(servers.begin(), servers.end(), same)) servers.push_back(std::move(*server));
  }
  std::stable_sort(servers.begin(), servers.end(), [](const ListedServer& a, const ListedServer& b) {
    return lower(a.name) < lower(b.name);
  });
  return servers;
}

tl::expected<std::vector<ListedServer>, Explanation> fetch_server_list(const std::string& url,
                                                                       const std::stop_token& stop) {
  const auto transfer = std::make_shared<HttpTransfer>();
  transfer->url = url;
  transfer->total_seconds = 10;
  perform(transfer, stop);
  if (!transfer->error.empty()) return tl::unexpected(transfer->error);
  if (transfer->status != 200)
    return tl::unexpected(Explanation{Detail::answers_with_status, {{"status", transfer->status}}});
  auto servers = read_server_list(transfer->response);
  // Who publishes a list on the internet sends nobody into somebody's own network.
  if (is_public(transfer->peer_address))
    std::erase_if(servers, [](const ListedServer& server) { return !may_be_listed(server.address); });
  if (servers.empty()) return tl::unexpected(Explanation{Detail::no_server_list});
  return servers;
}

}  // namespace deskready::network

#include "probes/network/far_end/elsewhere.h"

#include <nlohmann/json.hpp>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/base/text.h"
#include "config/spec/far_end_url.h"
#include "probes/network/far_end/url.h"
#include "probes/network/lookup/address.h"

namespace deskready::network {
namespace {

/// With TLS any host, for it has to prove the first one's name. Without, nothing can be proved: so only the
/// same host, at another port.
bool may_follow(const std::string& url, const Node& first, bool ports_of_specs) {
  const auto place = place_in(url);
  if (!place || !url_fault(url).empty() || is_https(url) != is_https(first.url) ||
      same_far_end(url, first.url))
    return false;
  if (ports_of_specs && far_end_url_fault(url)) return false;
  return is_https(url) || same_text(place->host, first.host);
}

}  // namespace

Elsewhere read_elsewhere(const std::string& answer, const Node& first, const std::string& first_address,
                         bool ports_of_specs) {
  const auto read = read_json(answer);
  if (!read || !read->is_object()) return {};
  const std::string url = text_of(*read, "elsewhere");
  Elsewhere said{text_of(*read, "reason") == "draining", !url.empty(), std::nullopt};
  if (!said.drains || !said.named || !may_follow(url, first, ports_of_specs)) return said;
  // From the public internet there is no way into somebody's own network.
  Node node = node_of(url, first.public_only || is_public(first_address));
  node.url = first.url;
  said.node = std::move(node);
  return said;
}

}  // namespace deskready::network

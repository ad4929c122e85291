// The certificate that the far end shows.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "probes/network/responder/options.h"

namespace deskready::network {

struct Tls {
  std::shared_ptr<boost::asio::ssl::context> context;
  std::int64_t expires = 0;  ///< Unix time, seconds
};

/// Both PEM; the first certificate of the chain is the server's own. The error says which file cannot be used
/// and why.
tl::expected<Tls, std::string> load_certificate(const std::string& chain_file, const std::string& key_file);

/// What the options name; nothing for plain http. One that has expired is an error unless they allow it.
tl::expected<std::optional<Tls>, std::string> certificate_for(const ResponderOptions& options);

}  // namespace deskready::network

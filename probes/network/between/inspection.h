// Who signs certificates on the way to a far end: companies' proxies and virus scanners open encrypted
// connections, and sign what they show in the far end's place themselves.
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <string_view>

namespace deskready::network {

/// From here on, where a certificate of this context's connections fails, `issuer` is who signed it:
/// organisation, else common name. It outlives the connections.
void note_issuer(SSL_CTX* context, std::string& issuer);

/// Whether the signer is known for opening connections, by products' names.
bool opens_connections(std::string_view issuer);

}  // namespace deskready::network

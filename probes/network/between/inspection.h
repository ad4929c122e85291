// Who signs certificates on the way to a far end: companies' proxies and virus scanners open encrypted
// connections, and sign what they show in the far end's place themselves.
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <string_view>

namespace deskready::network {

/// From here on, `issuer` is who signed the certificate that this context's connection was shown for its far
/// end, or the one above it that failed: organisation, else common name. It outlives the connections.
void note_issuer(SSL_CTX* context, std::string& issuer);

/// The product known for opening connections that the signer is, as it calls itself: "Zscaler"; empty for
/// another. Whose it is, which a signer's whole name may tell, is left out.
std::string_view opener_of(std::string_view issuer);
bool opens_connections(std::string_view issuer);

}  // namespace deskready::network

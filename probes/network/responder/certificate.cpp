#include "probes/network/responder/certificate.h"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>

#include "config/base/time.h"

namespace deskready::network {
namespace {

std::int64_t expiry_of(SSL_CTX* context) {
  const X509* certificate = SSL_CTX_get0_certificate(context);
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> epoch(ASN1_TIME_set(nullptr, 0),
                                                                    ASN1_TIME_free);
  int days = 0, seconds = 0;
  if (certificate == nullptr ||
      ASN1_TIME_diff(&days, &seconds, epoch.get(), X509_get0_notAfter(certificate)) != 1)
    return 0;
  return std::int64_t{days} * 86400 + seconds;
}

}  // namespace

tl::expected<Tls, std::string> load_certificate(const std::string& chain_file, const std::string& key_file) {
  namespace ssl = boost::asio::ssl;
  boost::system::error_code error;
  Tls tls{std::make_shared<ssl::context>(ssl::context::tls_server), 0};
  tls.context->use_certificate_chain_file(chain_file, error);
  if (error) {
    return tl::unexpected(fmt::format("the certificate {} cannot be used: {}", chain_file, error.message()));
  }
  tls.context->use_private_key_file(key_file, ssl::context::pem, error);
  if (error) return tl::unexpected(fmt::format("the key {} cannot be used: {}", key_file, error.message()));
  tls.expires = expiry_of(tls.context->native_handle());
  return tls;
}

tl::expected<std::optional<Tls>, std::string> certificate_for(const ResponderOptions& options) {
  if (options.certificate_file.empty()) return std::nullopt;
  auto tls = load_certificate(options.certificate_file, options.key_file);
  if (!tls) return tl::unexpected(tls.error());
  if (tls->expires <= unix_seconds() && !options.expired_certificate) {
    return tl::unexpected(fmt::format(
        "the certificate {} has expired, and no agent would accept it; renew it, or serve it all the same "
        "with --expired-certificate",
        options.certificate_file));
  }
  return std::move(*tls);
}

}  // namespace deskready::network

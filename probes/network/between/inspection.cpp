#include "probes/network/between/inspection.h"

#include <openssl/x509.h>

#include <array>
#include <utility>

#include "config/base/text.h"

namespace deskready::network {
namespace {

int place_of_issuer() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

std::string name_in(const X509_NAME* name) {
  for (const int part : {NID_organizationName, NID_commonName}) {
    std::array<char, 128> text{};
    if (X509_NAME_get_text_by_NID(const_cast<X509_NAME*>(name), part, text.data(), text.size()) > 0)
      return text.data();
  }
  return {};
}

int on_verdict(int good, X509_STORE_CTX* store) {
  if (good == 1 && X509_STORE_CTX_get_error_depth(store) > 0) return good;
  const auto* connection =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const X509* certificate = X509_STORE_CTX_get_current_cert(store);
  if (connection == nullptr || certificate == nullptr) return good;
  auto* issuer =
      static_cast<std::string*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), place_of_issuer()));
  if (issuer != nullptr) *issuer = name_in(X509_get_issuer_name(certificate));
  return good;
}

}  // namespace

void note_issuer(SSL_CTX* context, std::string& issuer) {
  SSL_CTX_set_ex_data(context, place_of_issuer(), &issuer);
  SSL_CTX_set_verify(context, SSL_CTX_get_verify_mode(context), on_verdict);
}

std::string_view opener_of(std::string_view issuer) {
  // As these products call themselves in the certificates that they make, in lower case, and elsewhere.
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"zscaler", "Zscaler"},
      {"netskope", "Netskope"},
      {"fortinet", "Fortinet"},
      {"fortigate", "FortiGate"},
      {"palo alto", "Palo Alto"},
      {"blue coat", "Blue Coat"},
      {"bluecoat", "Blue Coat"},
      {"sophos", "Sophos"},
      {"kaspersky", "Kaspersky"},
      {"eset", "ESET"},
      {"avast", "Avast"},
      {"avg", "AVG"},
      {"bitdefender", "Bitdefender"},
      {"umbrella", "Umbrella"},
      {"check point", "Check Point"},
      {"forcepoint", "Forcepoint"},
      {"websense", "Websense"},
      {"skyhigh", "Skyhigh"},
      {"mcafee", "McAfee"},
      {"untangle", "Untangle"},
      {"squid", "Squid"},
      {"mitmproxy", "mitmproxy"},
      {"barracuda", "Barracuda"},
      {"sonicwall", "SonicWall"},
      {"watchguard", "WatchGuard"},
      {"smoothwall", "Smoothwall"},
      {"lightspeed", "Lightspeed"},
      {"iboss", "iboss"},
      {"contentwatch", "ContentWatch"},
      {"adguard", "AdGuard"},
      {"charles proxy", "Charles Proxy"},
      {"fiddler", "Fiddler"},
      {"cato networks", "Cato Networks"},
      {"cloudflare gateway", "Cloudflare Gateway"},
  };
  const std::string text = lower(issuer);
  for (const auto& [name, shown] : names) {
    const auto at = text.find(name);
    if (at == std::string::npos) continue;
    // "eset" is no part of "reset".
    const auto letter = [&](std::size_t place) {
      return place < text.size() && text[place] >= 'a' && text[place] <= 'z';
    };
    if (!(at > 0 && letter(at - 1)) && !letter(at + name.size())) return shown;
  }
  return {};
}

bool opens_connections(std::string_view issuer) {
  return !opener_of(issuer).empty();
}

}  // namespace deskready::network

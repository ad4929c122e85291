#include "probes/network/far_end/http_errors.h"

#include <openssl/x509_vfy.h>

#include <cerrno>

namespace deskready::network {
namespace {

std::string connect_error(long os_error) {
  switch (os_error) {
    case ECONNREFUSED:
      return "it refuses the connection: nothing listens on its port";
    case ENETUNREACH:
    case EHOSTUNREACH:
      return "there is no route to it";
    default:
      return "nothing answers at its address";
  }
}

std::string certificate_fault(long verdict) {
  switch (verdict) {
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:  // libcurl's own check of the name comes before it keeps any verdict
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "it was issued for another name";
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "it has expired, or this computer's clock is wrong";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "it is not valid yet, or this computer's clock is wrong";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "it is self-signed, so nobody else vouches for it";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "this computer does not know who issued it";
    default:
      return X509_verify_cert_error_string(verdict);
  }
}

}  // namespace

bool connected(CURL* easy) {
  curl_off_t taken = 0;
  curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &taken);
  char* peer = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &peer);
  return taken > 0 || (peer != nullptr && *peer != '\0');
}

std::string error_in_words(CURL* easy, CURLcode code) {
  long number = 0;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "its name cannot be found";
    case CURLE_COULDNT_CONNECT:
      curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
      return connect_error(number);
    case CURLE_OPERATION_TIMEDOUT: {
      if (!connected(easy)) return "nothing answers at its address in time";
      curl_off_t received = 0;
      curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
      return received > 0 ? "it stopped in the middle of its answer"
                          : "it takes the connection but does not answer in time";
    }
    case CURLE_PEER_FAILED_VERIFICATION:
      curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &number);
      return "its certificate is not to be trusted: " + certificate_fault(number);
    case CURLE_SSL_CONNECT_ERROR:
      return "it does not speak TLS there; perhaps it serves http and not https";
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
      return broke_off;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "it answers something that is no HTTP; perhaps it serves https and not http";
    case CURLE_WRITE_ERROR:
      return "its answer is longer than any that was asked for";
    case CURLE_URL_MALFORMAT:
      return "its address cannot be understood";
    default:
      return curl_easy_strerror(code);
  }
}

}  // namespace deskready::network

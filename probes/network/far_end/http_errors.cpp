#include "probes/network/far_end/http_errors.h"

#include <openssl/x509_vfy.h>

#include <cerrno>

#include "probes/detail.h"

namespace deskready::network {
namespace {

Explanation connect_error(long os_error) {
  switch (os_error) {
    case ECONNREFUSED:
      return Detail::refuses_connection;
    case ENETUNREACH:
    case EHOSTUNREACH:
      return Detail::no_way_to_it;
    default:
      return Detail::nothing_answers;
  }
}

Explanation certificate_fault(long verdict) {
  switch (verdict) {
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED:  // libcurl's own check of the name comes before it keeps any verdict
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return Detail::certificate_of_another_name;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return Detail::certificate_expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return Detail::certificate_not_yet_valid;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return Detail::certificate_self_signed;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return Detail::certificate_issuer_unknown;
    default:
      return {Detail::certificate_not_trusted,
              {{"system", SystemText(X509_verify_cert_error_string(verdict))}}};
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

Explanation explanation_of(CURL* easy, CURLcode code) {
  long number = 0;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return Detail::name_not_found;
    case CURLE_COULDNT_CONNECT:
      curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
      return connect_error(number);
    case CURLE_OPERATION_TIMEDOUT: {
      if (!connected(easy)) return Detail::nothing_answers_in_time;
      curl_off_t received = 0;
      curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &received);
      return received > 0 ? Detail::stopped_in_answer : Detail::no_answer_in_time;
    }
    case CURLE_PEER_FAILED_VERIFICATION:
      curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &number);
      return certificate_fault(number);
    case CURLE_SSL_CONNECT_ERROR:
      return Detail::no_tls;
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
      return Detail::broke_off;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return Detail::no_http;
    case CURLE_WRITE_ERROR:
    case CURLE_OUT_OF_MEMORY:  // said of one line that never ends
      return Detail::answer_too_long;
    case CURLE_URL_MALFORMAT:
      return Detail::address_not_understood;
    default:
      return SystemText(curl_easy_strerror(code));
  }
}

}  // namespace deskready::network

// Why an HTTP transfer failed, for a person.
#pragma once

#include <curl/curl.h>

#include <string>

namespace deskready::network {

inline constexpr const char* broke_off = "the connection broke off";
inline constexpr const char* address_refused =
    "its address is one of this computer or of a private network, which no spec may name; if it is right, "
    "name it yourself with --far-end";

/// Whether TCP connected. libcurl's own time of connecting is not set before TLS has had its handshake too.
bool connected(CURL* easy);

/// libcurl's own texts hold addresses and so must not get into reports.
std::string error_in_words(CURL* easy, CURLcode code);

}  // namespace deskready::network

// The sockets that libcurl asks for, before they are connected.
#pragma once

#include <curl/curl.h>

#include <string>

namespace deskready::network {

/// Where libcurl is about to connect to, numeric and without brackets; empty for what is no IP address.
std::string numeric_address(const curl_sockaddr& to);

/// A socket of the kind that it asks for, which no child inherits; CURL_SOCKET_BAD where there is none. The
/// caller's to close.
curl_socket_t open_socket(const curl_sockaddr& to);

}  // namespace deskready::network

// Why an HTTP transfer failed.
#pragma once

#include <curl/curl.h>

#include "probes/detail.h"

namespace deskready::network {

/// Whether TCP connected. libcurl's own time of connecting is not set before TLS has had its handshake too.
bool connected(CURL* easy);

/// libcurl's own texts hold addresses and so must not get into reports.
Explanation explanation_of(CURL* easy, CURLcode code);

}  // namespace deskready::network

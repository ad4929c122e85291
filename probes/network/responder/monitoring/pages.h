// What a monitoring system gets: /metrics, /healthz and /readyz.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string_view>

#include "probes/network/responder/monitoring/metrics.h"

namespace deskready::network {

/// `accept` is the request's header of that name, or empty.
boost::beast::http::response<boost::beast::http::string_body> monitoring_answer(std::string_view path,
                                                                                std::string_view accept,
                                                                                const Figures& figures);

}  // namespace deskready::network

#include "probes/network/responder/monitoring/pages.h"

#include <boost/beast/http.hpp>

namespace deskready::network {

namespace http = boost::beast::http;

http::response<http::string_body> monitoring_answer(std::string_view path, std::string_view accept,
                                                    const Figures& figures) {
  http::response<http::string_body> response{http::status::ok, 11};
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  if (path == "/metrics") {
    const Exposition exposition = exposition_for(accept);
    response.set(http::field::content_type, content_type(exposition));
    response.body() = metrics_page(figures, exposition);
  } else if (path == "/healthz") {
    response.body() = "ok\n";  // that this loop answers is what it says
  } else if (path == "/readyz") {
    const bool ready = !figures.draining && !figures.strained;
    if (!ready) response.result(http::status::service_unavailable);
    response.body() = ready ? "ready\n" : figures.draining ? "draining\n" : "strained\n";
  } else {
    response.result(http::status::not_found);
  }
  response.keep_alive(false);
  response.prepare_payload();
  return response;
}

}  // namespace deskready::network

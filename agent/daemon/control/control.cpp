#include "agent/daemon/control/control.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdint>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "reports/words/refusals/json_words.h"

namespace deskready {
namespace {

using nlohmann::json;
using Answer = ControlAnswer;

struct Request {
  std::string_view rest;  ///< of the target, behind the route's own
  const json& body;
  ControlActions& actions;
};

struct Route {
  std::string_view method;
  std::string_view target;  ///< ends in "/" where something must follow
  Answer (*answer)(const Request& request);
};

constexpr std::string_view openmetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

constexpr std::array<Route, 9> routes = {{
    {"GET", "/status",
     [](const Request& request) -> Answer {
       return ControlReply{200, request.actions.status()};
     }},
    {"GET", "/next",
     [](const Request& request) -> Answer {
       return ControlReply{200, request.actions.next_runs()};
     }},
    {"GET", "/events", [](const Request&) -> Answer { return ControlEvents{}; }},
    {"GET", "/metrics",
     [](const Request& request) -> Answer {
       return ControlReply{200, {}, {}, request.actions.metrics(), std::string(openmetrics)};
     }},
    {"GET", "/reports/",
     [](const Request& request) -> Answer {
       return ControlWork([&actions = request.actions, id = std::string(request.rest)](AnswerControl answer) {
         actions.report(id, std::move(answer));
       });
     }},
    {"POST", "/trigger",
     [](const Request& request) -> Answer { return request.actions.trigger(request.body); }},
    {"POST", "/pause",
     [](const Request& request) -> Answer {
       return ControlWork([&actions = request.actions, body = request.body](AnswerControl answer) {
         actions.pause(body, std::move(answer));
       });
     }},
    {"POST", "/resume",
     [](const Request& request) -> Answer {
       return ControlWork(
           [&actions = request.actions](AnswerControl answer) { actions.resume(std::move(answer)); });
     }},
    {"POST", "/reload",
     [](const Request& request) -> Answer {
       return ControlWork(
           [&actions = request.actions](AnswerControl answer) { actions.reload(std::move(answer)); });
     }},
}};

bool leads_to(const Route& route, std::string_view target) {
  if (!route.target.ends_with('/')) return route.target == target;
  return target.starts_with(route.target) && target.size() > route.target.size();
}

}  // namespace

tl::expected<Weight, std::string> asked_weight(const json& body) {
  const auto asked = body.find("weight");
  if (asked == body.end() || *asked == "full") return Weight::full;
  if (*asked == "light") return Weight::light;
  return tl::unexpected(std::string("weight is \"full\" or \"light\""));
}

tl::expected<WallTime, std::string> asked_pause_end(const json& body, WallTime now) {
  if (body.contains("until")) {
    const auto time = time_of(body, "until");
    if (time && *time > now) return *time;
    return tl::unexpected(std::string("until is a time to come, like 2026-11-24T09:30:00Z"));
  }
  if (const auto length = body.find("seconds"); length != body.end()) {
    const double seconds = length->is_number() ? length->get<double>() : 0;
    if (seconds >= 1 && seconds <= 366 * 86400.0)
      return now + std::chrono::seconds(static_cast<std::int64_t>(seconds));
    return tl::unexpected(std::string("a pause takes from 1 s to 366 days (seconds: 1 to 31622400)"));
  }
  return WallTime::max();
}

ControlReply control_error(unsigned status, std::string_view sentence) {
  return {status, {{"error", std::string(sentence)}}};
}

Answer answer_control(std::string_view method, std::string_view target, std::string_view body,
                      ControlActions& actions) {
  for (const Route& route : routes) {
    if (!leads_to(route, target)) continue;
    if (route.method != method) {
      ControlReply refusal = control_error(405, fmt::format("{} is asked for with {}", target, route.method));
      refusal.allow = std::string(route.method);
      return refusal;
    }
    const auto read = read_json(body.empty() ? "{}" : body);
    if (!read) return control_error(400, fmt::format("body: {}", refusal_words("en", read.error())));
    if (!read->is_object()) return control_error(400, "the body is no JSON object");
    return route.answer({target.substr(route.target.size()), *read, actions});
  }
  return control_error(
      404,
      "there are only /status, /next, /events, /metrics, /reports/ID, /trigger, /pause, /resume and "
      "/reload");
}

}  // namespace deskready

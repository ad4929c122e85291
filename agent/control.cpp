#include "agent/control.h"

#include <array>

namespace deskready {
namespace {

struct Route {
  std::string_view method;
  std::string_view target;
  ControlReply (*answer)(ControlActions& actions);
};

constexpr std::array<Route, 4> routes = {{
    {"GET", "/status",
     [](ControlActions& actions) {
       return ControlReply{200, actions.status(), {}};
     }},
    {"POST", "/trigger", [](ControlActions& actions) { return actions.trigger(); }},
    {"POST", "/pause", [](ControlActions& actions) { return actions.pause(); }},
    {"POST", "/resume", [](ControlActions& actions) { return actions.resume(); }},
}};

}  // namespace

ControlReply control_error(unsigned status, std::string_view sentence) {
  return {status, {{"error", std::string(sentence)}}, {}};
}

ControlReply answer_control(std::string_view method, std::string_view target, ControlActions& actions) {
  for (const Route& route : routes) {
    if (route.target != target) continue;
    if (route.method == method) return route.answer(actions);
    ControlReply refusal = control_error(405, fmt::format("{} is asked for with {}", target, route.method));
    refusal.allow = std::string(route.method);
    return refusal;
  }
  return control_error(404, "there are only /status, /trigger, /pause and /resume");
}

}  // namespace deskready

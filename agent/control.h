// What the daemon answers on its socket, without the socket: one function from a request to an answer.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace deskready {

struct ControlReply {
  unsigned status = 200;  ///< HTTP status
  nlohmann::json body;    ///< an object; {"error": "..."} from 400 on
  std::string allow;      ///< for the Allow header of 405
};

/// What can be asked of the daemon. Called on its one thread.
class ControlActions {
 public:
  virtual ~ControlActions() = default;
  virtual nlohmann::json status() const = 0;
  virtual ControlReply trigger() = 0;
  virtual ControlReply pause() = 0;
  virtual ControlReply resume() = 0;
};

/// GET /status; POST /trigger, /pause, /resume. Anything else is 404, and a known place with the wrong method
/// 405, so that no reading changes a state.
ControlReply answer_control(std::string_view method, std::string_view target, ControlActions& actions);

ControlReply control_error(unsigned status, std::string_view sentence);

}  // namespace deskready

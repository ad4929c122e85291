// What the daemon answers on its socket, without the socket: one function from a request to an answer.
// Described for others in docs/control.openapi.json.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "agent/daemon/schedule/timetable.h"

namespace deskready {

struct ControlReply {
  unsigned status = 200;                  ///< HTTP status
  nlohmann::json body;                    ///< {"error": "..."} from 400 on
  std::string allow = {};                 ///< for the Allow header of 405
  std::string text = {};                  ///< in place of `body` where it is no JSON
  std::string type = "application/json";  ///< of `text`
};

/// The request asks for the stream of events.
struct ControlEvents {};

/// Takes the answer, on the daemon's thread.
using AnswerControl = std::function<void(const ControlReply&)>;

/// The answer has to wait for the disk; the function has it made.
using ControlWork = std::function<void(AnswerControl)>;

using ControlAnswer = std::variant<ControlReply, ControlEvents, ControlWork>;

/// What can be asked of the daemon. Called on its one thread. A body is the request's JSON object, empty when
/// there was none.
class ControlActions {
 public:
  virtual ~ControlActions() = default;
  virtual nlohmann::json status() const = 0;
  virtual nlohmann::json next_runs() const = 0;
  virtual ControlReply trigger(const nlohmann::json& body) = 0;
  /// These answer later, for the disk is waited for: what is said to be in force is read or written.
  virtual void reload(AnswerControl answer) = 0;
  virtual void pause(const nlohmann::json& body, AnswerControl answer) = 0;
  virtual void resume(AnswerControl answer) = 0;
  virtual void report(const std::string& id, AnswerControl answer) = 0;
  virtual std::string metrics() const = 0;
};

/// An unknown place is 404, and a known one with the wrong method 405, so that no reading changes a state. A
/// body that is no JSON object is 400.
ControlAnswer answer_control(std::string_view method, std::string_view target, std::string_view body,
                             ControlActions& actions);

ControlReply control_error(unsigned status, std::string_view sentence);

/// The bodies of `POST /trigger` and `POST /pause`; the error is a sentence for the person. A pause without
/// an end is WallTime::max().
tl::expected<Weight, std::string> asked_weight(const nlohmann::json& body);
tl::expected<WallTime, std::string> asked_pause_end(const nlohmann::json& body, WallTime now);

}  // namespace deskready

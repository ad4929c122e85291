// What becomes of a request on the daemon's socket.
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <memory>
#include <string>

#include "agent/daemon/check_queue.h"
#include "agent/daemon/control/control.h"
#include "agent/daemon/daemon_state.h"
#include "agent/daemon/keeping/report_keeper.h"

namespace deskready {

/// What the requests reach of the daemon, all on its one thread. Outlived by what the functions refer to.
struct Reach {
  std::function<CheckQueue&()> queue;  ///< of the settings as they were last read
  std::function<DaemonState()> state;
  std::function<void()> changed;  ///< takes up what is due now, and tells whoever follows
  /// WallTime::max() for one without an end; `kept` once it outlives the program.
  std::function<void(WallTime until, std::function<void()> kept)> pause;
  std::function<void(std::function<void()> kept)> end_pause;  ///< nothing but `kept` when there is none
  /// `read` hears why the old ones stay, or an empty text.
  std::function<void(std::function<void(const std::string& why)> read)> read_settings;
};

class Actions : public ControlActions {
 public:
  Actions(Reach reach, ReportKeeper& keeper, std::shared_ptr<spdlog::logger> log)
      : reach_(std::move(reach)), keeper_(keeper), log_(std::move(log)) {}

  nlohmann::json status() const override;
  nlohmann::json next_runs() const override;
  ControlReply trigger(const nlohmann::json& body) override;
  void reload(AnswerControl answer) override;
  void pause(const nlohmann::json& body, AnswerControl answer) override;
  void resume(AnswerControl answer) override;
  void report(const std::string& id, AnswerControl answer) override;
  std::string metrics() const override;

 private:
  const Reach reach_;
  ReportKeeper& keeper_;
  const std::shared_ptr<spdlog::logger> log_;
};

}  // namespace deskready

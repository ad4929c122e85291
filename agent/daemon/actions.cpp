#include "agent/daemon/actions.h"

#include <nlohmann/json.hpp>

#include "agent/daemon/metrics.h"
#include "agent/daemon/moment_now.h"
#include "agent/daemon/standing/memory_json.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr std::size_t shown_runs = 10;

}  // namespace

json Actions::status() const {
  return status_json(reach_.state());
}

json Actions::next_runs() const {
  json runs = json::array();
  const CheckQueue& queue = reach_.queue();
  if (queue.paused()) return {{"runs", std::move(runs)}};
  for (const PlannedCheck& planned : queue.upcoming(shown_runs)) {
    const std::string& job = queue.name(planned.job);
    const DaemonState state = reach_.state();
    const JobStanding* standing = state.memory.find(job);
    json run = {{"job", job},
                {"name", standing == nullptr ? job : standing->name()},
                {"weight", to_string(planned.weight)},
                {"at", format_time(planned.at)}};
    run["until"] = planned.weight == Weight::full ? json(format_time(planned.until)) : json();
    runs.push_back(std::move(run));
  }
  return {{"runs", std::move(runs)}};
}

ControlReply Actions::trigger(const json& body) {
  if (reach_.queue().paused()) return control_error(409, "checks are paused; `deskready resume` first");
  const auto weight = asked_weight(body);
  if (!weight) return control_error(400, weight.error());
  const CheckQueue::Wish wish = reach_.queue().wish(*weight, moment_now());
  if (!wish.already) {
    log_->info("a check was asked for");
    reach_.changed();
  }
  return {202, {{"state", "checking"}, {"already", wish.already}, {"held", hold_json(wish.hold)}}};
}

void Actions::pause(const json& body, AnswerControl answer) {
  const auto until = asked_pause_end(body, moment_now().wall);
  if (!until) return answer(control_error(400, until.error()));
  reach_.pause(*until, [this, until = *until, answer = std::move(answer)] {
    answer({200, {{"state", "paused"}, {"paused_until", pause_json(until)}}});
    reach_.changed();
  });
}

void Actions::resume(AnswerControl answer) {
  reach_.end_pause([this, answer = std::move(answer)] {
    reach_.changed();
    answer({200, {{"state", state_of(reach_.state())}}});
  });
}

void Actions::reload(AnswerControl answer) {
  reach_.read_settings([this, answer = std::move(answer)](const std::string& why) {
    if (!why.empty())
      return answer(control_error(422, "the settings have faults, so the old ones stay: " + why));
    answer({200, {{"state", state_of(reach_.state())}}});
  });
}

void Actions::report(const std::string& id, AnswerControl answer) {
  keeper_.find(id, [answer = std::move(answer)](auto document) {
    if (document) return answer({200, std::move(*document)});
    answer(control_error(document.error().unreadable ? 500 : 404, document.error().sentence));
  });
}

std::string Actions::metrics() const {
  return metrics_text(reach_.state());
}

}  // namespace deskready

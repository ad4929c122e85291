// What is offered to the line in each direction, for which questions, and when it may end.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "probes/network/line/load/tcp_load.h"
#include "probes/probe.h"

namespace deskready::network {

/// Bytes on the wire a direction, whatever the line could carry: both fit into what a run may cost.
inline constexpr std::uint64_t most_bytes = 120'000'000;

/// The same of what fills the queue for a moment.
inline constexpr std::uint64_t most_filling_bytes = 8'000'000;

/// A direction, and the facts about it.
struct Way {
  bool up = false;
  std::string_view rate_name, delay_name, added_name, queue_name;
};
inline constexpr Way ways[] = {
    {false, "network.download", "network.latency_download", "network.bufferbloat_download",
     "network.queue_download"},
    {true, "network.upload", "network.latency_upload", "network.bufferbloat_upload", "network.queue_upload"}};

/// Whether any question needs this direction loaded at its rate.
bool asks(std::span<const Question> questions, const Way& way);
/// Whether any question needs the queue of this direction filled.
bool asks_for_queue(std::span<const Question> questions, const Way& way);

Cost worst_cost_of_load(std::span<const Question> questions, Depth depth);

/// Of a line that shows what was asked for soon.
double usual_seconds_of_load(std::span<const Question> questions, Depth depth);

/// The number that an earlier probe found.
std::optional<double> known(const Context& context, std::string_view key);

LoadPlan plan_for(const Context& context, const Session& session, const Way& way);

/// As fast as it goes for 2 s, or fewer on a fast line: a sender that heeds losses only doubles what it has
/// on the way each round trip, so that it fills a queue of that length.
LoadPlan filling_plan(const Way& way);

}  // namespace deskready::network

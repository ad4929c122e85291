// The line under load in one direction, with the delay watched beside it.
#pragma once

#include <optional>
#include <string>

#include "probes/network/here/gateway.h"
#include "probes/network/line/load/load_plan.h"
#include "probes/network/line/packets/disturbance.h"
#include "probes/network/line/packets/stream_record.h"

namespace deskready::network {

/// One direction, loaded once, with everything that was watched beside it.
struct Loaded {
  LoadPlan plan;
  Rate rate;
  double from = 0, until = 0;  ///< the steady part, CLOCK_MONOTONIC, seconds
  double seconds = 0;          ///< of the transfer
  std::size_t connections = 1;
  std::uint64_t wire_bytes = 0;
  HttpTransfer transfer;
  bool out_of_budget = false;
  bool taken_between =
      false;  ///< of an upload: something takes it before the far end does; `rate` is the far end's
  bool unconfirmed = false;   ///< of an upload: the far end did not say how much came; then there is no rate
  double delay_packets = 50;  ///< a second, of `stream`
  StreamRecord stream;
  std::optional<Unmeasured> no_stream;
  std::optional<EchoRecord> gateway;
  Disturbance disturbance;
  std::optional<Taint> taint;
};

/// Blocks until the load has ended; soon after the context's stop. Several connections load it together.
Loaded load_line(Context& context, const Session& session, const LoadPlan& plan, std::size_t connections = 1);

/// Whether as much came as was offered.
bool line_keeps_up(const Loaded& loaded);

/// Whether one connection is the narrow place and not the line: less than was offered (or, at full depth,
/// than there may be) came, no queue grew meanwhile, and a question is open.
bool one_cannot_fill(const Context& context, const Session& session, const Loaded& loaded);

/// Several connections are shown only where they bring more; what both cost is the cost of the one shown.
Loaded better_of(const Loaded& one, const Loaded& several);

}  // namespace deskready::network

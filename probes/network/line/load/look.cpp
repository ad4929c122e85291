#include "probes/network/line/load/look.h"

#include <algorithm>
#include <chrono>
#include <random>

#include "config/base/pause.h"
#include "probes/machine/clocks.h"

namespace deskready::network {
namespace {

/// Bytes on the wire that each load that is still to come may cost; 0 where nothing is left.
std::uint64_t left_for_one(const Look& look, std::size_t loads) {
  std::uint64_t spent = 0;
  for (const Loaded& loaded : look.loads) spent += loaded.wire_bytes;
  const std::uint64_t most = look.loads.front().plan.most_bytes;
  return spent >= most ? 0 : (most - spent) / loads;
}

bool failed(const Loaded& loaded) {
  return loaded.rate.interval.samples == 0 || loaded.out_of_budget || loaded.taken_between ||
         loaded.unconfirmed;
}

/// False where the look ends here.
bool take_one(Context& context, const Session& session, Look& look, std::size_t loads) {
  const std::uint64_t left = left_for_one(look, loads);
  if (left == 0 || context.stop.stop_requested() || context.guard.may_load()) return false;
  look.loads.push_back(load_line(context, session, plan_of_one(look.loads.front().plan, *look.strata, left)));
  return !failed(look.loads.back());
}

void keep_first(Look& look) {
  Loaded& first = look.loads.front();
  for (std::size_t i = 1; i < look.loads.size(); ++i) {
    first.wire_bytes += look.loads[i].wire_bytes;
    first.seconds += look.loads[i].seconds;
  }
  look.loads.erase(look.loads.begin() + 1, look.loads.end());
  look.strata.reset();
}

std::vector<Look*> with_strata(std::vector<Look>& looks) {
  std::vector<Look*> open;
  for (Look& look : looks) {
    if (look.strata) open.push_back(&look);
  }
  return open;
}

}  // namespace

std::optional<Strata> strata_after(const Context& context, const Session& session, const Loaded& first) {
  const auto trip = known(context, "network.latency");
  const bool as_fast_as_it_goes =
      first.plan.rate == 0 && first.connections == 1 && !session.public_service && !first.plan.fills_queue;
  if (!trip || !as_fast_as_it_goes || first.taint || failed(first)) return std::nullopt;
  return strata_for(first.rate, first.plan, *trip);
}

void look_on(Context& context, const Session& session, std::vector<Look>& looks) {
  std::vector<Look*> open = with_strata(looks);
  if (open.empty()) return;
  std::size_t rounds = open.front()->strata->loads;
  double seconds = 0, busy = 0;
  for (const Look* look : open) {
    rounds = std::min(rounds, look->strata->loads);
    seconds += look->strata->seconds * static_cast<double>(look->strata->loads);
    busy += load_seconds(*look->strata);
  }
  const double part = seconds / static_cast<double>(rounds);
  std::mt19937_64 dice(static_cast<std::uint64_t>(monotonic_ns()));
  const double begin = monotonic_seconds();
  for (std::size_t round = 0; round < rounds && !open.empty(); ++round) {
    std::shuffle(open.begin(), open.end(), dice);
    const double spare = std::uniform_real_distribution(0.0, std::max(0.0, part - busy))(dice);
    const double at = begin + static_cast<double>(round) * part + spare;
    pause(context.stop,
          std::chrono::nanoseconds(static_cast<std::int64_t>(std::max(0.0, at - monotonic_seconds()) * 1e9)));
    std::erase_if(open, [&](Look* look) {
      if (take_one(context, session, *look, rounds - round)) return false;
      keep_first(*look);
      return true;
    });
  }
}

}  // namespace deskready::network

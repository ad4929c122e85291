// Prints what became of every check that the settings plan, by a clock that only this program moves:
//   runs_of_year CONFIG.toml 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z
// One line each: planned, job, weight, the shift that it is for (or -), fate.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "agent/daemon/schedule/schedule.h"
#include "config/settings/settings.h"

namespace {

using namespace deskready;
using namespace std::chrono_literals;

void tell(const CheckAccount& account) {
  const PlannedCheck& planned = account.planned;
  fmt::print("{} {} {} {} {}\n", format_time(planned.at), planned.job, to_string(planned.weight),
             planned.weight == Weight::full ? format_time(planned.shift) : "-", to_string(account.fate));
}

/// A workstation that never sleeps, whose checks take no time.
void run(const Settings& settings, WallTime from, WallTime to) {
  Moment now{from, 1h};
  Schedule schedule(Timetable(settings, 0ns), now, {});
  while (now.wall < to) {
    for (const DueCheck& due : schedule.due(now)) schedule.began(due.job, due.weight, now);
    for (const CheckAccount& account : schedule.take_accounts()) tell(account);
    const WallTime next = std::max<WallTime>(schedule.next(), now.wall + 1s);
    now.monotonic += next - now.wall;
    now.wall = next;
  }
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const auto from = parse_time(words[2]), to = parse_time(words[3]);
  const auto settings = load_settings(words[1]);
  if (!from || !to || !settings) {
    fmt::print(stderr, "{}\n", settings ? "no times" : to_string(settings.error().front()));
    return 2;
  }
  run(*settings, *from, *to);
  return 0;
}

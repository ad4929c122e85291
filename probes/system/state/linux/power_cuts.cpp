#include "probes/system/state/power_cuts.h"

#include <utmp.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "config/facts/catalogue.h"
#include "probes/machine/files.h"
#include "probes/system/reading.h"

namespace deskready::system_facts {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view cuts_fact = "system.power.cuts";
/// A hardware clock in local time is off by up to 14 h when a boot is written down.
constexpr auto clock_error_at_boot = 15h;

/// Of each file the newest records: logrotate leaves it until it has 1 MB, and some systems for ever. Ten
/// thousand records are weeks of anybody's logins; where they are not, the history is too short and is said
/// to be.
constexpr std::size_t most_bytes = 10'000 * sizeof(utmp);

std::chrono::seconds window() {
  return std::chrono::seconds(static_cast<std::int64_t>(find_fact(cuts_fact)->fixed_window));
}

struct Boots {
  WallTime first{};  ///< the oldest record
  WallTime last{};   ///< the newest record of a boot
  int unclean = 0;   ///< in the window
  int all = 0;       ///< in the window
};

/// wtmp(5): a boot after which the last record of the kind is another boot, and no shutdown between the two.
Boots read_boots(std::string_view bytes, WallTime now) {
  Boots boots;
  bool ended_well = true;  // of what came before the first record nothing is known
  for (; bytes.size() >= sizeof(utmp); bytes.remove_prefix(sizeof(utmp))) {
    utmp record;
    std::memcpy(&record, bytes.data(), sizeof record);
    const WallTime at{std::chrono::seconds(static_cast<std::uint32_t>(record.ut_tv.tv_sec))};
    if (boots.first == WallTime{}) boots.first = at;
    const bool shutdown =
        record.ut_type == RUN_LVL && std::strncmp(record.ut_user, "shutdown", sizeof record.ut_user) == 0;
    if (shutdown) ended_well = true;
    if (record.ut_type != BOOT_TIME) continue;
    boots.last = at;
    if (at > now - window() && at <= now) {
      ++boots.all;
      if (!ended_well) ++boots.unclean;
    }
    ended_well = false;
  }
  return boots;
}

/// When the running system was started, by the clock of now; nothing where the kernel does not say.
std::optional<WallTime> started(const Context& context) {
  constexpr std::string_view label = "\nbtime ";
  const std::string text = read_text(context.root, "/proc/stat").value_or("");
  const auto at = text.find(label);
  if (at == std::string::npos) return std::nullopt;
  return from_unix_seconds(std::strtoll(text.c_str() + at + label.size(), nullptr, 10));
}

/// False for a file that an older system left behind (Debian 13 writes none): without the start of the
/// running system in it, that it shows no cuts says nothing.
bool is_kept(const Boots& boots, const Context& context) {
  const auto start = started(context);
  return !start || std::max(boots.first, boots.last) >= *start - clock_error_at_boot;
}

Facts measure(Context& context) {
  Facts facts;
  const auto records = read_end(context.root, "/var/log/wtmp", most_bytes);
  if (!records)
    return answered(std::move(facts), context,
                    {Detail::starts_unrecorded, {{"system", SystemText(records.error())}}});
  const WallTime now = context.clock.now();
  // What was rotated away lies before; there may be none.
  const bool whole = records->size() < most_bytes;
  const std::string earlier =
      whole ? read_end(context.root, "/var/log/wtmp.1", most_bytes).value_or("") : std::string();
  const Boots boots = read_boots(earlier + *records, now);
  if (boots.first != WallTime{} && !is_kept(boots, context)) {
    return answered(std::move(facts), context, Detail::starts_no_longer_written);
  }
  if (boots.first == WallTime{} || boots.first > now - window()) {
    const auto days = boots.first == WallTime{} || boots.first > now
                          ? 0
                          : std::chrono::duration_cast<std::chrono::hours>(now - boots.first).count() / 24;
    facts.cannot(cuts_fact, unmeasured(Cause::too_little_history, {Detail::starts_cover, {{"days", days}}}));
    return facts;
  }
  Fact fact = inventory(context, static_cast<double>(boots.unclean),
                        Method(How::starts_without_shutdown, {{"days", 14}}));
  fact.samples = static_cast<std::uint64_t>(std::max(boots.all, 1));
  facts.add(cuts_fact, std::move(fact));
  return facts;
}

}  // namespace

Probe power_cuts_probe() {
  return reading_probe("system.power_cuts", measure);
}

}  // namespace deskready::system_facts

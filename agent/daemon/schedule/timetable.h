// Which checks the settings ask for, and when. Pure: no clock and no state.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "config/settings/settings.h"
#include "probes/fact.h"

namespace deskready {

/// How much a check may do: a light one loads no line and plays no sound.
enum class Weight : std::uint8_t { light, full };
std::string_view to_string(Weight weight);

/// One check that the settings ask for.
struct PlannedCheck {
  std::size_t job = 0;  ///< index in Settings::jobs
  Weight weight = Weight::light;
  WallTime at{};
  WallTime until{};  ///< a full one may begin until then; `at` for a light one
  WallTime shift{};  ///< the begin of the shift that a full one is for; its day's first moment without shifts

  bool operator==(const PlannedCheck&) const = default;
};

/// For each job a full check before each shift, `lead` before its begin or up to `spread` earlier, and light
/// ones at the slots of `every`, or at the calendar expressions where there are some. A job without shifts
/// has one full check a day in place of its first light one. `phase` is fixed for a machine and moves all of
/// them, and each gets a spread of its own of up to a minute, so that many workstations do not measure at
/// once; both depend on nothing but `phase` and the slot, so that a restart plans the same.
class Timetable {
 public:
  Timetable(Settings settings, std::chrono::nanoseconds phase);

  /// Those planned in (from, to], in order.
  std::vector<PlannedCheck> between(WallTime from, WallTime to) const;
  /// The next ones after `time`, at most `count`, none more than 400 days off.
  std::vector<PlannedCheck> after(WallTime time, std::size_t count) const;
  /// Whether a light check of the job falls into the owner's quiet hours; a shift beats them.
  bool quiet(std::size_t job, WallTime time) const;

  const Settings& settings() const { return settings_; }
  std::size_t jobs() const { return settings_.jobs.size(); }
  std::chrono::nanoseconds every() const { return every_; }

 private:
  void add_full(std::vector<PlannedCheck>& found, std::size_t job, WallTime from, WallTime to) const;
  void add_light(std::vector<PlannedCheck>& found, std::size_t job, WallTime from, WallTime to) const;
  void slots(std::vector<WallTime>& found, WallTime from, WallTime to) const;
  std::chrono::microseconds own_spread(WallTime slot) const;

  Settings settings_;
  std::chrono::nanoseconds every_;
  std::chrono::nanoseconds phase_;
};

}  // namespace deskready

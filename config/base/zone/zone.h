// Time zones: the computer's own, which may change while a program runs, and others by name. All local time
// comes from here; nothing else asks the C library or cctz for a zone.
#pragma once

#include <cctz/time_zone.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/base/time.h"

namespace deskready {

/// The zone that `text` names as the variable TZ does (tzset(3), POSIX.1-2017 8.3): a file below $TZDIR, else
/// below /usr/share/zoneinfo ("Europe/Berlin", ":Europe/Berlin"); a whole path of one; or rules
/// ("EST5EDT,M3.2.0,M11.1.0", "<+0530>-5:30"). Empty is UTC. The error says what is wrong with it. Reads the
/// file; any thread.
tl::expected<cctz::time_zone, std::string> find_zone(std::string_view text);

/// Reads the computer's own zone, and again when it has changed. For one thread.
class LocalZone {
 public:
  explicit LocalZone(std::filesystem::path localtime = "/etc/localtime") : localtime_(std::move(localtime)) {}

  /// `tz` is $TZ, null where it is not set: then the file counts, and UTC where there is none (localtime(5)).
  /// The error says why the zone cannot be read and what to do.
  tl::expected<cctz::time_zone, std::string> look(const char* tz);

 private:
  const std::filesystem::path localtime_;
  std::string seen_;  ///< what the answer depends on: $TZ, the file's own path, time and size
  std::optional<tl::expected<cctz::time_zone, std::string>> answer_;
};

/// The computer's own zone as it is at this moment. Looks at one file's date; any thread.
tl::expected<cctz::time_zone, std::string> local_zone();

/// The same where it cannot be read: as it was when it could, else UTC. For what goes on, or is shown with
/// the zone's name, in any case; who plans by it asks local_zone() first.
cctz::time_zone local_zone_or_last();

/// The time on the computer's own clock, by a format of strftime(3); in UTC, and said so, where the zone
/// cannot be read.
std::string local_text(WallTime time, const std::string& format);

/// A zone of the settings: one that was named, or the computer's own, whatever that is when it is asked.
class Zone {
 public:
  Zone() = default;
  Zone(cctz::time_zone named) : named_(std::move(named)) {}  // NOLINT: a zone is a Zone

  bool is_local() const { return !named_; }
  cctz::time_zone rules() const { return named_ ? *named_ : local_zone_or_last(); }

 private:
  std::optional<cctz::time_zone> named_;
};

}  // namespace deskready

// The agent's own settings (config.toml), each value with the place it came from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/settings/calendar.h"
#include "config/settings/scheduled_sound.h"
#include "config/settings/work_hours.h"
#include "config/spec/spec.h"
#include "config/spec/usual_spec.h"

namespace deskready {

struct Job {
  std::string spec = usual_spec;
  std::string role;
  std::string far_end;
  std::string reference;
  WorkHours hours;             ///< in the job's zone, else in the computer's
  double lead_seconds = 1800;  ///< from the full check to the shift; at least 10 min
};

/// Whom to tell when a verdict has changed, and how surely.
struct NotifySettings {
  bool desktop = true;
  std::vector<std::string> exec;  ///< a program and its arguments; none when empty
  std::string webhook;            ///< https address; none when empty
  int after = 1;                  ///< so many checks in a row must agree, the retest apart
};

/// Public speed tests, for lines that no employer's far end is there for. None is contacted unless a person
/// agreed to it, or these settings do.
struct PublicTests {
  enum class Use : std::uint8_t {
    ask,     ///< the guided run asks; `check --public-test` names it by hand
    never,   ///< nobody is asked, and --public-test is refused
    always,  ///< without asking, and in scheduled checks, too
  };
  Use use = Use::ask;
  std::string address = "https://speed.cloudflare.com";  ///< http:// or https://
  /// Where the guided run fetches a list to choose from, as LibreSpeed publishes it; http:// or https://.
  std::string servers = "https://librespeed.org/backend-servers/servers.php";
};

struct Settings {
  std::vector<Job> jobs;
  PublicTests public_tests;
  double every_seconds = 6 * 3600;  ///< [schedule] every; light checks
  std::vector<Calendar> calendars;  ///< [schedule] on; where there are some, `every` plans nothing
  std::vector<HourSpan> quiet;      ///< [schedule] quiet; local to each job
  double spread_seconds = 600;      ///< [schedule] spread: the most that this machine's phase moves a check
  double carry_seconds = 86400;  ///< [schedule] carry: how old a heavy fact may be in a light check's report
  bool on_battery = false;       ///< [schedule] on_battery: heavy parts run on battery too
  ScheduledSound scheduled_sound = ScheduledSound::devices;
  std::uint64_t run_bytes = 250'000'000;  ///< [budget] run; never above 250 MB
  std::uint64_t day_bytes = 50'000'000;   ///< what the daemon may use by itself
  std::uint64_t month_bytes = 500'000'000;
  double keep_seconds = 400.0 * 86400;        ///< [history] keep
  std::uint64_t history_bytes = 200'000'000;  ///< [history] size: the oldest reports go when it is larger
  NotifySettings notify;
  /// [relays]: the file with this person's credentials for the TURN server of each host, in lower case. Bound
  /// to the host, so that no spec can have them sent to another.
  std::map<std::string, std::filesystem::path> relay_credentials;
  std::filesystem::path metrics_textfile;        ///< [metrics] textfile; empty for none
  std::vector<std::filesystem::path> read_from;  ///< the files that were found, lowest first
};

/// The job that a check of `spec` is for: the one with its reference, else the first whose reference does not
/// say that it is another. Null when there is none; valid as long as the settings.
const Job* job_for(const Settings& settings, std::string_view spec, std::string_view role,
                   std::string_view reference);

/// Reads /etc/deskready/config.toml below $XDG_CONFIG_HOME/deskready/config.toml, or just `only` when it is
/// given. A file that is not there is no error; every fault of the others is reported.
tl::expected<Settings, std::vector<SpecError>> load_settings(
    const std::optional<std::filesystem::path>& only);

/// What one file's text says by itself; `file` is its name in faults. Whether the computer's own zone is
/// known, which load_settings() asks, does not count.
tl::expected<Settings, std::vector<SpecError>> settings_in(std::string_view text,
                                                           const std::filesystem::path& file);

}  // namespace deskready

// The agent's own settings (config.toml), each value with the place it came from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/spec.h"

namespace deskready {

/// What a check that nobody attends may do with sound.
enum class ScheduledSound : std::uint8_t { devices, listen, loop };

struct Job {
  std::string spec;
  std::string role;
  std::string far_end;
  std::string reference;
};

struct Settings {
  std::vector<Job> jobs;
  double every_seconds = 6 * 3600;  ///< [schedule] every
  ScheduledSound scheduled_sound = ScheduledSound::devices;
  std::uint64_t run_bytes = 250'000'000;  ///< [budget] run; never above 250 MB
  std::uint64_t day_bytes = 50'000'000;   ///< what the daemon may use by itself
  std::uint64_t month_bytes = 500'000'000;
  double keep_seconds = 400.0 * 86400;           ///< [history] keep
  std::vector<std::filesystem::path> read_from;  ///< the files that were found, lowest first
};

/// Reads /etc/deskready/config.toml below $XDG_CONFIG_HOME/deskready/config.toml, or just `only` when it is
/// given. A file that is not there is no error; every fault of the others is reported.
tl::expected<Settings, std::vector<SpecError>> load_settings(
    const std::optional<std::filesystem::path>& only);

}  // namespace deskready

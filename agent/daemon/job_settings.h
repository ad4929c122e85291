// The settings with what is known of the specs that they name, read as one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "agent/daemon/job_specs.h"
#include "config/settings/settings.h"

namespace deskready {

struct JobSettings {
  Settings settings;
  JobSpecs specs;  ///< of the jobs
};

/// `file`: the only settings file, or the usual ones. An error names every fault. Reads files.
tl::expected<JobSettings, std::string> read_job_settings(const std::optional<std::filesystem::path>& file);

}  // namespace deskready

#include "agent/daemon/job_settings.h"

#include "config/spec/spec.h"

namespace deskready {

tl::expected<JobSettings, std::string> read_job_settings(const std::optional<std::filesystem::path>& file) {
  auto settings = load_settings(file);
  if (settings) {
    JobSpecs specs = read_job_specs(*settings);
    return JobSettings{std::move(*settings), std::move(specs)};
  }
  std::string text;
  for (const SpecError& error : settings.error()) text += (text.empty() ? "" : "; ") + to_string(error);
  return tl::unexpected(std::move(text));
}

}  // namespace deskready

#include "config/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/paths.h"
#include "config/read_file.h"
#include "config/toml_parser.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t highest_run_bytes = 250'000'000;

class Reader {
 public:
  Reader(const fs::path& file, Settings& settings, std::vector<SpecError>& errors)
      : file_(file.string()), settings_(settings), errors_(errors) {}

  void read(std::string_view text) {
    const toml::parse_result result = toml::parse(text);
    if (!result) {
      return fault(result.error().source(),
                   fmt::format("this is not valid TOML: {}", result.error().description()));
    }
    const toml::table& root = result.table();
    only(root, {"job", "schedule", "sound", "budget", "history"}, "the settings");
    if (const auto* schedule = section(root, "schedule", {"every"})) {
      quantity(*schedule, "every", Unit::second, settings_.every_seconds);
      if (settings_.every_seconds < 60)
        fault(schedule->source(), "checks may not come more often than every minute");
    }
    if (const auto* sound = section(root, "sound", {"scheduled"})) scheduled_sound(*sound);
    if (const auto* budget = section(root, "budget", {"run", "day", "month"})) {
      bytes(*budget, "run", settings_.run_bytes);
      bytes(*budget, "day", settings_.day_bytes);
      bytes(*budget, "month", settings_.month_bytes);
      if (settings_.run_bytes > highest_run_bytes)
        fault(budget->source(), "a run may not cost more than 250 MB");
    }
    if (const auto* history = section(root, "history", {"keep"})) {
      quantity(*history, "keep", Unit::second, settings_.keep_seconds);
    }
    jobs(root);
  }

 private:
  void fault(const toml::source_region& source, std::string message, std::string hint = {}) {
    errors_.push_back({{file_, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)},
                       {},
                       std::move(message),
                       std::move(hint)});
  }

  void only(const toml::table& table, std::initializer_list<std::string_view> known, std::string_view where) {
    for (auto&& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      const auto near = nearest(key.str(), std::vector<std::string_view>(known));
      fault(key.source(), fmt::format("{} know nothing called \"{}\"", where, key.str()),
            near.empty() ? "" : "did you mean " + near.front() + "?");
    }
  }

  const toml::table* section(const toml::table& root, std::string_view name,
                             std::initializer_list<std::string_view> known) {
    const toml::node* node = root.get(name);
    if (node == nullptr) return nullptr;
    if (!node->is_table())
      fault(node->source(), fmt::format("write [{}]", name));
    else
      only(*node->as_table(), known, fmt::format("settings in [{}]", name));
    return node->as_table();
  }

  void quantity(const toml::table& table, std::string_view key, Unit unit, double& value) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto read = parse_quantity_in(node->value_or(std::string()), unit);
    if (read && *read >= 0)
      value = *read;
    else
      fault(node->source(), fmt::format("{}: {}", key, read ? "it may not be negative" : read.error()));
  }

  void bytes(const toml::table& table, std::string_view key, std::uint64_t& value) {
    double read = static_cast<double>(value);
    quantity(table, key, Unit::byte, read);
    value = static_cast<std::uint64_t>(read);
  }

  void scheduled_sound(const toml::table& table) {
    const std::string chosen = table["scheduled"].value_or(std::string("devices"));
    if (chosen == "devices")
      settings_.scheduled_sound = ScheduledSound::devices;
    else if (chosen == "listen")
      settings_.scheduled_sound = ScheduledSound::listen;
    else if (chosen == "loop")
      settings_.scheduled_sound = ScheduledSound::loop;
    else
      fault(table.source(), fmt::format("scheduled is \"{}\"", chosen), "write devices, listen or loop");
  }

  void jobs(const toml::table& root) {
    const toml::node* node = root.get("job");
    if (node == nullptr) return;
    if (!node->is_array_of_tables())
      return fault(node->source(), "a job is written with double brackets: [[job]]");
    settings_.jobs.clear();
    for (const toml::node& entry : *node->as_array()) {
      const toml::table& table = *entry.as_table();
      only(table, {"spec", "role", "far_end", "reference"}, "jobs");
      Job job{table["spec"].value_or(std::string()), table["role"].value_or(std::string()),
              table["far_end"].value_or(std::string()), table["reference"].value_or(std::string())};
      if (job.spec.empty()) fault(table.source(), "the job names no spec", "add spec = \"…\"");
      settings_.jobs.push_back(std::move(job));
    }
  }

  const std::string file_;
  Settings& settings_;
  std::vector<SpecError>& errors_;
};

}  // namespace

tl::expected<Settings, std::vector<SpecError>> load_settings(const std::optional<fs::path>& only) {
  std::vector<fs::path> files = {"/etc/deskready/config.toml", config_folder() / "config.toml"};
  if (only) files = {*only};
  Settings settings;
  std::vector<SpecError> errors;
  for (const fs::path& file : files) {
    std::error_code error;
    if (!only && !fs::exists(file, error)) continue;
    const auto text = read_regular_file(file, max_spec_bytes);
    if (!text) {
      errors.push_back({{file.string(), 0, 0}, {}, "the settings cannot be read: " + text.error(), {}});
      continue;
    }
    Reader(file, settings, errors).read(*text);
    settings.read_from.push_back(file);
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return settings;
}

}  // namespace deskready

#include "config/settings/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/text.h"
#include "config/settings/webhook.h"
#include "config/spec/reference.h"
#include "config/toml/reader.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t highest_run_bytes = 250'000'000;

class Reader : public TomlReader {
 public:
  Reader(const fs::path& file, Settings& settings, std::vector<SpecError>& errors)
      : TomlReader(file.string(), errors), settings_(settings) {}

  void read(std::string_view text) {
    const toml::parse_result result = parse_toml(text);
    if (!result) {
      return fault(result.error().source(),
                   fmt::format("this is not valid TOML: {}", result.error().description()));
    }
    const toml::table& root = result.table();
    known(root,
          {"job", "schedule", "sound", "budget", "history", "notify", "metrics", "public_tests", "relays"},
          "the settings");
    if (const auto* sound = section(root, "sound", {"scheduled"})) scheduled_sound(*sound);
    if (const auto* budget = section(root, "budget", {"run", "day", "month"})) {
      bytes(*budget, "run", settings_.run_bytes);
      bytes(*budget, "day", settings_.day_bytes);
      bytes(*budget, "month", settings_.month_bytes);
      if (settings_.run_bytes > highest_run_bytes)
        fault(budget->source(), "a run may not cost more than 250 MB");
    }
    if (const auto* history = section(root, "history", {"keep", "size"})) {
      length(*history, "keep", settings_.keep_seconds, 100 * 366.0 * 86400);
      bytes(*history, "size", settings_.history_bytes);
    }
    if (const auto* metrics = section(root, "metrics", {"textfile"})) {
      if (metrics->contains("textfile")) settings_.metrics_textfile = TomlReader::text(*metrics, "textfile");
      if (settings_.metrics_textfile.is_relative() && !settings_.metrics_textfile.empty())
        fault(metrics->source(), "textfile must be a whole path, from /");
    }
    public_tests(root);
    relays(root);
    schedule(root);
    notify(root);
    jobs(root);
  }

 private:
  void fault(const toml::source_region& source, std::string message, std::string hint = {}) {
    TomlReader::fault(place(source), {}, std::move(message), std::move(hint));
  }

  void known(const toml::table& table, std::initializer_list<std::string_view> keys, std::string_view where) {
    only(table, std::vector<std::string_view>(keys), where);
  }

  const toml::table* section(const toml::table& root, std::string_view name,
                             std::initializer_list<std::string_view> keys) {
    const toml::node* node = root.get(name);
    const toml::table* table = node == nullptr ? nullptr : table_of(*node, name);
    if (table != nullptr) known(*table, keys, fmt::format("[{}]", name));
    return table;
  }

  /// Of anything more, times overflow or never come.
  static constexpr double longest_seconds = 366.0 * 86400, most_bytes = 1e15;

  void quantity(const toml::table& table, std::string_view key, Unit unit, double& value, double most,
                const char* example) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto read = parse_quantity_in(node->value_or(std::string()), unit);
    if (!read)
      fault(node->source(), fmt::format("{}: {}", key, read.error()));
    else if (*read < 0)
      fault(node->source(), fmt::format("{}: it may not be negative", key));
    else if (*read > most)
      fault(node->source(), fmt::format("{}: it is more than {}; write less, like {}", key,
                                        format_quantity(most, unit), example));
    else
      value = *read;
  }

  void length(const toml::table& table, std::string_view key, double& seconds,
              double most = longest_seconds) {
    quantity(table, key, Unit::second, seconds, most, "6 h");
  }

  void bytes(const toml::table& table, std::string_view key, std::uint64_t& value) {
    double read = static_cast<double>(value);
    quantity(table, key, Unit::byte, read, most_bytes, "500 MB");
    value = static_cast<std::uint64_t>(read);
  }

  void scheduled_sound(const toml::table& table) {
    const auto chosen = scheduled_sound_from(word(table, "scheduled", scheduled_sound_words));
    if (chosen) settings_.scheduled_sound = *chosen;
  }

  void public_tests(const toml::table& root) {
    const auto* table = section(root, "public_tests", {"use", "address", "servers"});
    if (table == nullptr) return;
    using Use = PublicTests::Use;
    constexpr std::array<std::string_view, 3> words = {"ask", "never", "always"};
    const std::string use = word(*table, "use", words);
    if (!use.empty())
      settings_.public_tests.use = use == "never" ? Use::never : use == "always" ? Use::always : Use::ask;
    web_address(*table, "address", settings_.public_tests.address,
                "the address of a public test begins with https:// or http://",
                "write it like https://speed.example, or leave it out for Cloudflare's");
    web_address(*table, "servers", settings_.public_tests.servers,
                "the address of a list of public tests begins with https:// or http://",
                "write it like https://speed.example/servers.json, or leave it out for LibreSpeed's");
  }

  void relays(const toml::table& root) {
    const toml::node* node = root.get("relays");
    const toml::table* table = node == nullptr ? nullptr : table_of(*node, "relays");
    if (table == nullptr) return;
    for (auto&& [host, value] : *table) {
      const fs::path file = text(*table, host.str());
      if (file.is_absolute()) {
        settings_.relay_credentials[lower(host.str())] = file;
      } else {
        fault(value.source(),
              fmt::format("the file with the credentials for {} must be a whole path, from /", host.str()),
              "write it like \"turn.example\" = \"/home/ann/.config/deskready/turn.example\"");
      }
    }
  }

  void web_address(const toml::table& table, std::string_view key, std::string& value, const char* what,
                   const char* hint) {
    if (!table.contains(key)) return;
    const std::string address = text(table, key);
    if (address.starts_with("https://") || address.starts_with("http://"))
      value = address;
    else
      fault(table.get(key)->source(), what, hint);
  }

  void truth(const toml::table& table, std::string_view key, bool& value) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (!node->is_boolean()) return fault(node->source(), fmt::format("{} is true or false", key));
    value = node->value_or(value);
  }

  /// Calls `read` with each text of a list, or of the one text that stands in its place; `read` returns what
  /// is wrong with it.
  template <typename Read>
  void each_text(const toml::table& table, std::string_view key, Read read) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto one = [&](const toml::node& entry) {
      const auto value = entry.value<std::string>();
      const std::string why = value ? read(*value) : std::string("a text in quotes is expected");
      if (!why.empty()) fault(entry.source(), fmt::format("{}: {}", key, why));
    };
    if (!node->is_array()) return one(*node);
    for (const toml::node& entry : *node->as_array()) one(entry);
  }

  void schedule(const toml::table& root) {
    const auto* table = section(root, "schedule", {"every", "on", "quiet", "spread", "carry", "on_battery"});
    if (table == nullptr) return;
    length(*table, "every", settings_.every_seconds);
    length(*table, "spread", settings_.spread_seconds);
    length(*table, "carry", settings_.carry_seconds);
    truth(*table, "on_battery", settings_.on_battery);
    if (settings_.every_seconds < 60)
      fault(table->source(), "checks may not come more often than every minute");
    if (settings_.spread_seconds > 3600) fault(table->source(), "spread is at most 1 h");
    if (table->contains("on")) settings_.calendars.clear();
    each_text(*table, "on", [&](const std::string& expression) -> std::string {
      auto calendar = Calendar::parse(expression, Zone());
      if (!calendar) return fmt::format("\"{}\": {}", expression, calendar.error());
      settings_.calendars.push_back(std::move(*calendar));
      return {};
    });
    if (table->contains("quiet")) settings_.quiet.clear();
    each_text(*table, "quiet",
              [&](const std::string& hours) { return take(parse_hours(hours), settings_.quiet); });
  }

  void notify(const toml::table& root) {
    const auto* table = section(root, "notify", {"desktop", "exec", "webhook", "after"});
    if (table == nullptr) return;
    NotifySettings& notify = settings_.notify;
    truth(*table, "desktop", notify.desktop);
    if (table->contains("exec")) notify.exec.clear();
    each_text(*table, "exec", [&](const std::string& word) {
      const bool program = notify.exec.empty();
      notify.exec.push_back(word);
      return program && !word.starts_with('/') ? std::string("the program must be a whole path, from /") : "";
    });
    if (table->contains("webhook")) {
      notify.webhook = text(*table, "webhook");
      if (const std::string why = webhook_fault(notify.webhook); !notify.webhook.empty() && !why.empty()) {
        fault(table->source(), "webhook: " + why);
        notify.webhook.clear();
      }
    }
    if (const toml::node* after = table->get("after")) {
      const auto* number = after->as_integer();
      if (number != nullptr && number->get() >= 1 && number->get() <= 100)
        notify.after = static_cast<int>(number->get());
      else
        fault(after->source(), "after is a whole number from 1 to 100");
    }
  }

  template <typename Part>
  static std::string take(tl::expected<Part, std::string> part, std::vector<Part>& into) {
    if (!part) return part.error();
    into.push_back(std::move(*part));
    return {};
  }

  void jobs(const toml::table& root) {
    const toml::node* node = root.get("job");
    if (node == nullptr) return;
    if (!node->is_array_of_tables())
      return fault(node->source(), "a job is written with double brackets: [[job]]");
    settings_.jobs.clear();
    for (const toml::node& entry : *node->as_array()) {
      const toml::table& table = *entry.as_table();
      known(table, {"spec", "role", "far_end", "reference", "zone", "shifts", "lead", "exceptions"},
            "[[job]]");
      Job job;
      job.spec = text(table, "spec");
      job.role = text(table, "role");
      job.far_end = text(table, "far_end");
      job.reference = text(table, "reference");
      if (!job.reference.empty() && !is_reference(job.reference))
        fault(table.source(),
              "the job's reference has other signs than letters A to Z, digits and - _ . or more than 64",
              "write it as the employer gave it");
      if (job.spec.empty()) fault(table.source(), "the job names no spec", "add spec = \"…\"");
      // They would be one in the history, the status and the metrics.
      const bool twice = std::any_of(settings_.jobs.begin(), settings_.jobs.end(), [&](const Job& other) {
        return other.spec == job.spec && other.role == job.role && other.reference == job.reference;
      });
      if (twice && !job.spec.empty()) {
        fault(table.source(), fmt::format("there is a job for \"{}\" already", job.spec),
              "put all shifts into one [[job]], or give this one a role or reference of its own");
      }
      work_hours(table, job);
      settings_.jobs.push_back(std::move(job));
    }
  }

  void work_hours(const toml::table& table, Job& job) {
    if (const std::string name = text(table, "zone"); !name.empty()) {
      const auto zone = find_zone(name);
      if (zone)
        job.hours.zone = *zone;
      else
        fault(table.get("zone")->source(), zone.error(), "write it like America/New_York");
    }
    each_text(table, "shifts",
              [&](const std::string& shift) { return take(parse_shift(shift), job.hours.shifts); });
    length(table, "lead", job.lead_seconds);
    if (job.lead_seconds < 600 || job.lead_seconds > 6 * 3600)
      fault(table.get("lead")->source(), "lead is from 10 min to 6 h");
    exceptions(table, job.hours);
  }

  void exceptions(const toml::table& job, WorkHours& hours) {
    const toml::node* node = job.get("exceptions");
    if (node == nullptr) return;
    if (!node->is_table())
      return fault(node->source(),
                   "exceptions are a table: { 2026-12-25 = \"off\", 2026-12-24 = \"08:00-12:00\" }");
    for (auto&& [key, value] : *node->as_table()) {
      const std::string day(key.str());
      if (!is_day(day)) {
        fault(key.source(), fmt::format("\"{}\" is no day like 2026-12-25", day));
        continue;
      }
      std::vector<HourSpan>& spans = hours.exceptions[day];
      each_text(*node->as_table(), key.str(), [&](const std::string& when) {
        return when == "off" ? std::string() : take(parse_hours(when), spans);
      });
    }
  }

  static bool is_day(const std::string& text) {
    int year = 0, month = 0, day = 0, used = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 || text.size() != 10 ||
        used != 10)
      return false;
    const cctz::civil_day as_read(year, month, day);
    return as_read.year() == year && as_read.month() == month && as_read.day() == day;
  }

  Settings& settings_;
};

/// Whether anything there depends on the computer's own time zone.
bool needs_local_zone(const Settings& settings) {
  const auto& jobs = settings.jobs;
  const auto& calendars = settings.calendars;
  return std::any_of(calendars.begin(), calendars.end(),
                     [](const Calendar& one) { return one.is_local(); }) ||
         std::any_of(jobs.begin(), jobs.end(), [&](const Job& job) {
           return job.hours.zone.is_local() &&
                  (!job.hours.shifts.empty() || !job.hours.exceptions.empty() || !settings.quiet.empty());
         });
}

}  // namespace

tl::expected<Settings, std::vector<SpecError>> settings_in(std::string_view text, const fs::path& file) {
  Settings settings;
  std::vector<SpecError> errors;
  Reader(file, settings, errors).read(text);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return settings;
}

tl::expected<Settings, std::vector<SpecError>> load_settings(const std::optional<fs::path>& only) {
  std::vector<fs::path> files = {shared_config_folder() / "config.toml", config_folder() / "config.toml"};
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
  if (const auto zone = local_zone(); !zone && needs_local_zone(settings)) {
    errors.push_back({{settings.read_from.back().string(), 0, 0},
                      {},
                      "shifts and calendars cannot be followed: " + zone.error(),
                      "or give each job a zone = \"America/New_York\" of its own"});
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return settings;
}

const Job* job_for(const Settings& settings, std::string_view spec, std::string_view role,
                   std::string_view reference) {
  const Job* found = nullptr;
  for (const Job& job : settings.jobs) {
    if (job.spec != spec || !(job.role.empty() || job.role == role)) continue;
    if (job.reference == reference) return &job;
    if (found == nullptr && (job.reference.empty() || reference.empty())) found = &job;
  }
  return found;
}

}  // namespace deskready

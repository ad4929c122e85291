#include "config/base/zone/zone.h"

#include <cctz/zone_info_source.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "config/base/files.h"
#include "config/base/zone/posix_zone.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "TZif";

/// A TZif file (RFC 8536) that is in memory.
class Bytes : public cctz::ZoneInfoSource {
 public:
  explicit Bytes(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t Read(void* to, std::size_t size) override {
    size = std::min(size, bytes_.size() - at_);
    std::memcpy(to, bytes_.data() + at_, size);
    at_ += size;
    return size;
  }
  int Skip(std::size_t offset) override {
    at_ += std::min(offset, bytes_.size() - at_);
    return 0;
  }

 private:
  const std::string bytes_;
  std::size_t at_ = 0;
};

/// cctz keeps what it has loaded under its name for ever, failures too. The bytes as the name let a file that
/// has changed be another zone.
tl::expected<cctz::time_zone, std::string> zone_of(const std::string& tzif) {
  cctz::time_zone zone;
  if (!tzif.starts_with(magic) || !cctz::load_time_zone(tzif, &zone))
    return tl::unexpected(std::string("it holds no time zone"));
  return zone;
}

fs::path zone_folder() {
  const char* given = std::getenv("TZDIR");
  return given != nullptr && *given != '\0' ? fs::path(given) : fs::path("/usr/share/zoneinfo");
}

/// The file that a TZ without its colon names, if it names one.
fs::path zone_file(std::string_view text) {
  return zone_folder() / text;  // A whole path stays what it is.
}

tl::expected<cctz::time_zone, std::string> read_zone(const fs::path& file) {
  constexpr std::size_t largest = 1'000'000;
  const auto bytes = read_regular_file(file, largest);
  return bytes ? zone_of(*bytes) : tl::unexpected(bytes.error());
}

std::string without_colon(std::string_view text) {
  return std::string(text.substr(text.starts_with(':') ? 1 : 0));
}

/// The file's own path, its time and its size; what it leads to where it is a link.
std::string state_of(const fs::path& file) {
  std::error_code error;
  const fs::path own = fs::canonical(file, error);
  if (error) return "none";
  const auto written = fs::last_write_time(own, error).time_since_epoch().count();
  return fmt::format("{} {} {}", own.string(), written, fs::file_size(own, error));
}

}  // namespace

tl::expected<cctz::time_zone, std::string> find_zone(std::string_view text) {
  const std::string name = without_colon(text);
  if (name.empty() || name == "UTC") return cctz::utc_time_zone();
  const fs::path file = zone_file(name);
  std::error_code error;
  if (fs::exists(file, error)) {
    auto zone = read_zone(file);
    if (zone) return zone;
    return tl::unexpected(fmt::format("{} cannot be read as a time zone: {}", file.string(), zone.error()));
  }
  if (!text.starts_with(':')) {
    const auto tzif = tzif_of(name);
    if (auto zone = tzif ? zone_of(*tzif) : tl::unexpected(std::string()); zone) return zone;
  }
  return tl::unexpected(fmt::format("there is no time zone \"{}\"", text));
}

tl::expected<cctz::time_zone, std::string> LocalZone::look(const char* tz) {
  const fs::path file = tz != nullptr ? zone_file(without_colon(tz)) : localtime_;
  std::string state = fmt::format("{}\n{}", tz != nullptr ? tz : "not set", state_of(file));
  if (answer_ && state == seen_) return *answer_;
  seen_ = std::move(state);
  std::error_code error;
  if (tz != nullptr) {
    answer_ = find_zone(tz).map_error([](const std::string& why) {
      return fmt::format(
          "the computer's time zone is not known: {}; set the variable TZ to one like Europe/Berlin or "
          "EST5EDT,M3.2.0,M11.1.0, or unset it",
          why);
    });
  } else if (fs::symlink_status(localtime_, error).type() == fs::file_type::not_found) {
    answer_ = cctz::utc_time_zone();
  } else {
    answer_ = read_zone(localtime_).map_error([&](const std::string& why) {
      return fmt::format(
          "the computer's time zone is not known: {} cannot be read as one: {}; set it by "
          "`timedatectl set-timezone`",
          localtime_.string(), why);
    });
  }
  return *answer_;
}

namespace {

/// The computer's own zone, and the last that could be read.
struct Local {
  tl::expected<cctz::time_zone, std::string> zone;
  cctz::time_zone last;
};

Local look_at_local() {
  static std::mutex one_at_a_time;
  static LocalZone local;
  static cctz::time_zone last = cctz::utc_time_zone();
  const std::lock_guard lock(one_at_a_time);
  auto zone = local.look(std::getenv("TZ"));
  if (zone) last = *zone;
  return {std::move(zone), last};
}

}  // namespace

tl::expected<cctz::time_zone, std::string> local_zone() {
  return look_at_local().zone;
}

cctz::time_zone local_zone_or_last() {
  return look_at_local().last;
}

std::string local_text(WallTime time, const std::string& format) {
  const auto zone = local_zone();
  return cctz::format(zone ? format : format + " UTC", std::chrono::floor<std::chrono::seconds>(time),
                      zone.value_or(cctz::utc_time_zone()));
}

}  // namespace deskready

namespace cctz_extension {
namespace {

std::unique_ptr<cctz::ZoneInfoSource> bytes_or_file(
    const std::string& name,
    const std::function<std::unique_ptr<cctz::ZoneInfoSource>(const std::string&)>& by_file) {
  if (name.starts_with(deskready::magic)) return std::make_unique<deskready::Bytes>(name);
  return by_file(name);
}

}  // namespace

/// cctz's own way to zones that are no files.
ZoneInfoSourceFactory zone_info_source_factory = bytes_or_file;

}  // namespace cctz_extension

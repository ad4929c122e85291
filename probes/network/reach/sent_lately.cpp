#include "probes/network/reach/sent_lately.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>

#include "config/base/files.h"
#include "config/base/text.h"
#include "config/spec/targets/reach.h"

namespace deskready::network::reach {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::size_t largest_note = 100'000;

struct Line {
  std::int64_t seconds = 0;
  std::size_t bytes = 0;
};

std::int64_t seconds_of(WallTime time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Line> line_of(std::string_view text) {
  const auto parts = split(text, ' ');
  if (parts.size() != 2) return std::nullopt;
  const auto seconds = whole<std::int64_t>(parts[0]);
  const auto bytes = whole<std::size_t>(parts[1]);
  if (!seconds || !bytes || *seconds < 0) return std::nullopt;
  return Line{*seconds, *bytes};
}

bool counts(const Line& line, std::int64_t now) {
  return line.seconds <= now && now - line.seconds < hour;
}

}  // namespace

std::size_t sent_in_last_hour(std::string_view note, WallTime now) {
  std::size_t sent = 0;
  for (const std::string_view text : split(note, '\n')) {
    const auto line = line_of(text);
    if (line && counts(*line, seconds_of(now))) sent += std::min(line->bytes, most_reach_bytes - sent);
  }
  return sent;
}

std::string with_sent(std::string_view note, WallTime now, std::size_t bytes) {
  std::string kept;
  for (const std::string_view text : split(note, '\n')) {
    const auto line = line_of(text);
    if (line && counts(*line, seconds_of(now))) kept += fmt::format("{} {}\n", line->seconds, line->bytes);
  }
  return kept + fmt::format("{} {}\n", seconds_of(now), bytes);
}

std::size_t sent_lately(const std::filesystem::path& file, WallTime now) {
  if (file.empty()) return 0;
  const auto note = read_regular_file(file, largest_note);
  return note ? sent_in_last_hour(*note, now) : 0;
}

void note_sent(const std::filesystem::path& file, WallTime now, std::size_t bytes) {
  if (file.empty() || bytes == 0) return;
  const auto note = read_regular_file(file, largest_note);
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  static_cast<void>(write_file_atomically(file, with_sent(note ? *note : std::string(), now, bytes)));
}

}  // namespace deskready::network::reach

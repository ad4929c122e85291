#include "agent/daemon/readiness/ready_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "config/base/json/json_read.h"

namespace deskready {
namespace {

using nlohmann::json;

std::string text_for(const Readiness& readiness, WallTime now, WallTime until) {
  json told = readiness_json(readiness);
  told["schema"] = "deskready.ready/1";
  told["written"] = format_time(now);
  told["until"] = format_time(until);
  return json_text(told, 2) + "\n";
}

}  // namespace

std::optional<std::string> ReadyFile::text_due(const Readiness& readiness, WallTime now) {
  // A clock that was set back makes the file one of a time to come.
  if (readiness == given_ && now >= written_ && now < next_) return std::nullopt;
  WallTime until = now + believed;
  next_ = now + renewed_after;
  if (const auto ends = readiness.ends()) {
    until = std::min(until, *ends);
    next_ = std::min(next_, *ends);
  }
  given_ = readiness;
  written_ = now;
  return text_for(readiness, now, until);
}

}  // namespace deskready

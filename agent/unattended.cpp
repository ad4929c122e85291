#include "agent/unattended.h"

#include <cctz/time_zone.h>

#include <algorithm>

namespace deskready {
namespace {

/// Each light report carries what the one before it did, so the newest few hold everything.
constexpr int looked_at = 6;

std::uint64_t left_of(std::uint64_t limit, std::uint64_t used) {
  return limit > used ? limit - used : 0;
}

}  // namespace

UnattendedGuard::UnattendedGuard()
    : watch_([this](CallWatch::State state) {
        if (state == CallWatch::State::in_call) call_.request_stop();
      }) {}

std::optional<Unmeasured> UnattendedGuard::why_not() const {
  if (!call_.stop_requested()) return std::nullopt;
  return unmeasured(Cause::busy);
}

void carry_forward(Facts& facts, const std::vector<Cause>& causes, const std::vector<std::string>& spec_names,
                   const History& history, WallTime oldest) {
  std::vector<std::string> wanted;
  for (const auto& [key, why] : facts.unknown) {
    if (std::find(causes.begin(), causes.end(), why.cause) != causes.end()) wanted.push_back(key);
  }
  if (wanted.empty()) return;
  const auto entries = history.latest(looked_at * static_cast<int>(spec_names.size()));
  if (!entries) return;
  for (const HistoryEntry& entry : *entries) {
    if (std::find(spec_names.begin(), spec_names.end(), entry.spec_name) == spec_names.end()) continue;
    const auto report = history.find(entry.id);
    if (!report) continue;
    for (const std::string& key : wanted) {
      const Fact* earlier = report->facts.find(key);
      if (earlier == nullptr || earlier->at < oldest || facts.find(key) != nullptr) continue;
      facts.add(key, *earlier);
    }
  }
}

void carry_sound(Facts& facts, const std::vector<std::string>& spec_names, const History& history,
                 WallTime oldest) {
  Facts sound;
  for (const auto& [key, why] : facts.unknown) {
    const bool left_out = why.cause == Cause::refused || why.cause == Cause::not_asked;
    if (left_out && key.starts_with("audio.")) sound.cannot(key, why);
  }
  carry_forward(sound, {Cause::refused, Cause::not_asked}, spec_names, history, oldest);
  facts.merge(std::move(sound));
}

std::uint64_t allowance_left(const Settings& settings, const DataUsed& used) {
  return std::min({settings.run_bytes, left_of(settings.day_bytes, used.day_bytes),
                   left_of(settings.month_bytes, used.month_bytes)});
}

tl::expected<DataUsed, std::string> data_used(const History& history, WallTime now) {
  const cctz::time_zone zone = cctz::local_time_zone();
  const cctz::civil_second local = cctz::convert(std::chrono::floor<std::chrono::seconds>(now), zone);
  return history.used(zone.lookup(cctz::civil_second(cctz::civil_day(local))).pre,
                      zone.lookup(cctz::civil_second(cctz::civil_month(local))).pre);
}

}  // namespace deskready

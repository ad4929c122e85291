#include "agent/check/past/from_history.h"

#include "agent/check/past/carry.h"
#include "agent/check/past/own_history.h"

namespace deskready {
namespace {

/// What a light run leaves out, from the last day's reports.
void carry(Attempts& attempts, const std::vector<std::string>& names, const CheckRequest& request,
           const Settings& settings, WallTime now, FarEndUsed far_end, Attendant& attendant) {
  if (!request.light) return;
  const auto history = own_history(attendant);
  if (!history) return attendant.remark({RemarkCode::nothing_carried, {}, history.error()});
  const auto oldest =
      now - std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(settings.carry_seconds));
  for (Facts& facts : attempts) {
    carry_forward(facts, {request.held.value_or(Cause::postponed), Cause::postponed}, names, *history, oldest,
                  far_end);
  }
}

/// What the background service may not do with sound, from the last run that a person started.
void carry_attended_sound(Attempts& attempts, const std::vector<std::string>& names,
                          const std::vector<Spec>& specs, const CheckRequest& request, WallTime now,
                          Attendant& attendant) {
  if (!request.unattended) return;
  const auto history = own_history(attendant);
  if (!history) return;  // told when the report is to be kept
  for (Facts& facts : attempts) {
    std::map<double, Facts> by_age;
    for (const auto& [key, why] : facts.unknown) by_age[attended_seconds(specs, key)].cannot(key, why);
    for (auto& [seconds, some] : by_age) {
      const auto age = std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(seconds));
      carry_sound(some, names, *history, now - age);
      facts.merge(std::move(some));
    }
  }
}

}  // namespace

void fill_from_history(Attempts& attempts, const Pass& pass, const std::vector<Spec>& specs,
                       const CheckRequest& request, const Settings& settings, WallTime now,
                       FarEndUsed far_end, Attendant& attendant) {
  // Figures of the line are those to this pass's far end.
  std::vector<std::string> names;
  for (const std::size_t i : pass.specs) names.push_back(specs[i].name);
  carry(attempts, names, request, settings, now, far_end, attendant);
  carry_attended_sound(attempts, names, specs, request, now, attendant);
}

}  // namespace deskready

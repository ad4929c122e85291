#include "agent/check/past/keep.h"

#include "agent/check/past/own_history.h"
#include "config/base/json/json_read.h"
#include "reports/over_time/rule_standing.h"

namespace deskready {
namespace {

/// Whether the report before this one, for the same work by the same words, knows this computer by another
/// pseudonym: who holds both would take them for two computers. A spec's name can be claimed by anybody, who
/// would learn by it of another employer; the words of a spec are known to whoever has it.
bool has_new_pseudonym(const Report& report, const History& history) {
  constexpr int enough = 1000;
  if (report.machine.empty()) return false;
  const JobKey job{report.spec_name, report.role, report.reference};
  for (const HistoryEntry& entry : history.latest(enough).value_or(
           std::vector<HistoryEntry>())) {  // the newest first, within a second too
    if (entry.job != job) continue;
    const auto before = history.document(entry.id);
    if (before && text_of(object_of(*before, "spec"), "sha256") != report.spec_sha256) return false;
    const std::string machine = before ? text_of(*before, "machine") : std::string();
    return !machine.empty() && machine != report.machine;
  }
  return false;
}

}  // namespace

void keep(std::vector<Report>& reports, bool unattended, Attendant& attendant) {
  const auto not_kept = [&](const std::string& why) {
    attendant.remark({RemarkCode::report_not_kept, {}, why});
  };
  auto history = own_history(attendant);
  if (!history) return not_kept(history.error());
  const std::string told = history->set_aside();
  for (Report& report : reports) {
    if (const auto standing = history->rules({report.spec_name, report.role, report.reference}))
      add_standing(report, *standing);
    report.machine_changed = has_new_pseudonym(report, *history);
    if (const auto saved = history->save(report, unattended); !saved) not_kept(saved.error());
  }
  // A page in the middle shows only then that it is broken.
  if (history->set_aside() != told)
    attendant.remark({RemarkCode::history_set_aside, {}, history->set_aside()});
}

}  // namespace deskready

#include "reports/assess/deciding.h"

namespace deskready {

bool decides(Verdict verdict, const Finding& finding) {
  const bool required = finding.level == Level::require;
  switch (verdict) {
    case Verdict::ready:
      return false;
    case Verdict::not_ready:
      return required && finding.outcome == Outcome::not_met;
    case Verdict::incomplete:
      return required && finding.outcome == Outcome::not_measured;
    case Verdict::ready_with_warnings:
      return finding.outcome == Outcome::not_met || finding.outcome == Outcome::not_measured ||
             finding.outcome == Outcome::borderline;
  }
  return false;
}

}  // namespace deskready

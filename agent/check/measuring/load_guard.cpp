#include "agent/check/measuring/load_guard.h"

#include "probes/detail.h"

namespace deskready {

std::optional<Unmeasured> LoadGuard::may_load() {
  end();
  if (auto why = inner_.may_load()) return why;
  if (!counts_) return std::nullopt;
  if (budget_.load_left() < longest_) {
    return unmeasured(Cause::budget,
                      {Detail::load_seconds_spent, {{"seconds", BudgetMeter::most_load_seconds}}});
  }
  since_ = clock_.monotonic();
  return std::nullopt;
}

void LoadGuard::end() {
  if (since_) budget_.loaded(std::chrono::duration<double>(clock_.monotonic() - *since_).count());
  since_.reset();
}

}  // namespace deskready

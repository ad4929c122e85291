#include "agent/check/measuring/load_guard.h"

#include <fmt/format.h>

namespace deskready {

std::optional<Unmeasured> LoadGuard::may_load() {
  end();
  if (auto why = inner_.may_load()) return why;
  if (!counts_) return std::nullopt;
  if (budget_.load_left() < longest_) {
    return unmeasured(Cause::budget, fmt::format("a check loads the line for at most {:.0f} s",
                                                 BudgetMeter::most_load_seconds));
  }
  since_ = clock_.monotonic();
  return std::nullopt;
}

void LoadGuard::end() {
  if (since_) budget_.loaded(std::chrono::duration<double>(clock_.monotonic() - *since_).count());
  since_.reset();
}

}  // namespace deskready

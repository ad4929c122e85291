// How much data the background service may still use by itself.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/settings/settings.h"
#include "reports/history/history.h"

namespace deskready {

/// What an unattended run may still use, of the run's, the day's and the month's allowance.
std::uint64_t allowance_left(const Settings& settings, const DataUsed& used);

/// What unattended checks spent of this day's and this month's allowance: since local midnight and since the
/// first of the local month.
DataUsed data_used(const std::vector<Spent>& spent, WallTime now);

/// What data_used() needs, also for as long after `now` as nothing more is spent.
tl::expected<std::vector<Spent>, std::string> spent_lately(const History& history, WallTime now);

}  // namespace deskready

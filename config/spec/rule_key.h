// The keys of findings: a rule's fact, with the statistic and window of a rule over time, or the share of it.
#pragma once

#include <string>

#include "config/spec/spec.h"

namespace deskready {

/// How the share of a rule over time is compared and written: a ratio.
const FactInfo& share_info();

/// The catalogue's line of the key's fact; share_info() for a share of it. Null when there is no such fact.
const FactInfo* find_fact(const FactKey& key);
bool is_share(const FactKey& key);

/// "14d", "36h,shifts".
std::string over_time_window(const OverTime& over);

/// The key of the rule's finding: that of its fact, with the statistic and window of a rule over time, as in
/// "network.latency#p95/14d,shifts"; a share has its limit too: "network.download#share>=25000000/14d".
std::string key_of(const Rule& rule);

}  // namespace deskready

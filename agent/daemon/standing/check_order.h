// One check: what is asked for, and what it came to.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "agent/daemon/schedule/reason.h"
#include "agent/daemon/schedule/timetable.h"
#include "agent/daemon/standing/report_summary.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {

/// Why the heavy parts of a check wait.
struct Hold {
  Reason reason = Reason::none;  ///< one that has a cause_of()
  WallTime since{};
};

struct CheckOrder {
  std::size_t job = 0;  ///< index in the settings at the time of the order
  std::string name;     ///< job_name()
  Weight weight = Weight::full;
  bool retest = false;       ///< to confirm what the check before it found
  bool asked = false;        ///< by a person
  std::optional<Hold> hold;  ///< why it is no full one
};

struct CheckEnd {
  CheckOrder order;
  std::optional<ReportSummary> report;
  std::string document;                 ///< the report's JSON, when there is one
  std::optional<CheckTrouble> trouble;  ///< none when all went well
  bool told_to_end = false;
};

}  // namespace deskready

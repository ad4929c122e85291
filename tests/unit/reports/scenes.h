// Whole reports, one for each way that a check can end; the golden files are theirs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/reports/cases.h"

namespace deskready {

struct Scene {
  std::string name;
  Report report;
};

/// ready, warnings, not_ready, incomplete, baseline.
std::vector<Scene> scenes();

Spec acme_spec();

/// A device and a spec that try to break out of wherever they are written.
Report hostile();

/// One run judged by two specs: Acme asks about the line, Bolt about the computer.
std::pair<Report, Report> two_specs();

}  // namespace deskready

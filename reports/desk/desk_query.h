// Which rows of a desk an employer asks for. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "reports/desk/desk_row.h"

namespace deskready {

struct DeskQuery {
  bool newest = false;                     ///< of each person and spec one row
  std::optional<WallTime> since = {};      ///< checked then or later
  bool changed = false;                    ///< another verdict than the person's report before
  std::string failed = {};                 ///< not met: a rule's id, or its end from a dot on
  std::optional<WallTime> expiring = {};   ///< holds now, and not until then
  std::optional<WallTime> ready_on = {};   ///< may start then
  std::vector<std::string> expected = {};  ///< of these people, who has no report that holds
};

/// The rows that are asked for, in their order; where one per person is, the newest of those that hold, else
/// the newest. A row that could not be read stays unless something is asked that only a report can answer.
/// Of those who are expected and sent none there is a row that says so.
std::vector<DeskRow> rows_asked(std::vector<DeskRow> rows, const DeskQuery& query);

/// Whether its verdict can be gone by: it was read, is not past its time, and nothing contradicts it.
bool holds(const DeskRow& row);

/// The references in a list of people: a CSV's column "reference" (separated by commas or semicolons), else
/// the first of each line. The error says which line has none.
tl::expected<std::vector<std::string>, std::string> read_people(std::string_view csv);

}  // namespace deskready

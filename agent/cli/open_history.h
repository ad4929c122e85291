// The history of the person who runs a command.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "agent/cli/output.h"
#include "reports/history/history.h"

namespace deskready {

/// That in the state folder; nothing after a complaint. Complains too when it, or rows of it, were found
/// broken and set aside: whoever comes upon it first is the only one to know.
std::optional<History> open_history();

/// The value, or nothing after its complaint.
template <typename Value>
std::optional<Value> told(tl::expected<Value, std::string> value) {
  if (value) return std::move(*value);
  complain(value.error());
  return std::nullopt;
}

/// Prints and returns the exit code.
int print_out(const std::string& text);

}  // namespace deskready

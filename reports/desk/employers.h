// One computer against many specs: which it meets, and what stands between, by what a person would change.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "reports/document/report.h"

namespace deskready {

/// The table's columns.
enum class Subject : std::uint8_t { computer, headset, line, operating_system, to_ask };
inline constexpr std::size_t subjects = 5;

/// One subject of one spec.
struct SubjectCell {
  bool asked = false;            ///< the spec demands something of it
  std::vector<Finding> between;  ///< of required rules that are not met
  std::vector<Finding> unknown;  ///< of required rules that nobody could check, or ask; one about each thing
};

struct EmployerRow {
  std::string computer;  ///< whose facts, as the person named them
  std::string spec;      ///< its name
  std::string employer;
  Verdict verdict = Verdict::incomplete;
  std::array<SubjectCell, subjects> cells;
};

EmployerRow employer_row(std::string computer, const Spec& spec, const Report& report);

/// What the report on needs_together() comes to: a line for the person's own eyes.
std::string together_words(const Report& report);

/// A table of marks, and below it what stands between, spec by spec; for a page of so many columns.
std::string employers_text(std::span<const EmployerRow> rows, std::size_t width);
/// RFC 4180, one row a spec, the sentences in the fields.
std::string employers_csv(std::span<const EmployerRow> rows);

}  // namespace deskready

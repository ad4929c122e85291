// Specs and facts that the tests of reports share.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "config/spec/chain/load.h"
#include "reports/document/report.h"

namespace deskready {

inline Spec spec_of(std::string_view text, std::string_view file = "acme.toml") {
  auto spec = parse_spec(text, file, ".");
  if (spec) return *spec;
  for (const SpecError& error : spec.error()) ADD_FAILURE() << to_string(error);
  return {};
}

inline WallTime at(std::string_view text) {
  return parse_time(text).value();
}

inline Fact number(double value, std::uint64_t samples = 1000) {
  Fact fact;
  fact.value = value;
  fact.samples = samples;
  fact.how = Method::told("by hand");
  fact.at = at("2026-11-24T09:29:30Z");
  return fact;
}

inline Fact number(double value, double low, double high, std::uint64_t samples = 1000) {
  Fact fact = number(value, samples);
  fact.low = low;
  fact.high = high;
  return fact;
}

inline Fact text(std::string value) {
  Fact fact = number(0);
  fact.value = std::move(value);
  return fact;
}

inline Fact truth(bool value) {
  Fact fact = number(0);
  fact.value = value;
  return fact;
}

/// The far end that the spec names answered, everything was chosen.
inline Circumstances ordinary() {
  Circumstances circumstances;
  circumstances.far_end = FarEndUsed::as_named;
  circumstances.today = "2026-11-24";
  circumstances.started = at("2026-11-24T09:29:00Z");
  return circumstances;
}

inline ReportHead head() {
  ReportHead head;
  head.id = "0123456789abcdef0123456789abcdef";
  head.role = "voice";
  head.depth = "quick";
  head.agent_version = "0.1.0";
  head.machine = std::string(64, 'a');
  head.started = at("2026-11-24T09:29:00Z");
  head.finished = at("2026-11-24T09:29:45Z");
  head.conditions["far_end"] = "as_named";
  head.cost = {12'345'678, 45};
  return head;
}

}  // namespace deskready

// A number, its interval and its limit as a small picture.
#pragma once

#include <string>

#include "config/spec/comparison.h"
#include "probes/fact.h"

namespace deskready {

/// An inline SVG without text, stretched to its place by the page: the allowed side shaded, the limit as a
/// line, the interval as a bar, the value as a mark. Colours are the page's CSS variables. Empty when the
/// fact is no number or the rule has no limit.
std::string interval_bar(const Fact& fact, const Comparison& comparison);

}  // namespace deskready

// From the figures of one recording to facts of the catalogue. Pure.
#pragma once

#include "probes/audio/signal/analysis.h"
#include "probes/fact.h"

namespace deskready::audio {

/// What a recording that is no sound at all has instead of figures; nothing when it has figures.
std::optional<Unmeasured> why_no_figures(const Recording& heard);

/// Noise floor, plain and A-weighted, hum, peaks, crest, clipping, offset and dropouts; each either known or
/// with a cause. `how` says where the samples came from.
Facts recording_facts(const Recording& heard, const Method& how, WallTime now);

/// Level and activity by P.56, SNR, band edge and bursts of breath; `how` as above.
Facts speech_facts(const Recording& heard, const Method& how, WallTime now);

/// Names that speech_facts answers.
std::span<const std::string_view> speech_fact_names();

}  // namespace deskready::audio

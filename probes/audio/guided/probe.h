// The guided part of a check, from questions to the person to facts.
#pragma once

#include "probes/probe.h"

namespace deskready::audio {

struct GuidedResult {
  Facts facts;
  std::optional<Unmeasured> not_heard;  ///< why the own voice was not played, or not written
};

/// Talks with the person through `context.conversation` in `language`, and measures. `context.facts` hold
/// what the line does to a voice, for hearing oneself. Each fact that it answers is known or has a cause; a
/// skipped step is `not_asked`, unless `context.facts` know it already. Blocks until the person has answered
/// everything or `context.stop`. `heard_file`, unless empty, is where what a customer hears is written as
/// WAV, if the person asks to hear it.
GuidedResult measure_guided(Context& context, std::string_view language, const std::string& heard_file);

/// Seconds that it takes beside the person's own answers, where devices are well and the first digits are
/// understood; and at most.
double usual_seconds_with_person();
double most_seconds_with_person();

}  // namespace deskready::audio

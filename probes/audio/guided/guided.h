// The part that needs a person: silence, a sentence read aloud, digits typed as heard, and one's own voice as
// a customer hears it. Runs in the worker; knows devices, server and person only through functions.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "probes/audio/worker/duplex.h"
#include "probes/audio/worker/messages.h"
#include "probes/audio/worker/session.h"
#include "probes/detail.h"

namespace deskready::audio {

/// Words that a step asks the client with; its reply is what the person said, or nothing for a skip.
namespace step {
inline constexpr std::string_view quiet = "quiet";        ///< then 3 s of silence are recorded
inline constexpr std::string_view sentence = "sentence";  ///< then 10 s of reading
inline constexpr std::string_view digits = "digits";      ///< then digits are played
inline constexpr std::string_view typed = "typed";        ///< reply: the digits heard, empty for none
inline constexpr std::string_view again = "again";        ///< then others are played at once, as loud
inline constexpr std::string_view unheard = "unheard";    ///< none were heard; then others are played, louder
inline constexpr std::string_view mistaken =
    "mistaken";  ///< others were typed; then others are played, louder
inline constexpr std::string_view guessed =
    "guessed";  ///< digits were typed though none were played; then both rounds follow once more, louder
/// Reply: the codec, "opus" or "g711"; then the recorded sentence is played as customers hear it.
inline constexpr std::string_view yourself = "yourself";
}  // namespace step

struct GuidedWorld {
  /// Opens the measured devices for so many seconds, with their speaker or without; closed when destroyed.
  /// Null after saying why.
  std::function<std::unique_ptr<Duplex>(bool with_output, double seconds)> open;
  /// Asks the person; nothing for a skip.
  std::function<std::optional<std::string>(std::string_view step)> ask;
  Devices devices;
  Surroundings around;
  std::span<const unsigned char> voice;  ///< Language::digits
};

/// Does the steps one after the other; a skipped one leaves out what needs it. The microphone is open only
/// while a step records. Says `listened`, `spoken`, `heard` and, for what was not done, `not_done`. Nothing
/// is written anywhere but what is played at the end, and that only where the request names a file for it.
void run_guided(const GuidedRequest& request, const GuidedWorld& world);

/// How long its steps last where the first digits are understood and the own voice is not played, beside the
/// person's answers.
double usual_guided_seconds();

/// What the typed digits prove. A round with digits that was typed right is hearing; digits typed in a
/// silent round show that the answers up to it prove nothing, and so does a round that was never played.
struct HearingProof {
  std::optional<bool> heard;  ///< nothing: not decided
  double level = 0;           ///< dBov of the quietest round that was typed right
  Explanation why;            ///< of nothing and false
};
HearingProof proof_of(const HeardDigits& rounds);

}  // namespace deskready::audio

// What the person is told and asked in the guided part, by language.
#pragma once

#include <string_view>

namespace deskready::audio {

struct GuidedTexts {
  std::string_view language;
  std::string_view ready;  ///< the answer that goes on
  std::string_view quiet;
  std::string_view sentence;   ///< before the sentence itself
  std::string_view to_read;    ///< has the sibilants that show the band's upper end, for about 10 s
  std::string_view listening;  ///< while the room is recorded
  std::string_view reading;    ///< while the voice is recorded
  std::string_view digits;
  std::string_view typed;
  std::string_view none;  ///< the answer for "I heard nothing"
  std::string_view yourself;
  std::string_view internet;   ///< the answer for Opus
  std::string_view telephone;  ///< the answer for G.711
  std::string_view cable;      ///< asked when it cannot be told whether a USB headset is wireless
  std::string_view yes;
  std::string_view no;
};

/// English for a language that has none yet.
const GuidedTexts& guided_texts(std::string_view language);

}  // namespace deskready::audio

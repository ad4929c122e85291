// The guided part by language: what the person is told and asked, and the voice that speaks the digits. A new
// language is one row in languages.cpp, and beside it voices/CODE/digits.flac, which voices/make_voice.sh
// shows how to make.
#pragma once

#include <span>
#include <string_view>

namespace deskready::audio {

struct GuidedTexts {
  std::string_view ready;  ///< the answer that goes on
  std::string_view quiet;
  std::string_view sentence;   ///< before the sentence itself
  std::string_view to_read;    ///< has the sibilants that show the band's upper end, for about 10 s
  std::string_view listening;  ///< while the room is recorded
  std::string_view reading;    ///< while the voice is recorded
  std::string_view playing;    ///< while something is played
  std::string_view digits;
  std::string_view typed;
  std::string_view none;      ///< the answer for "I heard nothing"
  std::string_view unheard;   ///< after that: others follow, louder
  std::string_view mistaken;  ///< the same after wrong digits
  std::string_view guessed;   ///< digits were typed where none were played
  std::string_view yourself;
  std::string_view forgotten;  ///< added to that: nothing is kept...
  std::string_view written;    ///< ...or it is written where the person said
  std::string_view internet;   ///< the answer for Opus
  std::string_view telephone;  ///< the answer for G.711
  std::string_view cable;      ///< asked when it cannot be told whether a USB headset is wireless
  std::string_view yes;
  std::string_view no;
};

struct Language {
  std::string_view code;  ///< as the report's, "en"
  GuidedTexts texts;
  std::span<const unsigned char> digits;  ///< a sound file: zero to nine, one channel, 0.8 s each
};

/// All there are; the first is for those who have none of their own.
std::span<const Language> languages();

const Language& language_for(std::string_view code, std::span<const Language> table = languages());

}  // namespace deskready::audio

#include "probes/audio/guided/languages.h"

#include <algorithm>
#include <array>

// The voices are compiled in: the check needs no installed files.
#define DESKREADY_VOICE(code)                                      \
  __asm__(                                                         \
      ".section .rodata\n"                                         \
      ".balign 16\n"                                               \
      "deskready_voice_" #code                                     \
      "_begin:\n"                                                  \
      ".incbin \"" DESKREADY_VOICES "/" #code                      \
      "/digits.flac\"\n"                                           \
      "deskready_voice_" #code                                     \
      "_end:\n"                                                    \
      ".byte 0\n"                                                  \
      ".previous\n");                                              \
  extern "C" const unsigned char deskready_voice_##code##_begin[]; \
  extern "C" const unsigned char deskready_voice_##code##_end[]

DESKREADY_VOICE(en);

namespace deskready::audio {
namespace {

constexpr GuidedTexts english = {
    .ready = "I am ready",
    .quiet = "First the room: after your answer sit still and say nothing for 4 seconds.",
    .sentence = "Now your voice: after your answer read this aloud, as you would speak to a customer:",
    .to_read =
        "She sells sixty fresh fish at the seaside station each Saturday, so please ask your customers for "
        "their address, the price, and the size of their purchase, and thank them for choosing this service.",
    .listening = "Listening to the room",
    .reading = "Recording your voice for 11 seconds: please read",
    .playing = "Playing: please listen",
    .digits = "Now your ears: three digits are spoken in your headset, quietly at first. Put it on.",
    .typed = "Type the digits that you heard, or \"none\" if you heard none.",
    .none = "none",
    .unheard = "Three other digits follow, louder.",
    .mistaken = "Other digits were spoken than you typed. Three new ones follow, louder.",
    .guessed =
        "In one of the two rounds nothing was played, and you typed digits all the same: a guess proves "
        "nothing. Two more rounds follow, louder. Type only what you hear, and \"none\" where you hear none.",
    .yourself = "Would you like to hear your sentence as a customer hears it?",
    .forgotten = "It is played once and then forgotten.",
    .written = "It is played once, and written to the file that you named.",
    .internet = "yes, over the internet",
    .telephone = "yes, over a telephone",
    .cable = "Is there a cable from your headset to the computer?",
    .yes = "yes",
    .no = "no"};

}  // namespace

std::span<const Language> languages() {
  static const std::array table = {
      Language{"en", english, {deskready_voice_en_begin, deskready_voice_en_end}},
  };
  return table;
}

const Language& language_for(std::string_view code, std::span<const Language> table) {
  const auto own =
      std::find_if(table.begin(), table.end(), [&](const Language& one) { return one.code == code; });
  return own == table.end() ? table.front() : *own;
}

}  // namespace deskready::audio

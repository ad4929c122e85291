#include "probes/audio/guided_texts.h"

#include <algorithm>
#include <array>

namespace deskready::audio {

const GuidedTexts& guided_texts(std::string_view language) {
  static constexpr std::array texts = {GuidedTexts{
      .language = "en",
      .ready = "I am ready",
      .quiet = "First the room: after your answer sit still and say nothing for 4 seconds.",
      .sentence = "Now your voice: after your answer read this aloud, as you would speak to a customer:",
      .to_read =
          "She sells sixty fresh fish at the seaside station each Saturday, so please ask your customers for "
          "their "
          "address, the price, and the size of their purchase, and thank them for choosing this service.",
      .listening = "Listening to the room",
      .reading = "Recording your voice for 11 seconds: please read",
      .digits = "Now your ears: three digits are spoken in your headset, quietly at first. Put it on.",
      .typed = "Type the digits that you heard, or \"none\" if you heard none.",
      .none = "none",
      .yourself = "Would you like to hear your sentence as a customer hears it? It is played once and then "
                  "forgotten.",
      .internet = "yes, over the internet",
      .telephone = "yes, over a telephone",
      .cable = "Is there a cable from your headset to the computer?",
      .yes = "yes",
      .no = "no"}};
  const auto own = std::find_if(texts.begin(), texts.end(),
                                [&](const GuidedTexts& one) { return one.language == language; });
  return own == texts.end() ? texts.front() : *own;
}

}  // namespace deskready::audio

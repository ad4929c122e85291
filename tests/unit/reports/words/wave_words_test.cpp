// Every refusal of a sound file has its sentence, and every packing a name or a number.
#include "reports/words/refusals/wave_words.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

using Why = audio::WaveFault::Why;

TEST(WaveWords, SayWhyAFileGivesNoSound) {
  for (const Why why : {Why::missing, Why::no_file, Why::empty, Why::no_sound_file, Why::impossible,
                        Why::no_numbers, Why::no_sound, Why::packed}) {
    const std::string words = wave_refusal("en", {why, "system", 99, 5, 0x55});
    EXPECT_GT(words.size(), 15U);
    EXPECT_EQ(words.find('{'), std::string::npos) << words;
  }
  EXPECT_NE(wave_refusal("en", {Why::packed, {}, 0, 0, 0x55}).find("MPEG layer 3"), std::string::npos);
  EXPECT_NE(wave_refusal("en", {Why::packed, {}, 0, 0, 0x77}).find("0x0077"), std::string::npos);
}

TEST(WaveWords, SayWhatWasNotRead) {
  audio::WaveFile file;
  EXPECT_EQ(wave_note("en", file), "");
  file.length = audio::WaveLength::untold;
  EXPECT_NE(wave_note("en", file).find("leaves the length open"), std::string::npos);
  file.longer = true;
  file.rate = 10;
  file.samples.resize(6000);
  EXPECT_EQ(wave_note("en", file), "only the first 600 s were read");
}

}  // namespace
}  // namespace deskready

#include "reports/words/sound/sound_words.h"

#include <gtest/gtest.h>

#include <set>

namespace deskready {
namespace {

using audio::SoundFault;

TEST(SoundWords, EachFaultHasACodeASentenceAndWhatToDo) {
  std::set<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(SoundFault::swapped); ++i) {
    const auto fault = static_cast<SoundFault>(i);
    EXPECT_TRUE(codes.insert(to_string(fault)).second) << to_string(fault);
    for (const std::string& said : {sound_fault_sentence("en", fault), sound_fault_fix("en", fault)}) {
      EXPECT_TRUE(said.ends_with('.')) << to_string(fault) << ": " << said;
      EXPECT_EQ(said.find('{'), std::string::npos) << said;
    }
  }
}

TEST(SoundWords, SayTheLimitThatIsLookedFor) {
  EXPECT_NE(sound_fault_sentence("en", SoundFault::telephone_band).find("below 4.3 kHz,"), std::string::npos);
  EXPECT_NE(sound_fault_sentence("en", SoundFault::wide_band).find("below 8.3 kHz:"), std::string::npos);
}

}  // namespace
}  // namespace deskready

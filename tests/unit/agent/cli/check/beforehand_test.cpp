// What a spec says of sound and of the operating system, before anything is measured.
#include "agent/cli/check/beforehand.h"

#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

Spec with(const std::string& rules) {
  return spec_of("[spec]\nlanguage = 1\nname = \"acme\"\n" + rules);
}

TEST(Beforehand, SoundIsAskedForByAnyRuleOfIt) {
  EXPECT_FALSE(asks_for_sound(with("[require.system]\nmemory.installed = \">= 1 GB\"\n")));
  EXPECT_TRUE(asks_for_sound(with("[recommend.audio]\nheadset.present = true\n")));
  EXPECT_TRUE(
      asks_for_sound(with("[one_of.voice.a]\naudio.headset.present = true\n[one_of.voice.b]\n"
                          "system.memory.installed = \">= 1 GB\"\n")));
}

TEST(Beforehand, OfASystemOnlyWhatNoUpdateMendsIsLeft) {
  const Spec spec =
      about_system(with("[require.system]\nos.family = \"windows\"\nos.version = \">= 11\"\n"
                        "memory.installed = \">= 1 GB\"\n"));
  ASSERT_EQ(spec.rules.size(), 1u);
  EXPECT_EQ(spec.rules[0].id, "require.system.os.family");
}

TEST(Beforehand, AChoiceThatAnySystemCanMeetSaysNothing) {
  const std::string windows =
      "[one_of.pc.windows]\nsystem.os.family = \"windows\"\nsystem.memory.installed = \">= 8 GB\"\n";
  EXPECT_EQ(about_system(with(windows + "[one_of.pc.mac]\nsystem.os.family = \"macos\"\n")).choices.size(),
            1u);
  EXPECT_TRUE(about_system(with(windows + "[one_of.pc.strong]\nsystem.memory.installed = \">= 16 GB\"\n"))
                  .choices.empty());
}

}  // namespace
}  // namespace deskready

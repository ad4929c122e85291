#include "agent/machine/own_file.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

using namespace std::chrono_literals;
using Next = OwnFile::Next;

const FileIdentity old_file{1, 10, 100, 5}, new_file{1, 11, 120, 6}, half_written{1, 11, 60, 6};

TEST(OwnFile, StaysWhileItsFileLies) {
  OwnFile own(old_file);
  for (const auto time : {0s, 20s, 100'000s}) EXPECT_EQ(own.seen(old_file, time), Next::stay);
  EXPECT_EQ(own.wait(), OwnFile::look_every);
}

TEST(OwnFile, BecomesAnotherFileOnceThatIsWhole) {
  OwnFile own(old_file);
  EXPECT_EQ(own.seen(half_written, 100s), Next::stay);
  EXPECT_EQ(own.wait(), OwnFile::settled);
  EXPECT_EQ(own.seen(new_file, 105s), Next::stay) << "it was still being written";
  EXPECT_EQ(own.seen(new_file, 109s), Next::stay);
  EXPECT_EQ(own.seen(new_file, 110s), Next::become_new);
  EXPECT_EQ(own.seen(new_file, 900s), Next::become_new) << "a check that runs may put it off";
}

TEST(OwnFile, IsReadyWithinAMinuteOfAnUpgrade) {
  EXPECT_LE(OwnFile::look_every + OwnFile::settled, 60s);
}

TEST(OwnFile, AnEndOfASecondIsPartOfAnUpgrade) {
  OwnFile own(old_file);
  EXPECT_EQ(own.seen(std::nullopt, 100s), Next::stay);
  EXPECT_EQ(own.seen(new_file, 105s), Next::stay);
  EXPECT_EQ(own.seen(new_file, 110s), Next::become_new);
}

TEST(OwnFile, TheOldFilePutBackIsNoChange) {
  OwnFile own(old_file);
  EXPECT_EQ(own.seen(std::nullopt, 100s), Next::stay);
  EXPECT_EQ(own.seen(old_file, 300s), Next::stay);
  EXPECT_EQ(own.seen(new_file, 301s), Next::stay);
}

TEST(OwnFile, EndsWhenTheProgramIsRemoved) {
  OwnFile own(old_file);
  EXPECT_EQ(own.seen(std::nullopt, 100s), Next::stay);
  EXPECT_EQ(own.seen(std::nullopt, 129s), Next::stay);
  EXPECT_EQ(own.seen(std::nullopt, 130s), Next::end);
}

TEST(OwnFile, SeesNothingWhereTheSystemTellsNothing) {
  OwnFile own(std::nullopt);
  EXPECT_EQ(own.seen(new_file, 100s), Next::stay);
  EXPECT_EQ(own.seen(new_file, 200s), Next::stay);
  EXPECT_EQ(own.seen(std::nullopt, 900s), Next::stay);
}

TEST(OwnFile, KnowsTheProgramThatRuns) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  ASSERT_FALSE(error);
  ASSERT_TRUE(running_file());
  EXPECT_EQ(running_file(), program_at(self));
  EXPECT_EQ(program_at(self.parent_path()), std::nullopt) << "a folder is no program";
  EXPECT_EQ(program_at(self / "nothing"), std::nullopt);
}

}  // namespace
}  // namespace deskready

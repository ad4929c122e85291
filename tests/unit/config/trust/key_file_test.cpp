#include "config/trust/key_file.h"

#include <gtest/gtest.h>

#include <fstream>

namespace deskready {
namespace {

namespace fs = std::filesystem;

class KeyFiles : public testing::Test {
 protected:
  KeyFiles() {
    fs::create_directories(folder_);
    fs::remove(file());
  }
  ~KeyFiles() override { fs::remove_all(folder_); }
  fs::path file() const { return folder_ / "a.secret"; }

 private:
  const fs::path folder_ = fs::path(testing::TempDir()) / "deskready-key-files";
};

TEST_F(KeyFiles, AreTheirOwnersAlone) {
  const Seed seed = Seed::random();
  ASSERT_TRUE(write_secret_file(file(), seed, signing_seed, "Acme"));
  EXPECT_EQ(fs::status(file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto read = read_secret_file(file(), signing_seed);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->seed.bytes(), seed.bytes());
  EXPECT_EQ(read->comment, "Acme");
}

TEST_F(KeyFiles, ThatOthersCanReadAreRefused) {
  ASSERT_TRUE(write_secret_file(file(), Seed::random(), signing_seed, ""));
  for (const fs::perms one : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(file(), fs::perms::owner_read | fs::perms::owner_write | one);
    const auto read = read_secret_file(file(), signing_seed);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().why, Refused::key_open_to_others);
    EXPECT_EQ(read.error().about, file().string());
  }
}

TEST_F(KeyFiles, AreNeverWrittenOver) {
  const Seed seed = Seed::random();
  ASSERT_TRUE(write_secret_file(file(), seed, signing_seed, ""));
  const auto again = write_secret_file(file(), Seed::random(), signing_seed, "");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().why, Refused::key_not_written);
  EXPECT_EQ(read_secret_file(file(), signing_seed).value().seed.bytes(), seed.bytes());
}

TEST_F(KeyFiles, ThatAreNotThereAreSaid) {
  for (const Refused why :
       {read_secret_file(file(), signing_seed).error().why, read_key_file(file()).error().why})
    EXPECT_EQ(why, Refused::key_unreadable);
}

}  // namespace
}  // namespace deskready

// Files and folders that a person or the system names, and the digest.
#include "config/base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "config/base/digest.h"
#include "config/base/folders.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

class InFolder : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deskready-config-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }

  fs::path folder_;
};

using Files = InFolder;

TEST_F(Files, OnlyRegularOnesOfAFairSizeAreRead) {
  EXPECT_EQ(read_regular_file(write("a", "text"), 4), "text");
  EXPECT_FALSE(read_regular_file(write("b", "longer"), 4));
  EXPECT_FALSE(read_regular_file(folder_, 100));
  EXPECT_FALSE(read_regular_file(folder_ / "none", 100));
  ASSERT_EQ(mkfifo((folder_ / "fifo").c_str(), 0600), 0);
  EXPECT_FALSE(read_regular_file(folder_ / "fifo", 100));
  fs::create_symlink("loop", folder_ / "loop");
  EXPECT_FALSE(read_regular_file(folder_ / "loop", 100));
}

TEST_F(Files, AreWrittenWholeOrNotAtAll) {
  const fs::path file = write("r.json", "old");
  ASSERT_TRUE(write_file_atomically(file, "new"));
  EXPECT_EQ(read_regular_file(file, 10), "new");
  EXPECT_FALSE(write_file_atomically(folder_ / "none" / "r.json", "new"));
  // Nothing is left beside it.
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(Files, XdgFoldersAreHonoured) {
  const char* const old = std::getenv("XDG_CONFIG_HOME");
  const std::string kept = old == nullptr ? "" : old;
  setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
  EXPECT_EQ(config_folder(), folder_ / "deskready");
  setenv("XDG_RUNTIME_DIR", folder_.c_str(), 1);
  fs::permissions(folder_, fs::perms::owner_all);
  const auto runtime = runtime_folder();
  ASSERT_TRUE(runtime) << runtime.error();
  EXPECT_EQ(*runtime, folder_ / "deskready");
  EXPECT_EQ(fs::status(*runtime).permissions(), fs::perms::owner_all);
  unsetenv("XDG_RUNTIME_DIR");
  old == nullptr ? unsetenv("XDG_CONFIG_HOME") : setenv("XDG_CONFIG_HOME", kept.c_str(), 1);
}

TEST(Digest, IsSha256) {  // FIPS 180-4's own examples
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace deskready

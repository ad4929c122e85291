// Files and folders that a person or the system names, and the digest.
#include "config/base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

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

// As `ln -s` by another user in /tmp. Giving files to others needs root.
TEST_F(Files, AStrangersLinkInASharedFolderIsNotFollowed) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  constexpr uid_t stranger = 54321;
  const fs::path victim = write("victim", "precious");
  const fs::path shared = folder_ / "shared";
  fs::create_directory(shared);
  ASSERT_EQ(chmod(shared.c_str(), 01777), 0);
  const auto link = [&](const char* name, const fs::path& to, uid_t owner) {
    fs::create_symlink(to, shared / name);
    EXPECT_EQ(lchown((shared / name).c_str(), owner, owner), 0);
    return shared / name;
  };
  for (const fs::path& path :
       {link("theirs", victim, stranger), link("folder", folder_, stranger) / "victim"}) {
    const auto read = read_regular_file(path, 100);
    ASSERT_FALSE(read) << path;
    EXPECT_NE(read.error().find("another user's"), std::string::npos) << read.error();
    EXPECT_FALSE(write_file_atomically(path, "lost")) << path;
  }
  EXPECT_EQ(read_regular_file(victim, 100), "precious");
  EXPECT_EQ(read_regular_file(link("ours", victim, geteuid()), 100), "precious");
  // Where only the link's owner may write, it is as good as the folder.
  const fs::path theirs = folder_ / "theirs";
  fs::create_directory(theirs);
  fs::create_symlink(victim, theirs / "link");
  ASSERT_EQ(lchown((theirs / "link").c_str(), stranger, stranger), 0);
  ASSERT_EQ(chown(theirs.c_str(), stranger, stranger), 0);
  EXPECT_FALSE(write_file_atomically(theirs / "link", "lost"));
  ASSERT_EQ(mkfifo((shared / "fifo").c_str(), 0666), 0);
  ASSERT_EQ(chown((shared / "fifo").c_str(), stranger, stranger), 0);
  EXPECT_FALSE(write_file_atomically(shared / "fifo", "lost"));
  EXPECT_EQ(read_regular_file(victim, 100), "precious");
}

TEST_F(Files, AnOwnLinkStaysAndWhatItLeadsToIsReplaced) {
  fs::create_directory(folder_ / "in");
  write("in/file", "old");
  fs::create_symlink("in/file", folder_ / "link");
  fs::create_symlink("../in", folder_ / "in/again");
  ASSERT_TRUE(write_file_atomically(folder_ / "link", "new"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(read_regular_file(folder_ / "in/again/again/../in/file", 100), "new");
  EXPECT_EQ(fs::status(folder_ / "in/file").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("in/none", folder_ / "dangling");
  ASSERT_TRUE(write_file_atomically(folder_ / "dangling", "made"));
  EXPECT_EQ(read_regular_file(folder_ / "in/none", 100), "made");
  EXPECT_FALSE(write_file_atomically(folder_ / "in/", "x"));
  EXPECT_FALSE(write_file_atomically("", "x"));
}

TEST_F(Files, DevicesAndOwnPipesAreWrittenTo) {
  EXPECT_TRUE(write_file_atomically("/dev/null", "gone"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  ASSERT_TRUE(write_file_atomically("/dev/fd/" + std::to_string(pipe[1]), "through"));
  char text[8] = {};
  ASSERT_EQ(::read(pipe[0], text, sizeof text), 7);
  EXPECT_STREQ(text, "through");
  EXPECT_FALSE(read_regular_file("/dev/fd/" + std::to_string(pipe[0]), 100)) << "a pipe may never end";
  close(pipe[0]);
  close(pipe[1]);
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

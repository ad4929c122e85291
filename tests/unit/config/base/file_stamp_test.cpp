// Whether a file is still what it was, however it was made to look the same.
#include "config/base/file_stamp.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>

namespace deskready {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

TEST(FileStamps, ChangeWithTheFile) {
  std::string pattern = (fs::temp_directory_path() / "deskready-stamp-XXXXXX").string();
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  const fs::path folder = pattern, file = folder / "r.json";
  const auto write = [&](std::string_view text) { std::ofstream(file, std::ios::trunc) << text; };
  // An hour from now nothing can change in the same moment any more.
  const auto stamp = [&](const fs::path& of) { return file_stamp(of, SystemClock().now() + 1h); };
  write("one");
  EXPECT_EQ(file_stamp(file, SystemClock().now()), "") << "it may change again in the same moment";
  const std::string one = stamp(file);
  EXPECT_NE(one, "");
  EXPECT_EQ(stamp(file), one);
  const auto time = fs::last_write_time(file);
  // In place of it another of the same length, dated back.
  std::ofstream(folder / "other") << "two";
  fs::rename(folder / "other", file);
  fs::last_write_time(file, time);
  EXPECT_NE(stamp(file), one);
  write("three");
  fs::last_write_time(file, time);
  EXPECT_NE(stamp(file), one);
  EXPECT_EQ(stamp(folder / "none"), "");
  EXPECT_EQ(stamp(folder), "") << "a folder is no file";
  fs::remove_all(folder);
}

}  // namespace
}  // namespace deskready

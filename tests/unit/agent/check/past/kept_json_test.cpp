#include "agent/check/past/kept_json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace deskready {
namespace {

namespace fs = std::filesystem;

class KeptJson : public testing::Test {
 protected:
  KeptJson() {
    std::string name = (fs::temp_directory_path() / "deskready-kept-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    file_ = folder_ / "state" / "kept.json";
  }
  ~KeptJson() override { fs::remove_all(folder_); }

  bool is_there() const { return read_kept(file_).value().has_value(); }

  fs::path folder_, file_;
};

TEST_F(KeptJson, IsThereUntilItIsErased) {
  EXPECT_FALSE(is_there());
  ASSERT_TRUE(write_kept(file_, {{"said", "yes"}})) << "its folder is made";
  const auto kept = read_kept(file_);
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((**kept)["said"], "yes");
  EXPECT_EQ(erase_kept(file_), true);
  EXPECT_FALSE(is_there());
  EXPECT_EQ(erase_kept(file_), false);
}

TEST_F(KeptJson, WhatCannotBeReadSaysWhichFileAndWhy) {
  fs::create_directories(file_);
  EXPECT_EQ(read_kept(file_).error(), file_.string() + ": it is a folder; name a file in it");
  fs::remove(file_);
  for (const char* text : {"", "{ damaged", "[]", "7"}) {
    std::ofstream(file_) << text;
    EXPECT_EQ(read_kept(file_).error(), damaged_words(file_)) << text;
  }
}

TEST_F(KeptJson, WhatCannotBeErasedIsAnError) {
  fs::create_directories(file_ / "in it");
  EXPECT_FALSE(erase_kept(file_));
}

}  // namespace
}  // namespace deskready

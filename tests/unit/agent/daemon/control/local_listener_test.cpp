#include "agent/daemon/control/local_listener.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

namespace deskready {
namespace {

namespace fs = std::filesystem;

class LocalListenerTest : public testing::Test {
 protected:
  LocalListenerTest() {
    std::string name = (fs::temp_directory_path() / "deskready-listener-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~LocalListenerTest() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(LocalListenerTest, TheSocketIsItsOwnersAloneUnderTheWidestUmask) {
  const mode_t before = umask(0);
  const auto place = LocalListener::open(folder_);
  const mode_t left = umask(before);
  ASSERT_TRUE(place) << place.error();
  EXPECT_EQ(fs::status(place->path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(left, 0u);
}

TEST_F(LocalListenerTest, ASecondOneIsToldWhoHoldsThePlaceUntilTheFirstEnds) {
  {
    const auto first = LocalListener::open(folder_);
    ASSERT_TRUE(first) << first.error();
    const auto second = LocalListener::open(folder_);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().find((folder_ / "daemon.lock").string()), std::string::npos) << second.error();
  }
  // Its file is still there, and nobody listens on it.
  EXPECT_TRUE(fs::exists(folder_ / "control.sock"));
  const auto next = LocalListener::open(folder_);
  EXPECT_TRUE(next) << next.error();
}

}  // namespace
}  // namespace deskready

#include "agent/daemon/control/local_listener.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

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
  const auto place = LocalListener::open(folder_, folder_ / "person.lock");
  const mode_t left = umask(before);
  ASSERT_TRUE(place) << place.error();
  EXPECT_EQ(fs::status(place->path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(left, 0u);
}

TEST_F(LocalListenerTest, ASecondOneIsToldWhoHoldsThePlaceUntilTheFirstEnds) {
  {
    const auto first = LocalListener::open(folder_, folder_ / "person.lock");
    ASSERT_TRUE(first) << first.error();
    const auto second = LocalListener::open(folder_, folder_ / "person.lock");
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().find((folder_ / "person.lock").string()), std::string::npos) << second.error();
  }
  // Its file is still there, and nobody listens on it.
  EXPECT_TRUE(fs::exists(folder_ / "control.sock"));
  const auto next = LocalListener::open(folder_, folder_ / "person.lock");
  EXPECT_TRUE(next) << next.error();
}

TEST_F(LocalListenerTest, SessionsOfOnePersonFindEachOther) {
  const fs::path person = folder_ / "person.lock", first = folder_ / "one", second = folder_ / "two";
  fs::create_directory(first);
  fs::create_directory(second);
  const auto place = LocalListener::open(first, person);
  ASSERT_TRUE(place) << place.error();
  EXPECT_FALSE(LocalListener::open(second, person)) << "both would spend the budget of one person";
  std::string told;
  std::getline(std::ifstream(person), told);
  EXPECT_EQ(told, (first / "control.sock").string());
  EXPECT_TRUE(LocalListener::open(second, folder_ / "another"));
}

TEST_F(LocalListenerTest, AHomeThatCannotBeWrittenKeepsNobodyFromListening) {
  EXPECT_TRUE(LocalListener::open(folder_, "/proc/none"));
}

}  // namespace
}  // namespace deskready

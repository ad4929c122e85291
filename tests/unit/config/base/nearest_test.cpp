// What a misspelt word was meant to be.
#include "config/base/nearest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace deskready {
namespace {

TEST(Nearest, NamesAtMostThreeAndTheBestFirst) {
  const std::vector<std::string_view> known = {"upload", "download", "downloads", "download1", "download22"};
  EXPECT_THAT(nearest("downlod", known), testing::ElementsAre("download", "downloads", "download1"));
  EXPECT_THAT(nearest("download", known).front(), "download");
  EXPECT_THAT(nearest("jitter", known), testing::IsEmpty());
  EXPECT_THAT(nearest("", known), testing::IsEmpty());
  EXPECT_THAT(nearest(std::string(5000, 'x'), known), testing::IsEmpty());
}

}  // namespace
}  // namespace deskready

// Tables that fit a terminal, whatever stands in their cells.
#include "config/base/outward/table.h"

#include <gtest/gtest.h>

#include "config/base/text.h"

namespace deskready {
namespace {

using Rows = std::vector<std::vector<std::string>>;

const Rows rows = {{"REFERENCE", "VERDICT", "FAILED"},
                   {"A-1042", "ready_with_warnings", "require.network.download, require.audio.snr"}};
constexpr std::size_t any[] = {0, 0, 0};

TEST(Table, IsAsWideAsItsCellsWhereThereIsRoom) {
  EXPECT_EQ(table_of(rows, any, 1000),
            "REFERENCE  VERDICT              FAILED\n"
            "A-1042     ready_with_warnings  require.network.download, require.audio.snr\n");
}

TEST(Table, LetsTheWidestGiveWay) {
  EXPECT_EQ(table_of(rows, any, 60),
            "REFERENCE  VERDICT              FAILED\n"
            "A-1042     ready_with_warnings  require.network.download,\n"
            "                                require.audio.snr\n");
}

TEST(Table, FitsEveryWidth) {
  for (std::size_t width = 20; width < 90; ++width) {
    for (const std::string_view line : split(table_of(rows, any, width, "  "), '\n'))
      EXPECT_LE(columns(line), width) << line;
  }
}

TEST(Table, KeepsToTheMostOfAColumn) {
  constexpr std::size_t most[] = {0, 0, 20};
  const std::string text = table_of(rows, most, 1000);
  EXPECT_EQ(split(text, '\n').size(), 5u) << text;
}

}  // namespace
}  // namespace deskready

#include "config/units/length.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

TEST(Length, IsReadAsPeopleWriteIt) {
  for (const char* const text : {"5400 s", "90 minutes", "90min", "1.5h", "1 hour 30 min", "1h 30min",
                                 "1h30min", " 1 hour  1800 seconds ", "30 min 1 h"})
    EXPECT_EQ(parse_length(text).value_or(-1), 5400) << text;
  EXPECT_EQ(parse_length("1 000 s").value_or(-1), 1000);
  EXPECT_EQ(parse_length("2h").value_or(-1), 7200);
  EXPECT_EQ(parse_length("30 d").value_or(-1), 30 * 86400);
}

TEST(Length, AnythingElseIsRefusedWithTheForms) {
  for (const char* const text : {"", "soon", "2", "h", "1h30", "2 GB", "1 h -30 min", "1 hour and 30 min",
                                 "2 hh", "14:00", "1 h, 30 min"}) {
    const auto length = parse_length(text);
    ASSERT_FALSE(length) << text;
    EXPECT_NE(length.error().find("write it like 2h, 30 min or 1 hour 30 min"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace deskready

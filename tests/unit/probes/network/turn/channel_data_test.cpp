#include "probes/network/turn/channel_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace deskready::network::turn {
namespace {

// RFC 8656, figure 5: channel number, length, data.
TEST(ChannelData, IsWrittenAsTheRfcLaysItOut) {
  EXPECT_EQ(channel_packet(0x4001, Bytes{7, 8, 9}), (Bytes{0x40, 0x01, 0, 3, 7, 8, 9}));
}

TEST(ChannelData, IsReadWithAndWithoutPadding) {
  for (std::size_t padding = 0; padding <= 3; ++padding) {
    Bytes bytes = {0x4F, 0xFF, 0, 3, 7, 8, 9};
    bytes.resize(bytes.size() + padding);
    const auto read = channel_data(bytes);
    ASSERT_TRUE(read) << padding;
    EXPECT_EQ(read->channel, 0x4FFF);
    EXPECT_THAT(read->data, testing::ElementsAre(7, 8, 9));
  }
  EXPECT_TRUE(channel_data(Bytes{0x40, 0, 0, 0})->data.empty());
}

TEST(ChannelData, IsNothingWhereItsSizeIsALie) {
  const Bytes whole = channel_packet(0x4000, Bytes(172));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(channel_data(View(whole).first(size))) << "cut at " << size;
  Bytes longer = whole;
  longer.resize(longer.size() + 4);
  EXPECT_FALSE(channel_data(longer));
  for (unsigned said = 0; said < 0x10000; ++said) {
    Bytes bytes = whole;
    bytes[2] = static_cast<unsigned char>(said >> 8);
    bytes[3] = static_cast<unsigned char>(said);
    const auto read = channel_data(bytes);
    EXPECT_EQ(read.has_value(), said <= 172 && said >= 169) << said;
    if (read) {
      EXPECT_EQ(read->data.size(), said);
    }
  }
}

TEST(ChannelData, HasAChannelOfTheRfcs) {
  for (unsigned channel = 0; channel < 0x10000; ++channel) {
    const Bytes bytes = {static_cast<unsigned char>(channel >> 8), static_cast<unsigned char>(channel), 0, 0};
    EXPECT_EQ(channel_data(bytes).has_value(), channel >= 0x4000 && channel <= 0x4FFF) << channel;
  }
}

}  // namespace
}  // namespace deskready::network::turn

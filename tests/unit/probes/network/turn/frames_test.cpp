#include "probes/network/turn/frames.h"

#include <gtest/gtest.h>

#include "probes/network/turn/channel_data.h"
#include "tests/unit/probes/network/stun/rfc_vectors.h"

namespace deskready::network::turn {
namespace {

namespace vectors = stun::vectors;

/// As a server sends them over TCP: channel data of one byte has three of padding.
struct Row {
  std::vector<Bytes> messages = {vectors::response_v4, channel_packet(0x4000, Bytes(172, 7)),
                                 channel_packet(0x4FFF, Bytes{9}), vectors::response_v6,
                                 channel_packet(0x4001, Bytes{})};
  Bytes stream() const {
    Bytes all;
    for (const Bytes& one : messages) {
      all.insert(all.end(), one.begin(), one.end());
      all.resize((all.size() + 3) & ~std::size_t{3});
    }
    return all;
  }
};

std::vector<Bytes> read(Frames& frames) {
  std::vector<Bytes> all;
  while (auto one = frames.next()) all.push_back(std::move(*one));
  return all;
}

TEST(TurnFrames, AreWhatWasSentWhereverItWasCut) {
  const Row row;
  const Bytes stream = row.stream();
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    Frames frames;
    frames.take(View(stream).first(cut));
    std::vector<Bytes> all = read(frames);
    frames.take(View(stream).subspan(cut));
    for (Bytes& one : read(frames)) all.push_back(std::move(one));
    EXPECT_EQ(all, row.messages) << cut;
    EXPECT_FALSE(frames.broken());
  }
}

TEST(TurnFrames, AreWhatWasSentByteByByte) {
  const Row row;
  Frames frames;
  std::vector<Bytes> all;
  for (const unsigned char byte : row.stream()) {
    frames.take(View(&byte, 1));
    for (Bytes& one : read(frames)) all.push_back(std::move(one));
  }
  EXPECT_EQ(all, row.messages);
}

TEST(TurnFrames, EndWithWhatCannotBeAMessage) {
  for (const Bytes& wrong : {Bytes{0x50, 0, 0, 1}, Bytes{0xFF, 0xFF, 0, 0}, Bytes{'H', 'T', 'T', 'P'},
                             Bytes{0x40, 0, 0xFF, 0xFF}, Bytes{1, 1, 0xFF, 0xFF}}) {
    Frames frames;
    frames.take(wrong);
    EXPECT_FALSE(frames.next());
    EXPECT_TRUE(frames.broken());
    frames.take(Row().stream());
    EXPECT_FALSE(frames.next()) << "nobody knows where the next would begin";
  }
}

TEST(TurnFrames, WaitForTheRest) {
  Frames frames;
  for (const unsigned char byte : Bytes{0x40, 0, 0}) frames.take(View(&byte, 1));
  EXPECT_FALSE(frames.next());
  EXPECT_FALSE(frames.broken());
}

}  // namespace
}  // namespace deskready::network::turn

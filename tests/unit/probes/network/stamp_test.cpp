#include "probes/network/wire/stamp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "probes/network/sockets/linux/timestamps.h"
#include "probes/network/wire/packet_token.h"

namespace deskready::network {
namespace {

using Bytes = std::vector<unsigned char>;

PacketToken token_of_ones() {
  PacketToken token;
  token.fill(0x11);
  return token;
}

Bytes part(const Bytes& packet, std::size_t at, std::size_t size) {
  return {packet.begin() + static_cast<std::ptrdiff_t>(at),
          packet.begin() + static_cast<std::ptrdiff_t>(at + size)};
}

TEST(Ntp, CountsFrom1900) {
  EXPECT_EQ(ntp_from_unix_ns(0), 2'208'988'800ULL << 32);  // RFC 868
  EXPECT_EQ(ntp_from_unix_ns(946'684'800'500'000'000),
            3'155'673'600ULL << 32 | 1ULL << 31);  // RFC 5905: 2000
}

TEST(Ntp, LosesNoNanosecond) {
  for (const std::int64_t ns : {1'700'000'000'000'000'000, 1'700'000'000'000'000'001,
                                1'700'000'000'123'456'789, 1'700'000'000'999'999'999}) {
    EXPECT_EQ(unix_ns_from_ntp(ntp_from_unix_ns(ns)), ns);
  }
}

TEST(Ntp, GoesOnAfterTheEraOf2036) {
  // RFC 5905, figure 4: era 1 begins 2036-02-07 06:28:16 UTC, 2085978496 s after 1970.
  constexpr std::int64_t era_1 = 2'085'978'496'000'000'000;
  EXPECT_EQ(ntp_from_unix_ns(era_1), 0U);
  for (const std::int64_t ns :
       {era_1 - 1'000'000'000, era_1, era_1 + 123'456'789, era_1 + 86'400'000'000'000})
    EXPECT_EQ(unix_ns_from_ntp(ntp_from_unix_ns(ns)), ns);
}

// The octets are those of RFC 8762, figure 2, and RFC 8972, section 4.
TEST(Stamp, LaysOutTheSendersPacket) {
  Bytes packet(100, 0xEE);
  encode(SenderPacket{0x01020304, 0x0A0B0C0D0E0F1011, 0xABCD, token_of_ones()}, packet);
  EXPECT_EQ(part(packet, 0, 4), (Bytes{1, 2, 3, 4}));
  EXPECT_EQ(part(packet, 4, 8), (Bytes{0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11}));
  EXPECT_EQ(packet[12] & 0x40, 0) << "Z: the timestamps are NTP's";
  EXPECT_NE(packet[13], 0) << "a multiplier of 0 makes the estimate invalid (RFC 4656, section 4.1.2)";
  EXPECT_EQ(part(packet, 14, 2), (Bytes{0xAB, 0xCD}));
  EXPECT_EQ(part(packet, 16, 28), Bytes(28, 0));
  EXPECT_EQ(part(packet, 44, 4), (Bytes{0x80, 252, 0, 16})) << "senders set U";
  EXPECT_EQ(part(packet, 48, 16), Bytes(16, 0x11));
  EXPECT_EQ(part(packet, 64, 4), (Bytes{0x80, 1, 0, 32})) << "Extra Padding fills the rest";
  EXPECT_EQ(part(packet, 68, 32), Bytes(32, 0));
}

TEST(Stamp, LaysOutTheReflectorsPacket) {
  Bytes packet(64, 0xEE);
  encode(ReflectedPacket{0x01020304, 0x0A0B0C0D0E0F1011, 0xABCD, 0x2122232425262728, 0x31323334,
                         0x4142434445464748, token_of_ones()},
         packet);
  EXPECT_EQ(part(packet, 0, 4), (Bytes{1, 2, 3, 4}));
  EXPECT_EQ(part(packet, 4, 8), (Bytes{0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11}));
  EXPECT_EQ(part(packet, 14, 2), (Bytes{0xAB, 0xCD}));
  EXPECT_EQ(part(packet, 16, 8), (Bytes{0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28}));
  EXPECT_EQ(part(packet, 24, 4), (Bytes{0x31, 0x32, 0x33, 0x34}));
  EXPECT_EQ(part(packet, 28, 8), (Bytes{0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48}));
  EXPECT_EQ(part(packet, 38, 2), (Bytes{0, 0}));
  EXPECT_EQ(part(packet, 44, 4), (Bytes{0, 252, 0, 16})) << "a reflector that knows the type clears U";
}

/// Octets 36 to 43 of RFC 8762, figure 5: Session-Sender Error Estimate, MBZ, Ses-Sender TTL, MBZ.
TEST(Stamp, TheReflectorTellsTheSendersErrorEstimateAndTtl) {
  Bytes packet(64);
  encode(SenderPacket{7, 9, 3, token_of_ones()}, packet);
  packet[12] = 0xC5;  // synchronised, PTP format, scale 5
  packet[13] = 0x2A;
  const auto sent = decode_sender(packet);
  ASSERT_TRUE(sent);
  ReflectedPacket answer{1, 2, 3, 4, sent->sequence, sent->sent, sent->token};
  answer.sender_error_estimate = sent->error_estimate;
  answer.sender_ttl = 57;
  encode(answer, packet);
  EXPECT_EQ(part(packet, 36, 8), (Bytes{0xC5, 0x2A, 0, 0, 57, 0, 0, 0}));
  EXPECT_NE(part(packet, 12, 2), (Bytes{0xC5, 0x2A})) << "the reflector's own estimate is its own";
}

TEST(Stamp, ReadsWhatItWrote) {
  Bytes packet(172);
  encode(SenderPacket{7, 9, 3, token_of_ones()}, packet);
  const auto sent = decode_sender(packet);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->sequence, 7U);
  EXPECT_EQ(sent->sent, 9U);
  EXPECT_EQ(sent->ssid, 3);
  EXPECT_EQ(sent->token, token_of_ones());
  encode(ReflectedPacket{1, 2, 3, 4, 5, 6, token_of_ones()}, packet);
  const auto answer = decode_reflected(packet);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->sequence, 1U);
  EXPECT_EQ(answer->reflected, 2U);
  EXPECT_EQ(answer->received, 4U);
  EXPECT_EQ(answer->sender_sequence, 5U);
  EXPECT_EQ(answer->sent, 6U);
}

TEST(Stamp, RefusesWhatHasNoToken) {
  Bytes packet(smallest_packet);
  encode(SenderPacket{7, 9, 3, token_of_ones()}, packet);
  for (std::size_t size = 0; size < smallest_packet; ++size) {
    EXPECT_FALSE(decode_sender(std::span(packet).first(size))) << size;
  }
  packet[45] = 1;
  EXPECT_FALSE(decode_sender(packet));
  EXPECT_FALSE(decode_reflected(packet));
}

TEST(PacketToken, IsBoundToKeySessionAndSequence) {
  const PacketKey key{1};
  const PacketToken right = packet_token(key, 5, 100);
  EXPECT_TRUE(same(right, packet_token(key, 5, 100)));
  EXPECT_FALSE(same(right, packet_token(key, 5, 101)));
  EXPECT_FALSE(same(right, packet_token(key, 5, 100 << 8)));
  EXPECT_FALSE(same(right, packet_token(key, 6, 100)));
  EXPECT_FALSE(same(right, packet_token(PacketKey{2}, 5, 100)));
}

TEST(PacketToken, IsBoundToAllThatTheTagSays) {
  const PacketKey key{1};
  const SessionTag tag{SessionId{7}, 1000, 3, 9};
  const PacketToken right = packet_token(key, 5, 100, tag);
  EXPECT_TRUE(same(right, packet_token(key, 5, 100, tag)));
  EXPECT_FALSE(same(right, packet_token(key, 5, 100)));
  for (const SessionTag& other : {SessionTag{SessionId{8}, 1000, 3, 9}, SessionTag{SessionId{7}, 1001, 3, 9},
                                  SessionTag{SessionId{7}, 1000, 4, 9}, SessionTag{SessionId{7}, 1000, 3, 8}})
    EXPECT_FALSE(same(right, packet_token(key, 5, 100, other)));
}

TEST(Stamp, LaysOutTheSessionsTagBeforeItsToken) {
  Bytes packet(120);
  SenderPacket content{7, 9, 3, token_of_ones()};
  content.tag = SessionTag{SessionId{0xA1, 0xA2}, 0x01020304, 0x05060708, 0x1112131415161718};
  encode(content, packet);
  EXPECT_EQ(part(packet, 44, 4), (Bytes{0x80, 252, 0, 48}));
  EXPECT_EQ(part(packet, 48, 3), (Bytes{0xA1, 0xA2, 0}));
  EXPECT_EQ(part(packet, 64, 16),
            (Bytes{1, 2, 3, 4, 5, 6, 7, 8, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18}));
  EXPECT_EQ(part(packet, 80, 16), Bytes(16, 0x11));
  EXPECT_EQ(part(packet, 96, 4), (Bytes{0x80, 1, 0, 20})) << "Extra Padding fills the rest";
  const auto read = decode_sender(packet);
  ASSERT_TRUE(read && read->tag);
  EXPECT_EQ(read->token, token_of_ones());
  EXPECT_EQ(read->tag->session, content.tag->session);
  EXPECT_EQ(read->tag->stream, content.tag->stream);
  EXPECT_EQ(read->tag->echo, content.tag->echo);
  EXPECT_FALSE(decode_sender(std::span(packet).first(95))) << "cut within the tag";
}

TEST(MonotonicOf, TakesStampsOfTheLastSecondOnly) {
  const std::int64_t before = monotonic_ns();
  const auto fresh = monotonic_of(realtime_ns() - 1'000'000);
  ASSERT_TRUE(fresh);
  EXPECT_GE(*fresh, before - 2'000'000);
  EXPECT_LE(*fresh, monotonic_ns());
  // What a wall clock that was set by an hour leaves behind.
  EXPECT_FALSE(monotonic_of(realtime_ns() + 3'600'000'000'000));
  EXPECT_FALSE(monotonic_of(realtime_ns() - 3'600'000'000'000));
}

}  // namespace
}  // namespace deskready::network

// HOST:PORT: what is one, what is none, and that what is written is read again.
#include "config/base/host_port.h"

#include <gtest/gtest.h>

#include <random>

namespace deskready {
namespace {

TEST(HostPort, IsANameOrAnAddressAndAPort) {
  EXPECT_EQ(parse_host_port("edge.example:443"), (HostPort{"edge.example", 443}));
  EXPECT_EQ(parse_host_port("192.0.2.1:1"), (HostPort{"192.0.2.1", 1}));
  EXPECT_EQ(parse_host_port("[2001:db8::1]:65535"), (HostPort{"2001:db8::1", 65535}));
  EXPECT_EQ(parse_host_port("[::ffff:192.0.2.1]:80"), (HostPort{"::ffff:192.0.2.1", 80}));
  EXPECT_EQ(parse_host_port("[fe80::1%eth0]:80"), (HostPort{"fe80::1%eth0", 80}));
}

TEST(HostPort, IsNothingElse) {
  for (const char* const none : {"",
                                 ":",
                                 ":80",
                                 "edge.example",
                                 "edge.example:",
                                 "::1:8700",
                                 "2001:db8::1:8700",
                                 "[::1]",
                                 "[::1]:",
                                 "[::1]8700",
                                 "[::1:8700",
                                 "::1]:8700",
                                 "[]:80",
                                 "[edge.example]:80",
                                 "[::1%]:80",
                                 "[[::1]]:80",
                                 "a:80:80",
                                 "a b:80",
                                 " a:80",
                                 "a\t:80",
                                 "a@b:80",
                                 "a/b:80",
                                 "a?b:80",
                                 "a#b:80",
                                 "a\\b:80",
                                 "a%41:80",
                                 "a\x7f:80"})
    EXPECT_EQ(parse_host_port(none), std::nullopt) << none;
  EXPECT_EQ(parse_host_port(std::string_view("a\0b:80", 6)), std::nullopt);
}

TEST(HostPort, HasAPortOfDigitsAlone) {
  for (const char* const none : {"", "0", "00", "080", "0443", "+80", "-1", " 80", "80 ", "80x", "0x50",
                                 "65536", "99999", "4294967376", "18446744073709551696", "8e1", "８０"}) {
    EXPECT_EQ(parse_port(none), std::nullopt) << none;
    EXPECT_EQ(parse_host_port(std::string("edge.example:") + none), std::nullopt) << none;
  }
  EXPECT_EQ(parse_port("1"), 1);
  EXPECT_EQ(parse_port("65535"), 65535);
}

TEST(HostPort, MayLeaveTheUsualPortOut) {
  EXPECT_EQ(parse_host_port("edge.example", 443), (HostPort{"edge.example", 443}));
  EXPECT_EQ(parse_host_port("[::1]", 443), (HostPort{"::1", 443}));
  EXPECT_EQ(parse_host_port("edge.example:80", 443), (HostPort{"edge.example", 80}));
  EXPECT_EQ(parse_host_port("edge.example:", 443), std::nullopt);
  EXPECT_EQ(parse_host_port("::1", 443), std::nullopt);
}

TEST(HostPort, OfWhoListensMayBeTheSystemsChoice) {
  EXPECT_EQ(parse_listening("127.0.0.1:0"), (HostPort{"127.0.0.1", 0}));
  EXPECT_EQ(parse_listening("[::]:8443"), (HostPort{"::", 8443}));
  EXPECT_EQ(parse_listening("127.0.0.1:00"), std::nullopt);
  EXPECT_EQ(parse_listening("127.0.0.1:"), std::nullopt);
}

TEST(HostPort, IsReadAsItIsWritten) {
  EXPECT_EQ(to_text({"::1", 8700}), "[::1]:8700");
  EXPECT_EQ(to_text({"192.0.2.1", 80}), "192.0.2.1:80");
  EXPECT_EQ(in_brackets("[::1]"), "[::1]");
  std::mt19937 random(7);
  const auto upto = [&](unsigned most) { return std::uniform_int_distribution<unsigned>(0, most)(random); };
  for (int i = 0; i < 5000; ++i) {
    HostPort place{"", static_cast<std::uint16_t>(1 + upto(65534))};
    if (upto(1) == 0) {
      for (unsigned group = 0; group < 8; ++group) {
        constexpr std::string_view hex = "0123456789abcdefABCDEF";
        if (group > 0) place.host += ':';
        for (unsigned digit = upto(3) + 1; digit > 0; --digit) place.host += hex[upto(21)];
      }
    } else {
      constexpr std::string_view letters = "abcxyzABCXYZ0189-_.";
      for (unsigned length = upto(30) + 1; length > 0; --length) place.host += letters[upto(18)];
    }
    ASSERT_EQ(parse_host_port(to_text(place)), place) << to_text(place);
  }
}

/// Whatever text is taken says the same when it is written again.
TEST(HostPort, HasOneFormOnly) {
  std::mt19937 random(11);
  constexpr std::string_view marks = "0189af:.[]%+- gA";
  std::uniform_int_distribution<std::size_t> mark(0, marks.size() - 1), length(1, 12);
  int taken = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (std::size_t left = length(random); left > 0; --left) text += marks[mark(random)];
    const auto read = parse_host_port(text);
    if (!read) continue;
    ++taken;
    ASSERT_EQ(to_text(*read), text);
  }
  EXPECT_GT(taken, 100);
}

}  // namespace
}  // namespace deskready

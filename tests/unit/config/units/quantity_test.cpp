#include "config/units/quantity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>
#include <string>

#include "config/base/text.h"

namespace deskready {
namespace {

TEST(Quantity, ReadsWhatPeopleWrite) {
  EXPECT_EQ(parse_quantity("25 Mbps"), (Quantity{25e6, Unit::bit_per_second}));
  EXPECT_EQ(parse_quantity("3 MB/s"), (Quantity{24e6, Unit::bit_per_second}));
  EXPECT_EQ(parse_quantity("8 GiB"), (Quantity{8.0 * 1024 * 1024 * 1024, Unit::byte}));
  EXPECT_EQ(parse_quantity("3 years"), parse_quantity("3 y"));
  EXPECT_EQ(parse_quantity("15\""), parse_quantity("15 in"));
  EXPECT_NEAR(parse_quantity_in("24 inches", Unit::metre).value(), 0.6096, 1e-12);
  EXPECT_EQ(parse_quantity("-50dBFS"), (Quantity{-50, Unit::dbfs}));
  EXPECT_EQ(parse_quantity(" +1.5e3 kB "), (Quantity{1.5e6, Unit::byte}));
}

TEST(Quantity, SaysWhatIsWrong) {
  EXPECT_EQ(parse_quantity("5 Mbsp").error(), "\"Mbsp\" is no unit; did you mean Mbps?");
  EXPECT_EQ(parse_quantity_in("20 gigs", Unit::byte).error().find("gbps"), std::string::npos)
      << "a rate is no help where a size is asked for";
  for (const char* const text :
       {"", " ", "many Mbps", "Mbps", "nan s", "inf s", "1e400 s", "--5 ms", "0x10 s"}) {
    EXPECT_FALSE(parse_quantity(text)) << text;
  }
  EXPECT_FALSE(parse_quantity_in("25", Unit::bit_per_second));
  EXPECT_FALSE(parse_quantity_in("25 MB", Unit::bit_per_second));
  EXPECT_TRUE(parse_quantity_in("4", Unit::count));
}

TEST(Quantity, NoFigureIsInfiniteOrNone) {
  for (const char* text :
       {"inf", "inf s", "-inf Mbps", "nan", "nan GB", "infinity", "1e308 GB", "-1e308 Gbps", "1e999"})
    EXPECT_FALSE(parse_quantity(text)) << text;
}

constexpr std::string_view unit_words =
    "bps|bit/s|kbps|kbit/s|Kbps|kb/s|Mbps|Mbit/s|Mb/s|mbps|Gbps|Gbit/s|Gb/s|gbps|kB/s|MB/s|GB/s|B|"
    "byte|bytes|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB|ns|us|ms|s|min|h|d|y|years|%|ppm|Hz|kHz|MHz|GHz|dB|"
    "dBFS|dBov|dBm|in|inch|inches|cm|m|Mbit/sec|megabits per second|kilobits per second|"
    "gigabits per second|millisecond|milliseconds|second|seconds|minute|minutes|hour|hours|day|days|"
    "week|weeks|year|percent|per cent";

TEST(Quantity, EveryMisspeltUnitIsRefused) {
  std::set<std::string, std::less<>> units;
  for (const std::string_view unit : split(unit_words, '|')) units.emplace(unit);
  for (const std::string& unit : units) {
    ASSERT_TRUE(parse_quantity("5 " + unit)) << unit;
    for (std::size_t at = 0; at < unit.size(); ++at) {
      std::string dropped = unit, doubled = unit, other_case = unit;
      dropped.erase(at, 1);
      doubled.insert(at, 1, unit[at]);
      other_case[at] = static_cast<char>(other_case[at] ^ 0x20);
      for (const std::string& wrong : {dropped, doubled, other_case}) {
        if (wrong.empty() || units.contains(wrong) || wrong.front() == ' ' ||
            (wrong[0] >= '0' && wrong[0] <= '9'))
          continue;
        const auto read = parse_quantity("5 " + wrong);
        ASSERT_FALSE(read) << "5 " << wrong;
        EXPECT_NE(read.error().find("is no unit"), std::string::npos) << read.error();
      }
    }
  }
}

TEST(Quantity, WrittenExactlyReadsBackTheSame) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> exponent(-7, 13), mantissa(1, 10);
  const Unit units[] = {Unit::count,          Unit::score, Unit::ratio, Unit::second,
                        Unit::bit_per_second, Unit::byte,  Unit::hertz, Unit::decibel,
                        Unit::dbfs,           Unit::dbov,  Unit::dbm,   Unit::metre};
  for (int i = 0; i < 20'000; ++i) {
    const Unit unit = units[i % std::size(units)];
    const double value = (i % 3 == 0 ? -1 : 1) * mantissa(random) * std::pow(10.0, exponent(random));
    const std::string text = format_quantity(value, unit, 17);
    const auto read = parse_quantity_in(text, unit);
    ASSERT_TRUE(read) << text << ": " << read.error();
    // A prefix costs a rounding in each direction.
    ASSERT_NEAR(*read / value, 1, 4e-16) << text;
  }
}

// Inches are not: 112 m by 0.0254 and back is another number.
TEST(Quantity, WrittenExactlyReadsBackTheSameWhereTheLastDigitMoves) {
  for (int i = 1; i < 5000; ++i) {
    for (const Unit unit : {Unit::metre, Unit::second, Unit::ratio}) {
      const double value = unit == Unit::ratio ? i * 0.01 : i / 10.;
      const std::string written = format_quantity(value, unit, 17);
      EXPECT_EQ(parse_quantity_in(written, unit), value) << written;
    }
  }
  EXPECT_EQ(format_quantity(112, Unit::metre, 17), "112 m");
}

TEST(Quantity, UnitsAndSymbolsAreOneToOne) {
  std::set<std::string_view> symbols;
  for (int i = 0; i <= static_cast<int>(Unit::metre); ++i) {
    const auto unit = static_cast<Unit>(i);
    EXPECT_TRUE(symbols.insert(unit_symbol(unit)).second) << unit_symbol(unit);
    // A spec that was resolved is written in base units, and must read back.
    const std::string text = "3 " + std::string(unit_symbol(unit));
    if (unit > Unit::ratio) {
      EXPECT_EQ(parse_quantity_in(text, unit).value_or(0), 3) << text;
    }
  }
}

TEST(Quantity, IsWrittenForPeople) {
  EXPECT_EQ(format_quantity(25e6, Unit::bit_per_second), "25 Mbit/s");
  EXPECT_EQ(format_quantity(0.12, Unit::second), "120 ms");
  EXPECT_EQ(format_quantity(0, Unit::second), "0 s");
  EXPECT_EQ(format_quantity(0.01, Unit::ratio), "1 %");
  EXPECT_EQ(format_quantity(8.0 * 1024 * 1024 * 1024, Unit::byte), "8 GiB");
  EXPECT_EQ(format_bytes(8.0 * 1024 * 1024 * 1024), "8.59 GB");
  EXPECT_EQ(format_bytes(1024 * 1024), "1.05 MB");
  EXPECT_EQ(format_bytes(0), "0 B");
  EXPECT_EQ(format_quantity(-0.0, Unit::decibel), "0 dB");
  EXPECT_EQ(format_quantity(2.27e-7, Unit::ratio), "0.0000227 %");
  EXPECT_EQ(format_quantity(1e-7, Unit::ratio), "0.00001 %");
  EXPECT_EQ(format_quantity(-1e-20, Unit::ratio), "0 %");
  EXPECT_EQ(format_quantity(0.6043, Unit::metre), "23.8 in");
  EXPECT_EQ(format_quantity(3 * 365.25 * 86400, Unit::second), "3 y");
}

}  // namespace
}  // namespace deskready

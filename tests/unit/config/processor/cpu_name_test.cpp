#include "config/processor/cpu_name.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

struct Expected {
  std::string vendor, family, tier, generation;
  bool operator==(const Expected&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Expected& name) {
  return out << name.vendor << " | " << name.family << " | " << name.tier << " | " << name.generation;
}

Expected as_table(const CpuName& name) {
  const auto text = [](const std::string& part) { return part.empty() ? "-" : part; };
  const auto number = [](std::optional<int> part) { return part ? std::to_string(*part) : "-"; };
  return {text(name.vendor), text(name.family), number(name.tier), number(name.generation)};
}

Expected of_heading(const std::string& line) {
  std::vector<std::string> parts(1);
  for (const char c : line.substr(1)) {
    if (c == '|') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  for (std::string& part : parts) {
    part.erase(0, part.find_first_not_of(' '));
    part.erase(part.find_last_not_of(' ') + 1);
  }
  EXPECT_EQ(parts.size(), 4U) << line;
  parts.resize(4);
  return {parts[0], parts[1], parts[2], parts[3]};
}

TEST(CpuName, EveryNameOfTheTable) {
  std::ifstream table(source_folder() + "/tests/unit/config/processor/cpu_names.txt");
  ASSERT_TRUE(table);
  Expected expected;
  int names = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with('=')) {
      expected = of_heading(line);
      continue;
    }
    ++names;
    EXPECT_EQ(as_table(parse_cpu_name(line)), expected) << line;
  }
  EXPECT_GE(names, 300);
}

TEST(CpuName, NothingBreaksIt) {
  EXPECT_EQ(parse_cpu_name(""), CpuName{});
  EXPECT_EQ(parse_cpu_name("   \t , @ 2 GHz"), CpuName{});
  EXPECT_EQ(parse_cpu_name(std::string(100'000, '(')), CpuName{});
  EXPECT_EQ(parse_cpu_name("Intel").family, "");
  EXPECT_EQ(parse_cpu_name("Intel Core").family, "");
  EXPECT_EQ(parse_cpu_name("Intel Core i5-").family, "Core i5");
  EXPECT_EQ(parse_cpu_name("Intel Core i5-99999999999999999999").generation, std::nullopt);
  EXPECT_EQ(parse_cpu_name("AMD Ryzen").family, "");
  EXPECT_EQ(parse_cpu_name("AMD Ryzen AI").family, "Ryzen AI");
  EXPECT_EQ(parse_cpu_name("ARM "), CpuName{});
  EXPECT_EQ(parse_cpu_name("Intel\xff\xfe Core(TM) \x01i5-8250U").vendor, "");
}

}  // namespace
}  // namespace deskready

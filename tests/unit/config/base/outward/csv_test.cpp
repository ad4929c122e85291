// CSV, held against Python's reader.
#include "config/base/outward/csv.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

namespace deskready {
namespace {

TEST(Csv, QuotesWhatWouldBreakALine) {
  EXPECT_EQ(csv_line(std::array<std::string, 3>{"a", "b,c", "d \"e\""}), "a,\"b,c\",\"d \"\"e\"\"\"\r\n");
  EXPECT_EQ(csv_line(std::array<std::string, 2>{"", "x"}), ",x\r\n");
}

TEST(Csv, DisarmsFormulas) {
  for (const char* const formula : {"=1+1", "+1", "-1+cmd|'x'", "@SUM(A1)", " =1", "-", "-1e5x", "＝1"}) {
    const std::string line = csv_line(std::array<std::string, 1>{formula});
    EXPECT_NE(line.find("'" + std::string(formula)), std::string::npos) << line;
  }
  for (const char* const hidden : {"\t=1", "\r\n=1"})
    EXPECT_TRUE(csv_line(std::array<std::string, 1>{hidden}).starts_with("' ")) << hidden;
  EXPECT_EQ(csv_line(std::array<std::string, 2>{"-1.5e-05", "a=b"}), "-1.5e-05,a=b\r\n");
}

/// Python's csv module reads whatever lines are written as they were meant.
TEST(Csv, IsReadBackByPython) {
  std::mt19937 random(3);
  const std::string letters = "ab ,\"'";
  nlohmann::json rows = nlohmann::json::array();
  std::string text;
  for (int i = 0; i < 500; ++i) {
    std::vector<std::string> fields(2 + random() % 4);
    for (std::string& field : fields) {
      field = "x";  // no formula, which would gain an apostrophe
      for (std::size_t left = random() % 8; left > 0; --left) field += letters[random() % letters.size()];
    }
    text += csv_line(fields);
    rows.push_back(fields);
  }
  std::string folder = testing::TempDir() + "deskready-csv-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  std::ofstream(folder + "/rows.csv", std::ios::binary) << text;
  std::ofstream(folder + "/rows.json") << rows;
  std::ofstream(folder + "/read.py") << "import csv, json, sys\n"
                                        "folder = sys.argv[1]\n"
                                        "read = list(csv.reader(open(folder + '/rows.csv', newline='')))\n"
                                        "sys.exit(read != json.load(open(folder + '/rows.json')))\n";
  EXPECT_EQ(std::system(("python3 " + folder + "/read.py " + folder).c_str()), 0);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace deskready

// A folder of many reports is read once; what was remembered is never taken for what is there.
#include "reports/desk/desk_index.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>

#include "reports/desk/derived_row.h"
#include "reports/desk/desk_folder.h"
#include "reports/desk/desk_table.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const WallTime now = at("2026-11-25T09:29:45Z");

class Remembering : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deskready-index-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    for (const Scene& scene : scenes()) write(scene.name + ".json", dump(to_json(scene.report)));
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    stamps_[name] = "stamp " + std::to_string(++written_);
  }

  /// What is shown at this time, by what was remembered and what has changed since.
  std::string shown(WallTime time = now) {
    read_ = 0;
    DeskMemory memory{std::move(index_),
                      [&](const fs::path& file) { return stamps_[file.filename().string()]; },
                      [&](DeskRow& row) { hold_against_time(row, time); }};
    const std::string text = table(&memory, time);
    // As it comes back from the disk.
    index_ = read_index(index_text(memory.index)).value();
    changed_ = memory.changed;
    return text;
  }
  std::string shown_without(WallTime time = now) { return table(nullptr, time); }

  std::string table(DeskMemory* memory, WallTime time) {
    const std::vector<Spec> specs{acme_spec()};
    const auto rows = read_desk(
        folder_,
        [&](const std::string& file, std::string_view document) {
          ++read_;
          return desk_row(file, document, specs, time);
        },
        memory);
    return desk_csv(rows.value(), time) + desk_text(rows.value(), time, 100) +
           desk_json(rows.value(), time).dump();
  }

  fs::path folder_;
  std::map<std::string, std::string> stamps_;
  DeskIndex index_{"", {}};
  int written_ = 0;
  std::size_t read_ = 0;
  bool changed_ = false;
};

TEST_F(Remembering, ReadsWhatIsNewAndNoMore) {
  const std::string first = shown();
  EXPECT_EQ(read_, scenes().size());
  EXPECT_TRUE(changed_);
  EXPECT_EQ(first, shown_without());
  EXPECT_EQ(shown(), first);
  EXPECT_EQ(read_, 0u);
  EXPECT_FALSE(changed_);
  write("ready.json", "{}");
  const std::string again = shown();
  EXPECT_EQ(read_, 1u);
  EXPECT_EQ(again, shown_without());
  write("new.json", "{}");
  shown();
  EXPECT_EQ(read_, 1u);
}

TEST_F(Remembering, ForgetsWhatIsGone) {
  shown();
  fs::remove(folder_ / "ready.json");
  EXPECT_EQ(shown(), shown_without());
  EXPECT_TRUE(changed_);
  EXPECT_FALSE(index_.files.contains("ready.json"));
}

TEST_F(Remembering, ReadsAgainWhatCannotBeTold) {
  stamps_["ready.json"].clear();
  shown();
  shown();
  EXPECT_EQ(read_, 1u);
  EXPECT_FALSE(index_.files.contains("ready.json"));
}

// A report that was good when it was read is not good for ever.
TEST_F(Remembering, HoldsEachAgainstTheTimeOfTheLook) {
  shown();
  for (const WallTime time : {now + 24h * 400, now - 24h * 400, now}) {
    EXPECT_EQ(shown(time), shown_without(time));
  }
}

TEST(DeskIndexes, ThatAreBrokenAreNone) {
  DeskRow row = refused_row("a.json", "why");
  row.reported = Verdict::ready;
  DeskIndex index{"by", {{"a.json", {"stamp", {row}}}}};
  const std::string good = index_text(index);
  ASSERT_TRUE(read_index(good));
  EXPECT_EQ(index_text(*read_index(good)), good);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const auto place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    return text.replace(place, from.size(), to);
  };
  for (const std::string& broken :
       {std::string(), std::string("{}"), with("desk-index/1", "desk-index/2"),
        with("\"reported\":0", "\"reported\":9"), with("\"flags\":[0]", "\"flags\":[99]"),
        with("\"trust\":0", "\"trust\":-1"), with("\"rows\":[", "\"row\":["),
        with("\"reference\":\"\"", "\"reference\":1"), with("\"finished\":0", "\"finished\":\"0\""),
        with("\"finished\":0", "\"finished\":9223372036854775807"),
        with("\"valid_until\":0", "\"valid_until\":-9223372036854775808"),
        with("\"valid_until\":0", "\"valid_until\":18446744073709551615")})
    EXPECT_FALSE(read_index(broken)) << broken;
}

}  // namespace
}  // namespace deskready

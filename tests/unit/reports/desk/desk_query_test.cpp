// What an employer asks of a folder of reports.
#include "reports/desk/desk_query.h"

#include <gtest/gtest.h>

#include <chrono>

#include "reports/desk/desk_table.h"

namespace deskready {
namespace {

using namespace std::chrono_literals;
using Files = std::vector<std::string>;

const WallTime now = parse_time("2026-11-25T09:00:00Z").value();

/// A report of so many hours ago, which holds for three days from then.
DeskRow row(const std::string& file, const std::string& person, int hours, Verdict verdict,
            std::vector<DeskFlag> flags = {}) {
  DeskRow row;
  row.file = file;
  row.reference = person;
  row.spec = "acme 1";
  row.spec_name = "acme";
  row.reported = row.derived = verdict;
  row.finished = now - hours * 1h;
  row.valid_until = row.finished + 72h;
  row.flags = std::move(flags);
  return row;
}

Files files_of(const std::vector<DeskRow>& rows, const DeskQuery& query) {
  Files files;
  for (const DeskRow& one : rows_asked(rows, query)) files.push_back(one.file);
  return files;
}

const std::vector<DeskRow> inbox = {
    row("a-old", "A", 48, Verdict::not_ready),
    row("a-new", "A", 1, Verdict::ready),
    row("b-old", "B", 30, Verdict::ready),
    row("b-new", "B", 2, Verdict::ready, {DeskFlag::verdict_differs}),
    row("c-old", "C", 40, Verdict::ready),
    row("c-new", "C", 3, Verdict::ready_with_warnings),
    row("gone", "D", 100, Verdict::ready, {DeskFlag::expired}),
    refused_row("broken", "no report"),
};

TEST(DeskQuery, AsksForAllByItself) {
  EXPECT_EQ(files_of(inbox, {}).size(), inbox.size());
}

TEST(DeskQuery, TakesTheNewestThatHolds) {
  EXPECT_EQ(files_of(inbox, {.newest = true}), (Files{"a-new", "b-old", "c-new", "gone", "broken"}))
      << "b-new was changed; of D there is no other";
  std::vector<DeskRow> two = {row("voice", "A", 1, Verdict::ready), row("chat", "A", 2, Verdict::ready)};
  two[1].spec_name = "chat";
  EXPECT_EQ(files_of(two, {.newest = true}).size(), 2u) << "two kinds of work";
  two[1].spec_name = "acme";
  two[1].spec = "acme 2";
  EXPECT_EQ(files_of(two, {.newest = true}).size(), 1u) << "another version of the same";
  for (DeskRow& one : two) one.reference.clear();
  EXPECT_EQ(files_of(two, {.newest = true}).size(), 2u) << "nobody knows that they are of one";
  for (DeskRow& one : two) one.machine = "m";
  EXPECT_EQ(files_of(two, {.newest = true}).size(), 1u);
}

TEST(DeskQuery, AsksByTime) {
  EXPECT_EQ(files_of(inbox, {.since = now - 3h}), (Files{"a-new", "b-new", "c-new", "broken"}))
      << "what cannot be read may be of any time";
  EXPECT_EQ(files_of(inbox, {.expiring = now + 40h}), (Files{"a-old", "c-old"}));
  EXPECT_EQ(files_of(inbox, {.newest = true, .expiring = now + 43h}), (Files{"b-old"}));
}

TEST(DeskQuery, AsksWhatChanged) {
  EXPECT_EQ(files_of(inbox, {.changed = true}), (Files{"a-new", "c-new"}));
}

TEST(DeskQuery, AsksForARule) {
  std::vector<DeskRow> rows = {row("a", "A", 1, Verdict::not_ready), row("b", "B", 1, Verdict::not_ready)};
  rows[0].failed = {"require.network.download"};
  rows[1].failed = {"require.network.downloads", "ask.line"};
  EXPECT_EQ(files_of(rows, {.failed = "network.download"}), (Files{"a"}));
  EXPECT_EQ(files_of(rows, {.failed = "require.network.download"}), (Files{"a"}));
  EXPECT_EQ(files_of(rows, {.failed = "line"}), (Files{"b"}));
  EXPECT_EQ(files_of(rows, {.failed = "work.download"}), (Files{}));
}

TEST(DeskQuery, SaysWhoMayStart) {
  EXPECT_EQ(files_of(inbox, {.ready_on = now}), (Files{"a-new", "b-old", "c-new"}));
  EXPECT_EQ(files_of(inbox, {.ready_on = now + 70h}), (Files{"a-new"})) << "the others' reports end before";
  EXPECT_EQ(
      files_of({row("a", "A", 2, Verdict::ready), row("b", "A", 1, Verdict::not_ready)}, {.ready_on = now}),
      Files{})
      << "the newest counts";
}

TEST(DeskQuery, SaysWhoIsMissing) {
  const auto rows = rows_asked(inbox, {.expected = {"A", "D", "E", "B", "E"}});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].file, "gone");
  EXPECT_EQ(rows[1].reference, "E");
  EXPECT_EQ(rows[1].flags, std::vector{DeskFlag::missing});
  EXPECT_FALSE(holds(rows[1]));
  EXPECT_NE(desk_text(rows, now, 100).find("Missing"), std::string::npos);
  EXPECT_NE(desk_csv(rows, now).find("E,missing,"), std::string::npos);
}

TEST(PeopleLists, AreReadAsPeopleKeepThem) {
  const auto read = [](std::string_view text) { return read_people(text).value_or(Files{"fault"}); };
  EXPECT_EQ(read("A-1\nA-2\n"), (Files{"A-1", "A-2"}));
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "name,Reference,city\r\n\"Liddell, Alice\",A-1,Oxford\r\n\r\n\"B \"\"Bo\"\"\",A-2,\r\n"),
            (Files{"A-1", "A-2"}));
  EXPECT_EQ(read("reference;name\nA-1;Liddell, Alice\n"), (Files{"A-1"}));
  EXPECT_EQ(read("A-1,Alice\nA-2,Bo"), (Files{"A-1", "A-2"})) << "without names of columns the first counts";
  for (const char* const wrong :
       {"", "\n", "reference\n", "name,reference\nAlice\n", "A 1\n", "A-1\n\xD0\x90-2\n"})
    EXPECT_EQ(read(wrong), Files{"fault"}) << wrong;
  EXPECT_NE(read_people("A-1\n\nA 2\n").error().find("line 3"), std::string::npos);
}

}  // namespace
}  // namespace deskready

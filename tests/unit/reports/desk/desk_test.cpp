// The employer's table over many reports: what is derived again, and what is flagged.
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "config/spec/chain/load.h"
#include "reports/desk/derived_row.h"
#include "reports/desk/desk_folder.h"
#include "reports/desk/desk_table.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

using nlohmann::json;

const WallTime now = at("2026-11-25T09:29:45Z");

json document_of(std::string_view scene) {
  for (const Scene& one : scenes()) {
    if (one.name == scene) return json::parse(dump(to_json(one.report)));
  }
  ADD_FAILURE() << scene;
  return {};
}

DeskRow row_of(const json& document) {
  const std::vector<Spec> specs{acme_spec(), load_spec("voice-baseline").value()};
  return desk_row("r.json", document.dump(), specs, now);
}

RowOf by(std::vector<Spec> specs) {
  return [specs = std::move(specs)](const std::string& file, std::string_view document) {
    return desk_row(file, document, specs, now);
  };
}

bool has(const DeskRow& row, DeskFlag flag) {
  return std::find(row.flags.begin(), row.flags.end(), flag) != row.flags.end();
}

TEST(Desk, HonestReportsAreDerivedToTheSameVerdict) {
  for (const char* const scene : {"ready", "not_ready", "incomplete", "baseline"}) {
    DeskRow row = row_of(document_of(scene));
    ASSERT_TRUE(row.derived) << scene;
    EXPECT_EQ(row.derived, row.reported) << scene;
    std::erase(row.flags, DeskFlag::unguided);  // accuses nobody
    EXPECT_TRUE(row.flags.empty()) << scene << ": " << to_string(row.flags[0]);
  }
  const DeskRow row = row_of(document_of("not_ready"));
  EXPECT_EQ(row.failed, (std::vector<std::string>{"require.network.download", "require.network.link.kind",
                                                  "require.audio.headset.connection",
                                                  "require.system.memory.installed", "ask.line"}));
}

TEST(Desk, ALineToAPublicTestIsMarkedAndJudgedAsBefore) {
  const DeskRow row = row_of(document_of("public_test"));
  EXPECT_EQ(row.derived, Verdict::ready_with_warnings);
  EXPECT_EQ(row.derived, row.reported);
  EXPECT_TRUE(has(row, DeskFlag::public_test));
  EXPECT_FALSE(has(row, DeskFlag::inconsistent));
  json claimed = document_of("ready");
  claimed["conditions"]["far_end"] = "public_test";
  Spec acme = acme_spec();
  EXPECT_FALSE(has(desk_row("r.json", claimed.dump(), {&acme, 1}, now), DeskFlag::verdict_differs));
  acme.far_end_url = "https://edge.acme.example";
  EXPECT_TRUE(has(desk_row("r.json", claimed.dump(), {&acme, 1}, now), DeskFlag::verdict_differs))
      << "it names a far end, and allows no other";
}

TEST(Desk, AChangedDocumentGivesItselfAway) {
  json verdict = document_of("not_ready");
  verdict["verdict"] = "ready";
  EXPECT_TRUE(has(row_of(verdict), DeskFlag::verdict_differs));

  json finding = document_of("not_ready");
  finding["verdict"] = "ready";
  for (json& one : finding["findings"]) one["outcome"] = "met";
  const DeskRow lied = row_of(finding);
  EXPECT_TRUE(has(lied, DeskFlag::inconsistent)) << "its facts say otherwise";
  EXPECT_EQ(lied.derived, Verdict::not_ready);

  json less = document_of("not_ready");
  auto& findings = less["findings"];
  findings.erase(std::remove_if(findings.begin(), findings.end(),
                                [](const json& one) { return one["outcome"] == "not_met"; }),
                 findings.end());
  EXPECT_TRUE(has(row_of(less), DeskFlag::inconsistent)) << "rules were left out";

  json times = document_of("ready");
  times["finished"] = "2026-11-24T09:28:00Z";
  EXPECT_TRUE(has(row_of(times), DeskFlag::inconsistent));
  json future = document_of("ready");
  future["finished"] = "2027-11-24T09:28:00Z";
  EXPECT_TRUE(has(row_of(future), DeskFlag::future));
}

TEST(Desk, NoReportVouchesForItself) {
  json document = document_of("ready");
  for (json& finding : document["findings"]) finding["trust"] = "witnessed";
  for (json& fact : document["facts"]) fact["trust"] = "witnessed";
  EXPECT_EQ(row_of(document).trust, Trust::self);
}

TEST(Desk, WhatCannotBeIsInconsistent) {
  const auto flagged = [](json document) { return has(row_of(document), DeskFlag::inconsistent); };
  ASSERT_FALSE(flagged(document_of("ready")));
  json outside = document_of("ready");
  outside["facts"]["network.download"]["low"] = 9e9;
  outside["facts"]["network.download"]["high"] = 9.1e9;
  EXPECT_TRUE(flagged(outside)) << "the figure is not in its interval";
  json negative = document_of("ready");
  json& download = negative["facts"]["network.download"];
  download.erase("low");
  download.erase("high");
  download["value"] = -5;
  EXPECT_TRUE(flagged(negative)) << "no line has less than nothing";
  json longer = document_of("ready");
  longer["valid_until"] = "2099-01-01T00:00:00Z";
  EXPECT_TRUE(flagged(longer)) << "the spec says how long a report is good";
  json renewed = document_of("ready");
  renewed["started"] = "2027-11-24T09:28:45Z";
  renewed["finished"] = "2027-11-24T09:29:45Z";
  renewed["valid_until"] = "2027-11-30T09:29:45Z";
  const std::vector<Spec> specs{acme_spec()};
  EXPECT_TRUE(
      has(desk_row("r.json", renewed.dump(), specs, at("2027-11-25T09:29:45Z")), DeskFlag::inconsistent))
      << "a new date over old figures";
  json other = document_of("ready");
  other["spec"]["version"] = "1999";
  EXPECT_TRUE(flagged(other)) << "the content is of another version";
}

TEST(Desk, WhatNobodyGuidedLeftOpenIsSaid) {
  for (const bool known : {true, false}) {
    json document = document_of("baseline");
    if (!known) document["spec"]["sha256"] = std::string(64, 'b');
    const DeskRow row = row_of(document);
    EXPECT_TRUE(has(row, DeskFlag::unguided)) << known;
    ASSERT_FALSE(row.notes.empty());
    EXPECT_NE(
        desk_note_words("en", row.notes[0].first, row.notes[0].second).find("require.audio.speaker.heard"),
        std::string::npos)
        << "which";
    EXPECT_FALSE(has(row_of(document_of("ready")), DeskFlag::unguided));
  }
}

TEST(Desk, OneOldFigureAmongNewOnesIsSaid) {
  for (const bool known : {true, false}) {
    json document = document_of("ready");
    if (!known) document["spec"]["sha256"] = std::string(64, 'b');
    ASSERT_FALSE(has(row_of(document), DeskFlag::old_facts));
    document["facts"]["network.download"]["at"] = "2026-11-19T09:28:45Z";
    const DeskRow row = row_of(document);
    EXPECT_TRUE(has(row, DeskFlag::old_facts)) << known;
    EXPECT_NE(desk_json({&row, 1}, now).dump().find("network.download (5 d)"), std::string::npos)
        << desk_json({&row, 1}, now).dump(1);
  }
}

/// The first finding about this fact.
json& finding_about(json& document, std::string_view fact) {
  for (json& one : document["findings"]) {
    if (one["fact"] == fact) return one;
  }
  ADD_FAILURE() << fact;
  return document["findings"][0];
}

std::string notes_about(const DeskRow& row) {
  std::string all;
  for (const auto& [note, arguments] : row.notes) all += desk_note_words("en", note, arguments) + "\n";
  return all;
}

TEST(Desk, AFindingSaysWhatItsFactSays) {
  // By the spec, and by the document alone where nobody has the spec.
  for (const bool known : {true, false}) {
    json document = document_of("ready");
    if (!known) document["spec"]["sha256"] = std::string(64, 'b');
    ASSERT_FALSE(has(row_of(document), DeskFlag::inconsistent)) << notes_about(row_of(document));
    json& finding = finding_about(document, "network.download");
    finding["value"] = 900e6;
    finding["measured"] = "900 Mbit/s";
    const DeskRow row = row_of(document);
    EXPECT_TRUE(has(row, DeskFlag::inconsistent)) << known;
    EXPECT_NE(notes_about(row).find("is said to have measured 900 Mbit/s"), std::string::npos)
        << notes_about(row);
    finding.erase("value");  // as documents of earlier versions have it: text alone
    EXPECT_TRUE(has(row_of(document), DeskFlag::inconsistent)) << known;
  }
}

TEST(Desk, AFindingIsOfItsRulesLevel) {
  json document = document_of("not_ready");
  for (json& one : document["findings"]) one["level"] = "recommend";
  document["verdict"] = "ready_with_warnings";
  const DeskRow row = row_of(document);
  EXPECT_TRUE(has(row, DeskFlag::inconsistent));
  EXPECT_NE(notes_about(row).find("level recommend, but its spec makes it require"), std::string::npos)
      << notes_about(row);
}

TEST(Desk, AnAnswerIsWhatWasSaid) {
  json document = document_of("ready");
  document["spec"]["sha256"] = std::string(64, 'b');
  finding_about(document, "ask.line")["value"] = "something else";
  EXPECT_TRUE(has(row_of(document), DeskFlag::inconsistent));
}

TEST(Desk, FactsInAnotherUnitAreConvertedOrRefused) {
  json converted = document_of("ready");
  json& download = converted["facts"]["network.download"];
  ASSERT_EQ(download["unit"], "bit/s");
  for (const char* figure : {"value", "low", "high"}) {
    if (download.contains(figure)) download[figure] = download[figure].get<double>() / 1e6;
  }
  download["unit"] = "Mbit/s";
  EXPECT_TRUE(row_of(converted).flags.empty()) << notes_about(row_of(converted));
  // 48 "bit/s" of a line that is said to have had 48 Mbit/s.
  download["unit"] = "bit/s";
  EXPECT_TRUE(has(row_of(converted), DeskFlag::inconsistent));
  for (const json& unit : {json("parsec"), json("s"), json("000 bit/s"), json(""), json(7), json("MB")}) {
    json refused = document_of("ready");
    refused["facts"]["network.download"]["unit"] = unit;
    const DeskRow row = row_of(refused);
    EXPECT_TRUE(has(row, DeskFlag::unreadable)) << unit;
    EXPECT_NE(notes_about(row).find("network.download"), std::string::npos) << notes_about(row);
  }
}

TEST(Desk, NoReportOutlivesItsSpecsProof) {
  json document = document_of("ready");
  document["valid_until"] = "2099-01-01T00:00:00Z";
  const std::vector<Spec> specs{acme_spec()};
  EXPECT_TRUE(has(desk_row("r.json", document.dump(), specs, at("2028-01-01T00:00:00Z")), DeskFlag::expired));
}

TEST(Desk, ASpecThatIsNotAtHandIsSaidToBeSo) {
  json other = document_of("ready");
  other["spec"]["sha256"] = std::string(64, 'b');
  EXPECT_TRUE(has(row_of(other), DeskFlag::other_spec));
  other["spec"]["name"] = "nobodys";
  const DeskRow unknown = row_of(other);
  EXPECT_TRUE(has(unknown, DeskFlag::spec_unknown));
  EXPECT_EQ(unknown.derived, Verdict::ready) << "the findings are added up all the same";
}

TEST(Desk, ExpiredAndBrokenReportsAreFlagged) {
  json old = document_of("ready");
  old["valid_until"] = "2026-11-25T09:29:44Z";
  EXPECT_TRUE(has(row_of(old), DeskFlag::expired));
  for (const char* const broken :
       {"", "{", "[]", "null", "{\"schema\": \"deskready.report/1\"}", "\xff\xfe"}) {
    const DeskRow row = desk_row("r.json", broken, {}, now);
    EXPECT_TRUE(has(row, DeskFlag::unreadable)) << broken;
    EXPECT_FALSE(row.reported);
  }
}

// What is known decides, never how many say otherwise.
TEST(Desk, ManyForgeriesMakeNoHonestReportWrong) {
  std::vector<DeskRow> rows{row_of(document_of("ready"))};
  for (const char letter : {'b', 'b', 'b'}) {
    json forged = document_of("ready");
    forged["id"] = std::string(32, static_cast<char>('0' + rows.size()));
    forged["spec"]["sha256"] = std::string(64, letter);
    rows.push_back(row_of(forged));
  }
  compare_rows(rows);
  EXPECT_FALSE(has(rows.front(), DeskFlag::other_spec));
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_TRUE(has(rows[i], DeskFlag::other_spec));
}

TEST(Desk, WhatOnlySeveralShowIsFlagged) {
  json a = document_of("ready");
  a["reference"] = "A-1";
  json b = a;
  b["reference"] = "A-2";
  json c = a;
  c["id"] = std::string(32, 'c');
  c["machine"] = std::string(64, 'c');
  std::vector<DeskRow> rows{row_of(a), row_of(b), row_of(c)};
  compare_rows(rows);
  EXPECT_TRUE(has(rows[0], DeskFlag::same_id));
  EXPECT_TRUE(has(rows[0], DeskFlag::same_machine)) << "one computer, two applicants";
  EXPECT_TRUE(has(rows[1], DeskFlag::same_machine));
  EXPECT_TRUE(rows[2].flags.empty());
}

TEST(Desk, AFolderIsReadWholeAndSorted) {
  namespace fs = std::filesystem;
  std::string pattern = (fs::temp_directory_path() / "deskready-desk-XXXXXX").string();
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  const fs::path folder = pattern;
  std::ofstream(folder / "1.json") << document_of("ready").dump(2);
  std::ofstream(folder / "5.JSON") << document_of("ready").dump(2);
  std::ofstream(folder / "2.json") << document_of("not_ready").dump() << "\n"
                                   << document_of("incomplete").dump() << "\n";
  std::ofstream(folder / "6.json") << document_of("ready").dump() << "\r\n"
                                   << document_of("ready").dump() << " \r\n\r\n";
  std::ofstream(folder / "3.json") << "no json";
  std::ofstream(folder / "note.txt") << "not a report";
  fs::create_directory(folder / "4.json");
  const std::vector<Spec> specs{acme_spec()};
  auto rows = read_desk(folder, by(specs));
  fs::remove_all(folder);
  ASSERT_TRUE(rows) << rows.error();
  ASSERT_EQ(rows->size(), 8u);
  EXPECT_TRUE(sort_rows(*rows, "verdict"));
  EXPECT_EQ(rows->front().reported, Verdict::not_ready);
  EXPECT_TRUE(sort_rows(*rows, "failed"));
  EXPECT_FALSE(sort_rows(*rows, "beauty"));
  EXPECT_FALSE(read_desk(folder, by(specs)));
}

TEST(Desk, TheBadLineOfSeveralIsNamed) {
  namespace fs = std::filesystem;
  std::string pattern = (fs::temp_directory_path() / "deskready-desk-XXXXXX").string();
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  const fs::path folder = pattern;
  const std::string good = document_of("ready").dump();
  std::ofstream(folder / "1.json") << good << "\n\n" << good << "\n{\"schema\": 1}\n";
  const auto rows = read_desk(folder, by({acme_spec()}));
  fs::remove_all(folder);
  ASSERT_TRUE(rows) << rows.error();
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_TRUE((*rows)[1].reported);
  const std::string table = desk_csv(*rows, now);
  EXPECT_NE(table.find("line 4: "), std::string::npos) << table;
}

TEST(Desk, APersonReadsWordsAndAProgramCodes) {
  json document = document_of("not_ready");
  document["verdict"] = "ready";
  document["findings"].erase(document["findings"].begin());
  const std::vector<DeskRow> rows{row_of(document)};
  ASSERT_FALSE(rows[0].failed.empty());
  const std::string text = desk_text(rows, now, 100);
  EXPECT_EQ(text.find("require."), std::string::npos) << text;
  EXPECT_NE(text.find("\nverdict_differs: Its facts come to another verdict than it says.\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\nself: Measured by this computer; nobody else has confirmed it.\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("\nexpired: "), std::string::npos) << "only what stands in the table\n" << text;
  EXPECT_NE(desk_csv(rows, now).find(rows[0].failed[0]), std::string::npos);
  EXPECT_NE(desk_csv(rows, now).find("require."), std::string::npos);
}

TEST(Desk, KeysInATextBecomeLabelsAndNothingElse) {
  DeskRow row;
  row.labels = {{"require.network.download", "Download speed"}, {"line", "never"}};
  EXPECT_EQ(labelled("line 4: require.network.download is said to be 3.5, not network.latency (2 d).", row),
            "line 4: Download speed is said to be 3.5, not Delay there and back (2 d).");
  EXPECT_EQ(labelled("", row), "");
  EXPECT_EQ(labelled("...", row), "...");
}

TEST(Desk, ASpreadsheetRunsNothing) {
  json document = document_of("ready");
  document["reference"] = "=HYPERLINK(\"http://evil.example\",\"x\")";
  const std::vector<DeskRow> rows{row_of(document)};
  EXPECT_NE(desk_csv(rows, now).find("\"'=HYPERLINK(\"\"http"), std::string::npos);
  document["reference"] = "A\x1b[31m";
  const std::vector<DeskRow> loud{row_of(document)};
  EXPECT_EQ(desk_text(loud, now, 80).find('\x1b'), std::string::npos);
  EXPECT_EQ(desk_json(rows, now)["reports"][0]["verdict"], "ready");
}

}  // namespace
}  // namespace deskready

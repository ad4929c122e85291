#include "reports/history/history.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <span>

#include "tests/unit/reports/history/raw_database.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    std::string name = (fs::temp_directory_path() / "deskready-history-XXXXXX").string();
    root_ = mkdtemp(name.data());
    folder_ = root_ / "state";
  }
  ~HistoryTest() override { fs::remove_all(root_); }

  /// When a check finished, and what became of one rule in it.
  using RuleRun = std::pair<const char*, Outcome>;

  void save_runs(History& history, std::span<const RuleRun> runs) {
    for (const auto& [finished, outcome] : runs) {
      Report made = report(std::string("aa") + finished[12], finished);
      made.findings.resize(1);
      made.findings[0].rule = "require.network.download";
      made.findings[0].outcome = outcome;
      ASSERT_TRUE(history.save(made));
    }
  }

  Report report(const std::string& id, const char* finished) {
    Report made = scenes().front().report;
    made.id = id;
    made.finished = at(finished);
    return made;
  }
  static Fact fact(Value value, const char* measured) {
    Fact made;
    made.value = std::move(value);
    made.at = at(measured);
    return made;
  }
  std::string bytes_of_all_files() const {
    std::string all;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      std::ifstream in(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }

  fs::path root_, folder_;
};

TEST_F(HistoryTest, KeepsReportsNewestFirstAndFindsThemByTheirBeginning) {
  const Report first = report("aa11", "2026-11-24T09:00:00Z"),
               second = report("aa22", "2026-11-24T10:00:00Z");
  {
    auto history = History::open(folder_);
    ASSERT_TRUE(history) << history.error();
    ASSERT_TRUE(history->save(second));
    ASSERT_TRUE(history->save(first));
  }
  const auto history = History::open(folder_);
  const auto entries = history->latest(10);
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ((*entries)[0].id, "aa22");
  EXPECT_EQ((*entries)[0].verdict, "ready");
  EXPECT_EQ(history->latest(1)->size(), 1u);
  const auto found = history->find("aa1");
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(dump(to_json(*found)), dump(to_json(first)));
  EXPECT_FALSE(history->find("aa"));
  EXPECT_FALSE(history->find("bb"));
  EXPECT_FALSE(history->find(""));
  EXPECT_FALSE(history->find("%"));
}

TEST_F(HistoryTest, IsForItsOwnerOnly) {
  ASSERT_TRUE(History::open(folder_));
  EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
}

TEST_F(HistoryTest, ABrokenDatabaseIsSetAsideAndKept) {
  fs::create_directories(folder_);
  for (int time = 0; time < 2; ++time) {
    std::ofstream(folder_ / "history.db") << std::string(5000, 'x');
    auto history = History::open(folder_);
    ASSERT_TRUE(history) << history.error();
    EXPECT_TRUE(history->save(report("aa11", "2026-11-24T09:00:00Z")));
    EXPECT_EQ(history->latest(5)->size(), 1u);
  }
  EXPECT_TRUE(fs::exists(folder_ / "history.broken-1.db"));
  EXPECT_TRUE(fs::exists(folder_ / "history.broken-2.db"));
}

TEST_F(HistoryTest, TouchesNothingThatALinkLeadsTo) {
  fs::create_directories(folder_);
  const fs::path other = root_ / "other", place = folder_ / "history.db";
  std::ofstream(other) << "precious";
  const auto everybody = fs::perms::owner_read | fs::perms::owner_write | fs::perms::others_read;
  fs::permissions(other, everybody);
  fs::create_symlink(other, place);
  EXPECT_NE(History::open(folder_).error().find("no ordinary file"), std::string::npos);
  EXPECT_EQ(fs::status(other).permissions(), everybody);
  fs::remove(place);
  for (const char* beside : {"history.db-wal", "history.db-shm"}) {
    fs::create_symlink(other, folder_ / beside);
    (void)History::open(folder_);
    EXPECT_EQ(fs::status(other).permissions(), everybody) << beside;
    fs::remove(folder_ / beside);
    fs::remove(place);
  }
  ASSERT_EQ(mkfifo(place.c_str(), 0600), 0);
  EXPECT_FALSE(History::open(folder_)) << "and does not wait for ever";
  fs::remove(place);
  fs::create_directory(place);
  EXPECT_FALSE(History::open(folder_));
}

TEST_F(HistoryTest, ForgetLeavesNoTraceInAnyFile) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "history.db") << std::string(5000, 'x');
  std::ofstream(folder_ / "unsaved-bb11.json") << "acme-voice";
  auto history = History::open(folder_);
  ASSERT_TRUE(history->save(report("aa11", "2026-11-24T09:00:00Z")));
  ASSERT_NE(bytes_of_all_files().find("acme-voice"), std::string::npos);
  ASSERT_TRUE(history->forget());
  EXPECT_TRUE(history->latest(5)->empty());
  EXPECT_EQ(bytes_of_all_files().find("acme-voice"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder_ / "history.broken-1.db"));
}

TEST_F(HistoryTest, ForgetsWhatADamagedPageHolds) {
  fs::create_directories(folder_);
  {
    auto history = History::open(folder_);
    for (int i = 0; i < 40; ++i) {
      ASSERT_TRUE(history->save(
          report(fmt::format("aa{:02}", i), fmt::format("2026-11-24T09:00:{:02}Z", i).c_str())));
    }
  }
  // One page in the middle, which open() does not come by.
  std::fstream file(folder_ / "history.db", std::ios::in | std::ios::out | std::ios::binary);
  const auto size = static_cast<std::streamoff>(fs::file_size(folder_ / "history.db"));
  file.seekp(size / 2 / 4096 * 4096) << std::string(64, '\xff');
  file.close();
  auto history = History::open(folder_);
  ASSERT_TRUE(history) << history.error();
  ASSERT_EQ(history->set_aside(), "");
  const auto forgotten = history->forget();
  ASSERT_TRUE(forgotten) << forgotten.error();
  EXPECT_EQ(bytes_of_all_files().find("acme-voice"), std::string::npos);
  ASSERT_TRUE(history->save(report("bb11", "2026-11-25T09:00:00Z")));
  EXPECT_EQ(history->latest(5)->size(), 1u);
}

TEST_F(HistoryTest, KeepsEachFactAsASeriesAndACarriedOneOnce) {
  auto history = History::open(folder_);
  ASSERT_TRUE(history) << history.error();
  Report first = report("aa11", "2026-11-24T09:00:00Z");
  first.facts.known.clear();
  first.facts.add("network.download", fact(25e6, "2026-11-24T08:59:00Z"));
  first.facts.add("system.os.name", fact(std::string("Debian"), "2026-11-24T08:59:00Z"));
  first.facts.add("audio.microphone.muted", fact(true, "2026-11-24T08:59:00Z"));
  Report second = first;
  second.id = "aa22";
  second.finished = at("2026-11-24T10:00:00Z");
  second.facts.cannot("system.os.name", unmeasured(Cause::no_permission));
  ASSERT_TRUE(history->save(first));
  ASSERT_TRUE(history->save(second));
  ASSERT_TRUE(history->save(second));
  const auto all = [&](const char* key) {
    return *history->series(key, WallTime{}, at("2030-01-01T00:00:00Z"));
  };
  ASSERT_EQ(all("network.download").size(), 1u);
  EXPECT_EQ(all("network.download")[0].value, 25e6);
  EXPECT_EQ(all("network.download")[0].at, at("2026-11-24T08:59:00Z"));
  ASSERT_EQ(all("system.os.name").size(), 2u);
  EXPECT_EQ(all("system.os.name")[0].text, "Debian");
  EXPECT_FALSE(all("system.os.name")[1].value);
  EXPECT_EQ(all("system.os.name")[1].text, "no_permission");
  EXPECT_EQ(all("audio.microphone.muted")[0].value, 1);
  EXPECT_TRUE(all("network.upload").empty());
  EXPECT_EQ(*history->keys(),
            (std::vector<std::string>{"audio.microphone.muted", "network.download", "system.os.name"}));
  EXPECT_TRUE(
      history->series("network.download", at("2026-11-24T08:59:01Z"), at("2030-01-01T00:00:00Z"))->empty());
}

TEST_F(HistoryTest, KnowsWhenARuleFirstFailedAndLastHeld) {
  auto history = History::open(folder_);
  const RuleRun runs[] = {{"2026-11-24T09:00:00Z", Outcome::not_met},
                          {"2026-11-24T10:00:00Z", Outcome::met},
                          {"2026-11-24T11:00:00Z", Outcome::not_met},
                          {"2026-11-24T12:00:00Z", Outcome::not_measured},
                          {"2026-11-24T13:00:00Z", Outcome::not_met}};
  save_runs(*history, runs);
  const JobKey job{"acme-voice", scenes().front().report.role, scenes().front().report.reference};
  const auto rules = history->rules(job);
  ASSERT_EQ(rules->size(), 1u);
  EXPECT_EQ((*rules)[0].outcome, "not_met");
  EXPECT_EQ((*rules)[0].failing_since, at("2026-11-24T11:00:00Z"));
  EXPECT_EQ((*rules)[0].last_met, at("2026-11-24T10:00:00Z"));
  EXPECT_EQ(
      history->outcomes(job, "require.network.download", WallTime{}, at("2026-11-24T12:00:00Z"))->size(), 3u);
}

// A waiver hides a failure and meets nothing.
TEST_F(HistoryTest, WhatWasWaivedWasNotMet) {
  auto history = History::open(folder_);
  const RuleRun runs[] = {{"2026-11-24T09:00:00Z", Outcome::met},
                          {"2026-11-24T10:00:00Z", Outcome::not_met},
                          {"2026-11-24T11:00:00Z", Outcome::waived},
                          {"2026-11-24T12:00:00Z", Outcome::not_met}};
  save_runs(*history, runs);
  const auto rules =
      history->rules({"acme-voice", scenes().front().report.role, scenes().front().report.reference});
  ASSERT_EQ(rules->size(), 1u);
  EXPECT_EQ((*rules)[0].last_met, at("2026-11-24T09:00:00Z"));
  EXPECT_EQ((*rules)[0].failing_since, at("2026-11-24T12:00:00Z"));
}

TEST_F(HistoryTest, CountsOnlyWhatUnattendedChecksHaveUsed) {
  auto history = History::open(folder_);
  Report own = report("aa11", "2026-11-24T09:00:00Z"), service = report("aa22", "2026-11-24T10:00:00Z"),
         earlier = report("aa33", "2026-11-20T10:00:00Z");
  own.cost.bytes = 1;
  service.cost.bytes = 10;
  earlier.cost.bytes = 100;
  ASSERT_TRUE(history->save(own, false));
  ASSERT_TRUE(history->save(service, true));
  ASSERT_TRUE(history->save(service, true));
  ASSERT_TRUE(history->save(earlier, true));
  const auto spent = history->spent(at("2026-11-20T10:00:00Z"));
  ASSERT_EQ(spent->size(), 2u);
  EXPECT_EQ((*spent)[0].bytes, 100u);
  EXPECT_EQ((*spent)[1].bytes, 10u);
  EXPECT_EQ((*spent)[1].at, at("2026-11-24T10:00:00Z"));
  EXPECT_EQ(history->spent(at("2026-11-20T10:00:01Z"))->size(), 1u);
}

TEST_F(HistoryTest, OfTwoReportsInOneSecondTheLaterOneHolds) {
  auto history = History::open(folder_);
  for (const char* const id : {"bb22", "cc33", "aa11"}) {
    ASSERT_TRUE(history->save(report(id, "2026-11-24T09:00:00Z")));
    EXPECT_EQ(history->latest_of_each_job(at("2026-11-24T09:00:00Z"))->at(0).id, id);
  }
}

TEST_F(HistoryTest, TellsWhatHeldAtATime) {
  auto history = History::open(folder_);
  ASSERT_TRUE(history->save(report("aa11", "2026-11-24T09:00:00Z")));
  ASSERT_TRUE(history->save(report("aa22", "2026-11-24T10:00:00Z")));
  Report other = report("bb11", "2026-11-24T08:00:00Z");
  other.spec_name = "bolt";
  ASSERT_TRUE(history->save(other));
  const auto held = history->latest_of_each_job(at("2026-11-24T09:30:00Z"));
  ASSERT_EQ(held->size(), 2u);
  EXPECT_EQ((*held)[0].id, "aa11");
  EXPECT_EQ((*held)[1].id, "bb11");
  EXPECT_TRUE(history->latest_of_each_job(at("2026-11-24T07:30:00Z"))->empty());
}

TEST_F(HistoryTest, DropsTheOldAndKeepsItsBound) {
  auto history = History::open(folder_);
  for (int day = 10; day < 30; ++day) {
    const std::string finished = "2026-11-" + std::to_string(day) + "T09:00:00Z";
    Report made = report("aa" + std::to_string(day), finished.c_str());
    for (auto& [key, fact] : made.facts.known) fact.at = made.finished;
    ASSERT_TRUE(history->save(made));
  }
  ASSERT_TRUE(history->trim(at("2026-11-15T09:00:00Z"), 100'000'000));
  EXPECT_EQ(history->latest(100)->size(), 15u);
  EXPECT_EQ(history->series("network.download", WallTime{}, at("2030-01-01T00:00:00Z"))->size(), 15u);
  ASSERT_TRUE(history->trim(at("2026-11-15T09:00:00Z"), 1));
  EXPECT_LE(history->latest(100)->size(), 2u);
}

TEST_F(HistoryTest, TrimmingProgressesWhateverTheTimesAre) {
  // Many reports of one second, as one check over several specs leaves them; times that all differ; both.
  for (const int apart : {0, 1}) {
    for (const int count : {1, 2, 9, 10, 11, 25}) {
      fs::remove_all(folder_);
      auto history = History::open(folder_);
      for (int i = 0; i < count; ++i) {
        Report made = report(fmt::format("aa{:02}", i), "2026-11-24T09:00:00Z");
        made.finished += std::chrono::seconds(i * apart);
        ASSERT_TRUE(history->save(made));
      }
      const auto size = [&] {
        return std::stoull(sql_text(folder_ / "history.db", "PRAGMA page_count")) * 4096;
      };
      const auto bound = size() - 1;
      ASSERT_TRUE(history->trim(WallTime{}, bound));
      EXPECT_LE(size(), bound);
      const auto left = history->latest(100).value();
      EXPECT_LT(left.size(), static_cast<std::size_t>(count));
      if (!left.empty()) {
        EXPECT_EQ(left.front().id, fmt::format("aa{:02}", count - 1));  // the oldest went
      }
      ASSERT_TRUE(history->trim(WallTime{}, 1));
      EXPECT_TRUE(history->latest(100)->empty());
    }
  }
}

TEST_F(HistoryTest, FiguresWithoutAReportAreTrimmedTooAndTheMonthsBytesAreNot) {
  auto history = History::open(folder_);
  Report spent = report("aa11", "2026-11-24T09:00:00Z");
  spent.cost.bytes = 5;
  ASSERT_TRUE(history->save(spent, true));
  const WallTime nine = at("2026-11-24T09:00:00Z");
  std::vector<PlannedFate> fates;
  for (int i = 0; i < 2000; ++i)
    fates.push_back({"acme", "full", "moved", std::string(100, 'x'), nine + std::chrono::seconds(i), nine});
  ASSERT_TRUE(history->save_fates(fates));
  ASSERT_TRUE(history->trim(WallTime{}, 200'000));
  const auto left = history->fates(WallTime{}, at("2030-01-01T00:00:00Z")).value();
  ASSERT_FALSE(left.empty());
  EXPECT_LT(left.size(), 2000u);
  EXPECT_EQ(left.back().planned, fates.back().planned);
  ASSERT_TRUE(history->trim(at("2026-12-01T00:00:00Z"), 1));
  EXPECT_EQ(history->spent(WallTime{})->size(), 1u);
}

TEST_F(HistoryTest, TwoJobsWithOneSpecAreToldApart) {
  auto history = History::open(folder_);
  Report voice = report("aa11", "2026-11-24T09:00:00Z"), video = report("bb11", "2026-11-24T09:00:00Z");
  for (Report* one : {&voice, &video}) {
    one->findings.resize(1);
    one->findings[0].rule = "require.network.download";
  }
  voice.role = "voice";
  voice.findings[0].outcome = Outcome::met;
  video.role = "video";
  video.reference = "A-1";
  video.findings[0].outcome = Outcome::not_met;
  ASSERT_TRUE(history->save(voice));
  ASSERT_TRUE(history->save(video));
  const JobKey first{"acme-voice", "voice", voice.reference}, second{"acme-voice", "video", "A-1"};
  ASSERT_EQ(history->rules(first)->size(), 1u);
  EXPECT_EQ((*history->rules(first))[0].outcome, "met");
  ASSERT_EQ(history->rules(second)->size(), 1u);
  EXPECT_EQ((*history->rules(second))[0].outcome, "not_met");
  EXPECT_EQ((*history->rules(second))[0].failing_since, video.finished);
  EXPECT_EQ(
      history->outcomes(first, "require.network.download", WallTime{}, at("2030-01-01T00:00:00Z"))->size(),
      1u);
  EXPECT_EQ(history->latest_of_each_job(voice.finished)->size(), 2u);
  EXPECT_TRUE(history->rules({"acme-voice", "", ""})->empty());
}

TEST_F(HistoryTest, WhatWasStartedAnywayIsKeptInOrderUntilItIsOldOrForgotten) {
  auto history = History::open(folder_);
  ASSERT_TRUE(history) << history.error();
  const WallTime nine = at("2026-11-24T09:00:00Z"), ten = nine + std::chrono::hours(1);
  ASSERT_TRUE(history->save_started({{ten, "Acme", "not_ready", "softphone"}}));
  ASSERT_TRUE(history->save_started(
      {{nine, "Acme", "not_known", "softphone"}, {nine, "Bolt", "incomplete", "softphone"}}));
  const auto started = history->started_anyway(nine, ten + std::chrono::seconds(1)).value();
  ASSERT_EQ(started.size(), 3u);
  EXPECT_EQ(started[0].job + started[1].job + started[2].job, "AcmeBoltAcme");
  EXPECT_EQ(started[1].verdict, "incomplete");
  EXPECT_EQ(started[2].at, ten);
  EXPECT_EQ(started[2].program, "softphone");
  EXPECT_EQ(history->started_anyway(nine, ten)->size(), 2u);
  ASSERT_TRUE(history->trim(ten, 1'000'000'000));
  EXPECT_EQ(history->started_anyway(nine, ten + std::chrono::seconds(1))->size(), 1u);
  ASSERT_TRUE(history->forget());
  EXPECT_TRUE(history->started_anyway(nine, ten + std::chrono::seconds(1))->empty());
}

TEST_F(HistoryTest, WhatCouldNotBeStartedIsTakenBackAndNothingElse) {
  auto history = History::open(folder_);
  ASSERT_TRUE(history) << history.error();
  const WallTime nine = at("2026-11-24T09:00:00Z"), later = nine + std::chrono::hours(1);
  const std::vector<StartedAnyway> wrong = {{nine, "Acme", "not_ready", "sofphone"},
                                            {nine, "Bolt", "not_ready", "sofphone"}};
  ASSERT_TRUE(history->save_started({{nine, "Acme", "not_ready", "softphone"}}));
  ASSERT_TRUE(history->save_started(wrong));
  ASSERT_TRUE(history->take_back_started(wrong));
  const auto started = history->started_anyway(nine, later).value();
  ASSERT_EQ(started.size(), 1u);
  EXPECT_EQ(started[0].program, "softphone");
}

TEST_F(HistoryTest, AccountsForPlannedChecks) {
  auto history = History::open(folder_);
  const WallTime nine = at("2026-11-24T09:00:00Z");
  ASSERT_TRUE(
      history->save_fates({{"acme", "full", "moved", "a call is on", nine, nine + std::chrono::minutes(7)}}));
  const auto fates = history->fates(nine, nine + std::chrono::seconds(1));
  ASSERT_EQ(fates->size(), 1u);
  EXPECT_EQ((*fates)[0].reason, "a call is on");
  EXPECT_EQ((*fates)[0].settled - (*fates)[0].planned, std::chrono::minutes(7));
}

TEST_F(HistoryTest, APageThatBreaksInTheMiddleCostsTheOldHistoryAndNotTheNewReport) {
  {
    auto history = History::open(folder_);
    for (int i = 10; i < 60; ++i)
      ASSERT_TRUE(history->save(report("aa" + std::to_string(i), "2026-11-24T09:00:00Z")));
  }
  fs::remove(folder_ / "history.db-wal");
  std::fstream file(folder_ / "history.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(0, std::ios::end);
  const auto size = file.tellp();
  for (std::streamoff at = 4096; at < size; at += 4096)
    file.seekp(at).write(std::string(4096, '\x5a').data(), 4096);
  file.close();
  auto history = History::open(folder_);
  ASSERT_TRUE(history) << history.error();
  ASSERT_TRUE(history->save(report("bb11", "2026-11-24T10:00:00Z")));
  EXPECT_NE(history->set_aside().find("history.broken-1.db"), std::string::npos);
  EXPECT_TRUE(history->find("bb11"));
}

TEST_F(HistoryTest, AFolderThatCannotBeMadeIsSaid) {
  std::ofstream(root_ / "file") << "x";
  const auto history = History::open(root_ / "file" / "state");
  ASSERT_FALSE(history);
  EXPECT_NE(history.error().find("file"), std::string::npos);
}

TEST_F(HistoryTest, WhatIsNamedByNothingAnyMoreIsForgottenByName) {
  auto history = History::open(folder_);
  Report old = report("aa11", "2026-11-01T09:00:00Z"), kept = report("bb11", "2026-11-24T09:00:00Z");
  old.reference = "long ago";
  const auto with_headset = [](Report& of, const char* name, const char* measured) {
    of.facts.known["audio.headset.name"] = fact(std::string(name), measured);
  };
  with_headset(old, "Maker Old", "2026-11-01T08:59:00Z");
  with_headset(kept, "Maker New", "2026-11-24T08:59:00Z");
  ASSERT_TRUE(history->save(old));
  ASSERT_TRUE(history->save(kept));
  const auto count = [&](const std::string& from) {
    return sql_text(folder_ / "history.db", "SELECT count(*) FROM " + from);
  };
  ASSERT_EQ(count("name WHERE text = 'Maker Old'"), "1");
  ASSERT_TRUE(history->trim(at("2026-11-15T09:00:00Z"), 100'000'000));
  EXPECT_EQ(count("name WHERE text = 'Maker Old'"), "0");
  EXPECT_EQ(count("job WHERE reference = 'long ago'"), "0");
  EXPECT_EQ(count("name WHERE text = 'Maker New'"), "1");
  ASSERT_TRUE(history->trim(at("2027-11-15T09:00:00Z"), 1));
  EXPECT_EQ(count("name"), "0");
  EXPECT_EQ(count("job"), "0");
}

}  // namespace
}  // namespace deskready

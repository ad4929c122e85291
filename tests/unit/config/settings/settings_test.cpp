#include "config/settings/settings.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace deskready {
namespace {

namespace fs = std::filesystem;

class SettingsTest : public testing::Test {
 protected:
  SettingsTest() {
    std::string name = (fs::temp_directory_path() / "deskready-settings-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~SettingsTest() override { fs::remove_all(folder_); }

  auto load(const std::string& text) {
    std::ofstream(folder_ / "config.toml") << text;
    return load_settings(folder_ / "config.toml");
  }
  /// The faults as a person reads them, without the folder.
  std::vector<std::string> faults(const std::string& text) {
    std::vector<std::string> told;
    const auto settings = load(text);
    if (settings) return told;
    for (const SpecError& error : settings.error()) {
      told.push_back(std::to_string(error.where.line) + ": " + error.message +
                     (error.hint.empty() ? "" : " | " + error.hint));
    }
    return told;
  }

  fs::path folder_;
};

TEST_F(SettingsTest, KnowsTheFileOfEachRelay) {
  const auto settings = load("[relays]\n\"TURN.acme.example\" = \"/home/ann/acme\"\n");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->relay_credentials,
            (std::map<std::string, fs::path>{{"turn.acme.example", "/home/ann/acme"}}));
  for (const char* wrong : {"[relays]\n\"a.example\" = \"acme\"\n", "[relays]\n\"a.example\" = \"\"\n",
                            "[relays]\n\"a.example\" = 7\n", "relays = \"/acme\"\n"})
    EXPECT_FALSE(faults(wrong).empty()) << wrong;
}

TEST_F(SettingsTest, ReadsAWholeFile) {
  const auto settings = load(R"(
[[job]]
spec = "acme-voice"
role = "voice"
zone = "America/New_York"
shifts = ["Mon..Fri 20:00-05:00", "Sat 10:00-12:00"]
lead = "45 min"
exceptions = { 2026-12-25 = "off", 2026-12-24 = ["08:00-12:00", "13:00-14:00"] }
[[job]]
spec = "bolt"
[schedule]
every = "1 h"
on = ["Mon..Fri 12:00", "daily"]
quiet = "22:00-07:00"
spread = "5 min"
carry = "12 h"
on_battery = true
[history]
keep = "30 d"
size = "10 MB"
[notify]
desktop = false
exec = ["/usr/bin/logger", "-t", "deskready"]
webhook = "https://hooks.example/x"
after = 3
[metrics]
textfile = "/var/lib/x.prom"
)");
  ASSERT_TRUE(settings) << to_string(settings.error().front());
  ASSERT_EQ(settings->jobs.size(), 2u);
  const Job& job = settings->jobs[0];
  EXPECT_EQ(job.hours.zone.rules().lookup(std::chrono::sys_seconds{}).abbr, std::string("EST"));
  EXPECT_EQ(job.hours.shifts.size(), 2u);
  EXPECT_EQ(job.lead_seconds, 45 * 60);
  EXPECT_TRUE(job.hours.exceptions.at("2026-12-25").empty());
  EXPECT_EQ(job.hours.exceptions.at("2026-12-24").size(), 2u);
  EXPECT_EQ(settings->every_seconds, 3600);
  EXPECT_EQ(settings->calendars.size(), 2u);
  EXPECT_EQ(settings->quiet.size(), 1u);
  EXPECT_EQ(settings->carry_seconds, 12 * 3600);
  EXPECT_TRUE(settings->on_battery);
  EXPECT_EQ(settings->history_bytes, 10'000'000u);
  EXPECT_FALSE(settings->notify.desktop);
  EXPECT_EQ(settings->notify.exec.size(), 3u);
  EXPECT_EQ(settings->notify.after, 3);
  EXPECT_EQ(settings->metrics_textfile, "/var/lib/x.prom");
}

TEST_F(SettingsTest, ThereAreNoQuietHoursByItself) {
  const auto settings = load("");
  ASSERT_TRUE(settings);
  EXPECT_TRUE(settings->quiet.empty());
  EXPECT_TRUE(settings->jobs.empty());
}

TEST_F(SettingsTest, SaysWhereAndWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"[[job]]\nspec = \"a\"\nzone = \"Mars/Olympus\"\n",
       "3: there is no time zone \"Mars/Olympus\" | write it like America/New_York"},
      {"[[job]]\nspec = \"a\"\nshifts = [\"Mon 9-17\"]\n",
       "3: shifts: \"9-17\" are no hours like 09:00-17:30"},
      {"[[job]]\nspec = \"a\"\nlead = \"5 min\"\n", "3: lead is from 10 min to 6 h"},
      {"[[job]]\nspec = \"a\"\nexceptions = { 2026-02-30 = \"off\" }\n",
       "3: \"2026-02-30\" is no day like 2026-12-25"},
      {"[[job]]\nspec = \"a\"\nexceptions = { 2026-02-03 = 5 }\n",
       "3: 2026-02-03: a text in quotes is expected"},
      {"[[job]]\nspec = \"a\"\nrole = \"r\"\n[[job]]\nspec = \"a\"\n[[job]]\nspec = \"a\"\nrole = \"r\"\n",
       "6: there is a job for \"a\" already | put all shifts into one [[job]], or give this one a role or "
       "reference of its own"},
      {"[[job]]\nspec = \"a\"\nreference = \"A 1042\"\n",
       "1: the job's reference has other signs than letters A to Z, digits and - _ . or more than 64 | "
       "write it as the employer gave it"},
      {"[job]\nspec = \"a\"\n", "1: a job is written with double brackets: [[job]]"},
      {"[schedule]\non = [\"noon\"]\n", "2: on: \"noon\": \"noon\" are no days of the week like Mon..Fri"},
      {"[schedule]\nevery = \"10 s\"\n", "1: checks may not come more often than every minute"},
      {"[schedule]\nevery = \"99999999999 d\"\n", "2: every: it is more than 1 y; write less, like 6 h"},
      {"[schedule]\ncarry = \"1e300 d\"\n", "2: carry: it is more than 1 y; write less, like 6 h"},
      {"[schedule]\nevery = \"inf s\"\n",
       "2: every: \"inf s\" does not begin with a number; write it like 120 ms"},
      {"[history]\nkeep = \"1e18 d\"\n", "2: keep: it is more than 100 y; write less, like 6 h"},
      {"[history]\nsize = \"1e30 GB\"\n", "2: size: it is more than 1000 TB; write less, like 500 MB"},
      {"[schedule]\non = [\"*-02-30\"]\n",
       "2: on: \"*-02-30\": no day in the years 1970 to 2200 is like that; write one that comes, like "
       "*-02-28 or "
       "Mon *-*-*"},
      {"[schedule]\nevry = \"10 h\"\n", "2: [schedule] has no \"evry\" | did you mean every?"},
      {"[schedule]\non_battery = \"yes\"\n", "2: on_battery is true or false"},
      {"[notify]\nwebhook = \"http://hooks.example/x\"\n",
       "1: webhook: only https addresses, or http to this computer itself"},
      {"[notify]\nexec = \"tell-me\"\n", "2: exec: the program must be a whole path, from /"},
      {"[notify]\nafter = 0\n", "2: after is a whole number from 1 to 100"},
      {"[notify]\nafter = \"3\"\n", "2: after is a whole number from 1 to 100"},
      {"[notify]\nafter = 2.5\n", "2: after is a whole number from 1 to 100"},
      {"[sound]\nscheduled = 7\n", "2: scheduled must be a text in quotes"},
      {"[sound]\nscheduled = \"loud\"\n",
       "2: scheduled is \"loud\" | write \"devices\" or \"listen\" or \"loop\""},
      {"[[job]]\nspec = \"a\"\nrole = 7\n", "3: role must be a text in quotes"},
      {"[metrics]\ntextfile = 7\n", "2: textfile must be a text in quotes"},
      {"sound = 7\n", "1: sound must be a table | write [sound]"},
      {"[metrics]\ntextfile = \"x.prom\"\n", "1: textfile must be a whole path, from /"},
      {"[budget]\nrun = \"1 GB\"\n", "1: a run may not cost more than 250 MB"},
  };
  for (const auto& [text, fault] : cases) EXPECT_EQ(faults(text), std::vector<std::string>{fault}) << text;
}

TEST_F(SettingsTest, ShiftsNeedAZoneThatCanBeRead) {
  const char* const before = std::getenv("TZ");
  const std::string kept = before == nullptr ? "" : before;
  setenv("TZ", "Mars/Olympus", 1);
  const auto shifts = faults("[[job]]\nspec = \"a\"\nshifts = \"09:00-17:00\"\n");
  ASSERT_EQ(shifts.size(), 1u) << "taken for UTC, the check would come at the wrong hour";
  EXPECT_NE(shifts[0].find("no time zone \"Mars/Olympus\""), std::string::npos) << shifts[0];
  EXPECT_EQ(faults("[schedule]\non = \"daily\"\n").size(), 1u);
  EXPECT_TRUE(faults("[[job]]\nspec = \"a\"\nzone = \"UTC\"\nshifts = \"09:00-17:00\"\n").empty());
  EXPECT_TRUE(faults("[[job]]\nspec = \"a\"\n").empty()) << "nothing there depends on it";
  setenv("TZ", "EST5EDT,M3.2.0,M11.1.0", 1);
  EXPECT_TRUE(faults("[[job]]\nspec = \"a\"\nshifts = \"09:00-17:00\"\n").empty());
  before == nullptr ? unsetenv("TZ") : setenv("TZ", kept.c_str(), 1);
}

TEST(JobFor, TwoJobsWithOneSpecAreToldApartByTheirReferences) {
  Settings settings;
  settings.jobs = {{.spec = "acme", .role = {}, .far_end = {}, .reference = "day", .hours = {}},
                   {.spec = "acme", .role = {}, .far_end = {}, .reference = "night", .hours = {}},
                   {.spec = "bolt", .role = "chat", .far_end = {}, .reference = {}, .hours = {}}};
  EXPECT_EQ(job_for(settings, "acme", "", "night"), &settings.jobs[1]);
  EXPECT_EQ(job_for(settings, "acme", "voice", "day"), &settings.jobs[0]);
  EXPECT_EQ(job_for(settings, "acme", "", ""), &settings.jobs[0]) << "nobody said which";
  EXPECT_EQ(job_for(settings, "acme", "", "weekend"), nullptr);
  EXPECT_EQ(job_for(settings, "bolt", "chat", "7"), &settings.jobs[2]);
  EXPECT_EQ(job_for(settings, "bolt", "voice", ""), nullptr);
}

TEST_F(SettingsTest, PublicTestsAreAskedForUnlessTheOwnerSaysOtherwise) {
  const auto read = [&](const std::string& text) {
    const auto settings = load(text);
    EXPECT_TRUE(settings) << text;
    return settings ? settings->public_tests : PublicTests();
  };
  EXPECT_EQ(read("").use, PublicTests::Use::ask);
  EXPECT_EQ(read("").address, "https://speed.cloudflare.com");
  EXPECT_EQ(read("[public_tests]\nuse = \"never\"\n").use, PublicTests::Use::never);
  const PublicTests own = read("[public_tests]\nuse = \"always\"\naddress = \"https://speed.example\"\n");
  EXPECT_EQ(own.use, PublicTests::Use::always);
  EXPECT_EQ(own.address, "https://speed.example");
  EXPECT_EQ(own.servers, "https://librespeed.org/backend-servers/servers.php");
  EXPECT_EQ(read("[public_tests]\nservers = \"http://lists.example/a.json\"\n").servers,
            "http://lists.example/a.json");
  EXPECT_EQ(faults("[public_tests]\nservers = \"/a.json\"\n").size(), 1u);
  EXPECT_EQ(faults("[public_tests]\nuse = \"yes\"\n").size(), 1u);
  EXPECT_EQ(
      faults("[public_tests]\naddress = \"speed.example\"\n"),
      std::vector<std::string>{"2: the address of a public test begins with https:// or http:// | write it "
                               "like https://speed.example, or leave it out for Cloudflare's"});
}

}  // namespace
}  // namespace deskready

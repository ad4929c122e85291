#include "probes/system/state/power_cuts.h"

#include <gtest/gtest.h>
#include <utmp.h>

#include <cstring>
#include <fstream>

#include "tests/unit/probes/network/network_context.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

class FixedClock : public Clock {
 public:
  WallTime now() const override { return WallTime(std::chrono::seconds(1'800'000'000)); }
  std::chrono::nanoseconds monotonic() const override { return {}; }
};

class PowerCuts : public testing::Test {
 protected:
  PowerCuts() {
    std::string name = (fs::temp_directory_path() / "deskready-wtmp-XXXXXX").string();
    root_ = mkdtemp(name.data());
    fs::create_directories(root_ / "var/log");
  }
  ~PowerCuts() override { fs::remove_all(root_); }

  /// days ago
  void record(const char* file, double days, short type, const char* user) {
    utmp one{};
    one.ut_type = type;
    std::strncpy(one.ut_user, user, sizeof one.ut_user);
    one.ut_tv.tv_sec = static_cast<std::int32_t>(1'800'000'000 - days * 86400);
    std::ofstream(root_ / "var/log" / file, std::ios::binary | std::ios::app)
        .write(reinterpret_cast<const char*>(&one), sizeof one);
  }
  void boot(double days, const char* file = "wtmp") { record(file, days, BOOT_TIME, "reboot"); }
  void shutdown(double days, const char* file = "wtmp") { record(file, days, RUN_LVL, "shutdown"); }

  /// As the kernel tells it, days ago.
  void started(double days) {
    fs::create_directories(root_ / "proc");
    std::ofstream(root_ / "proc/stat")
        << "cpu  1 2 3\nbtime " << static_cast<std::int64_t>(1'800'000'000 - days * 86400) << "\n";
  }

  Facts measure() {
    Facts before;
    FixedClock clock;
    BudgetMeter budget(0);
    network::WillingGuard guard;
    network::Silence silence;
    network::FarEnd far_end("");
    Context context{{{FactKey{"system.power.cuts", {}, {}, {}}, {}}},
                    Depth::quick,
                    before,
                    {},
                    clock,
                    budget,
                    guard,
                    silence,
                    far_end,
                    ScheduledSound::loop,
                    root_,
                    {}};
    return system_facts::power_cuts_probe().measure(context);
  }

  fs::path root_;
};

TEST_F(PowerCuts, CountsStartsWithoutAShutdownBefore) {
  boot(40, "wtmp.1");
  shutdown(30, "wtmp.1");
  boot(29);
  boot(20);  // a cut, but long ago
  shutdown(12);
  boot(11);
  record("wtmp", 10.5, RUN_LVL, "runlevel");
  record("wtmp", 10, USER_PROCESS, "ana");
  boot(9);  // a cut
  boot(8);  // another
  shutdown(1);
  boot(0.5);
  const Facts facts = measure();
  ASSERT_NE(facts.find("system.power.cuts"), nullptr);
  EXPECT_EQ(std::get<double>(facts.find("system.power.cuts")->value), 2);
}

TEST_F(PowerCuts, AYoungRecordIsTooLittle) {
  boot(13);
  boot(1);
  const Facts facts = measure();
  const Unmeasured* why = facts.why_not("system.power.cuts");
  EXPECT_EQ(why->cause, Cause::too_little_history);
  EXPECT_EQ(why->args.at("detail"), "starts_cover");
  EXPECT_EQ(why->args.at("days"), "13");
}

TEST_F(PowerCuts, NoRecordIsNotZero) {
  EXPECT_EQ(measure().why_not("system.power.cuts")->cause, Cause::unsupported);
}

TEST_F(PowerCuts, ARecordThatAnOlderSystemLeftBehindIsNotZero) {
  boot(40);
  shutdown(20);
  started(1);
  const Facts facts = measure();
  const Unmeasured* why = facts.why_not("system.power.cuts");
  ASSERT_NE(why, nullptr);
  EXPECT_EQ(why->cause, Cause::unsupported);
}

TEST_F(PowerCuts, TheStartOfTheRunningSystemMayBeWrittenDownByAClockThatWasOff) {
  boot(40);
  shutdown(20);
  boot(10.5);
  started(10);
  ASSERT_NE(measure().find("system.power.cuts"), nullptr);
}

TEST_F(PowerCuts, AStartThatWasRotatedAwayIsNotMissed) {
  started(90);
  record("wtmp", 30, USER_PROCESS, "ana");
  ASSERT_NE(measure().find("system.power.cuts"), nullptr);
}

}  // namespace
}  // namespace deskready

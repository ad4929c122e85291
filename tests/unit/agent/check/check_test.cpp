#include "agent/check/check.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <optional>

#include "agent/check/measured_facts.h"
#include "agent/check/past/line_choices.h"
#include "config/spec/chain/load.h"
#include "reports/history/history.h"

namespace deskready {
namespace {

/// A person without a terminal.
class Somebody : public Attendant {
 public:
  void progress(std::string_view) override {}
  std::optional<std::string> ask(std::string_view, std::span<const std::string>) override { return "cable"; }
  std::optional<std::string> ask_employers(std::string_view, std::span<const std::string>) override {
    return "cable";
  }
  bool may_ask() const override { return true; }
  bool agrees(const Offer& made) override {
    offer = made;
    return consents;
  }
  void before_measuring() override { began = true; }
  void progress_ended() override {}
  void remark(const Remark& remark) override { remarks.push_back(remark); }

  bool consents = true;
  std::optional<Offer> offer;
  bool began = false;
  std::vector<Remark> remarks;
};

class CheckTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(mkdtemp(home_.data()), nullptr);
    for (auto& [name, before] : before_) {
      if (const char* value = std::getenv(name)) before = value;
      setenv(name, home_.c_str(), 1);
    }
    unsetenv("STATE_DIRECTORY");
    request_.specs = {"voice-baseline"};
    request_.parts = {"system"};
    specs_.push_back(*load_spec("voice-baseline"));
  }
  void TearDown() override {
    for (const auto& [name, before] : before_) before ? setenv(name, before->c_str(), 1) : unsetenv(name);
    std::filesystem::remove_all(home_);
  }

  std::map<const char*, std::optional<std::string>> before_ = {{"XDG_STATE_HOME", {}},
                                                               {"XDG_RUNTIME_DIR", {}}};
  std::string home_ = "/tmp/check-XXXXXX";
  CheckRequest request_;
  std::vector<Spec> specs_;
  Settings settings_;
  Somebody person_;
};

TEST_F(CheckTest, WhoDeclinesIsNotMeasured) {
  person_.consents = false;
  const auto checked = run_check(request_, specs_, settings_, person_, {});
  ASSERT_FALSE(checked);
  EXPECT_TRUE(checked.error().declined);
  EXPECT_TRUE(person_.offer);
  EXPECT_FALSE(person_.began);
}

// Without a far end nothing of the line is measured, whatever the spec asks of it.
TEST_F(CheckTest, WhatItUsuallyTakesIsOfWhatIsMeasured) {
  request_.parts = {"network", "system"};
  person_.consents = false;
  run_check(request_, specs_, settings_, person_, {});
  const double without = person_.offer->usual_seconds;
  EXPECT_LE(without, person_.offer->worst.seconds);
  request_.far_end = "http://127.0.0.1:9";
  run_check(request_, specs_, settings_, person_, {});
  EXPECT_GT(person_.offer->usual_seconds, without + 5) << "a simulated call alone takes longer";
  EXPECT_LT(person_.offer->usual_seconds, person_.offer->worst.seconds);
}

TEST_F(CheckTest, NobodyIsToldOfALineThatNoListAsksAbout) {
  request_.parts = {"network", "system"};
  person_.consents = false;
  run_check(request_, specs_, settings_, person_, {});
  EXPECT_TRUE(person_.offer->some_without);
  std::erase_if(specs_.front().rules, [](const Rule& rule) { return rule.key.name.starts_with("network."); });
  specs_.front().choices.clear();
  specs_.front().conditions.clear();
  run_check(request_, specs_, settings_, person_, {});
  EXPECT_FALSE(person_.offer->some_without);
}

// Four seconds of silence, eleven of reading and two rounds of digits are waited for by whoever takes part.
TEST_F(CheckTest, WhatAPersonTakesPartInIsAnnounced) {
  request_.parts = {"audio", "system"};
  person_.consents = false;
  run_check(request_, specs_, settings_, person_, {});
  const Offer without = *person_.offer;
  request_.guided = true;
  run_check(request_, specs_, settings_, person_, {});
  EXPECT_NEAR(person_.offer->usual_seconds - without.usual_seconds, 22, 2);
  EXPECT_GE(person_.offer->worst.seconds - without.worst.seconds, 45)
      << "with louder rounds and the own voice";
  request_.parts = {"system"};
  run_check(request_, specs_, settings_, person_, {});
  EXPECT_LT(person_.offer->usual_seconds, 20) << "nothing of sound is chosen";
}

TEST_F(CheckTest, ReportsAreMadeAndKept) {
  const auto checked = run_check(request_, specs_, settings_, person_, {});
  ASSERT_TRUE(checked) << checked.error().why;
  ASSERT_EQ(checked->reports.size(), 1u);
  EXPECT_NE(checked->reports[0].facts.find("system.memory.installed"), nullptr);
  EXPECT_TRUE(person_.remarks.empty());
  const auto history = History::open(home_ + "/deskready");
  ASSERT_TRUE(history) << history.error();
  EXPECT_TRUE(history->find(checked->reports[0].id));
}

TEST_F(CheckTest, ARecheckGoesOnWithTheFarEndThatWasChosenForItsCheck) {
  request_.far_end = "https://speed.example";  // of which a check of the system alone asks nothing
  request_.public_test = true;
  ASSERT_TRUE(run_check(request_, specs_, settings_, person_, {}));
  request_.far_end.clear();
  request_.public_test = false;
  request_.parts = {"network", "system"};
  person_.consents = false;
  const auto measured_to = [&] {
    run_check(request_, specs_, settings_, person_, {});
    return person_.offer.value().hosts;
  };
  const std::vector<std::string> nowhere, there{"speed.example"};
  EXPECT_EQ(measured_to(), nowhere) << "a check by itself";
  request_.recheck = true;
  EXPECT_EQ(measured_to(), there);
  ASSERT_FALSE(person_.remarks.empty());
  EXPECT_EQ(person_.remarks.back().code, RemarkCode::far_end_of_before);
  EXPECT_EQ(person_.remarks.back().about, "speed.example");
  settings_.public_tests.use = PublicTests::Use::never;
  EXPECT_EQ(measured_to(), nowhere);
  settings_ = {};
  EXPECT_EQ(LineChoices::forget(home_ + "/deskready"), true);
  EXPECT_EQ(measured_to(), nowhere) << "it was taken back";
}

TEST_F(CheckTest, AStopBeforeItsBeginLeavesAReportThatSaysSo) {
  std::stop_source stop;
  stop.request_stop();
  const auto checked = run_check(request_, specs_, settings_, person_, stop.get_token());
  ASSERT_TRUE(checked) << checked.error().why;
  EXPECT_TRUE(checked->interrupted);
  EXPECT_EQ(checked->reports[0].verdict, Verdict::incomplete);
}

TEST_F(CheckTest, FactsNeedNoSpec) {
  request_.specs.clear();
  const auto measured = measure_facts(request_, {}, settings_, person_, {});
  ASSERT_TRUE(measured) << measured.error().why;
  EXPECT_NE(measured->front().facts.find("system.memory.installed"), nullptr);
  EXPECT_EQ(measured->front().far_end, FarEndUsed::none);
}

}  // namespace
}  // namespace deskready

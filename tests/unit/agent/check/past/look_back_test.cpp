// What of a history counts for a rule over time about a target.
#include "agent/check/past/look_back.h"

#include <fmt/format.h>

#include <filesystem>

#include "config/spec/line_server.h"
#include "tests/unit/reports/cases.h"

namespace deskready {
namespace {

constexpr const char* key = "network.latency@media";

class LookBack : public ::testing::Test {
 protected:
  LookBack() {
    std::string name = (std::filesystem::temp_directory_path() / "look-back.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~LookBack() override { std::filesystem::remove_all(folder_); }

  /// Checks twice a day, each of which measured `seconds` to `server`; the last an hour ago.
  void save(int checks, const char* server, double seconds) {
    History history = History::open(folder_).value();
    for (int i = 0; i < checks; ++i) {
      Report report;
      report.id = fmt::format("{:032x}", ++saved_);
      report.spec_name = "acme";
      report.finished = report.started =
          now_ - std::chrono::hours(1 + 12 * i) - std::chrono::minutes(saved_ % 60);
      Fact fact = number(seconds, 60);
      fact.at = report.started;
      fact.detail["place"] = line_server_mark(server);
      report.facts.add(key, fact);
      ASSERT_TRUE(history.save(report));
    }
  }

  tl::expected<Fact, Unmeasured> worst() const {
    const Spec spec = spec_of(
        "[spec]\nlanguage = 1\nname = \"acme\"\n[targets.media]\nstun = \"stun:turn.acme.example\"\n"
        "[[rule]]\nid = \"r\"\nfact = \"network.latency\"\ntarget = \"media\"\nlimit = \"<= 100 ms\"\n"
        "window = \"14 d\"\nstatistic = \"max\"\n");
    Circumstances circumstances = ordinary();
    look_back(
        spec, {Facts()}, {{"acme", {}, {}}, nullptr}, [&] { return History::open(folder_); }, now_,
        circumstances);
    return circumstances.over_time.at("r");
  }

  std::filesystem::path folder_;
  const WallTime now_ = at("2026-11-24T12:00:00Z");
  int saved_ = 0;
};

TEST_F(LookBack, CountsWhatWasMeasuredToTheTarget) {
  save(28, "stun:turn.acme.example", 0.05);
  const auto fact = worst();
  ASSERT_TRUE(fact);
  EXPECT_EQ(std::get<double>(fact->value), 0.05);
}

// Before the employer moved its target elsewhere.
TEST_F(LookBack, LeavesOutWhatWasMeasuredToAnotherServer) {
  save(28, "stun:turn.acme.example", 0.05);
  save(28, "stun:old.acme.example", 0.5);
  const auto fact = worst();
  ASSERT_TRUE(fact);
  EXPECT_EQ(std::get<double>(fact->value), 0.05);
}

}  // namespace
}  // namespace deskready

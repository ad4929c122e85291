#include "agent/cli/service/told_standing.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace deskready {
namespace {

using nlohmann::json;

struct One {
  const char *job, *spec, *verdict;
};

json status_of(const std::vector<One>& jobs) {
  json status = {{"jobs", json::array()}, {"readiness", {{"jobs", json::array()}}}};
  for (const One& one : jobs) {
    status["jobs"].push_back({{"job", one.job},
                              {"verdict", "ready"},
                              {"since", "2026-11-24T09:00:00Z"},
                              {"reason", "The disk is full."},
                              {"fix", "Empty it."}});
    status["readiness"]["jobs"].push_back({{"name", one.spec},
                                           {"spec", one.spec},
                                           {"verdict", one.verdict},
                                           {"since", "2026-11-24T10:00:00Z"},
                                           {"first_step", "Check it."}});
  }
  return status;
}

TEST(ToldReadiness, IsTheWorstOfTheJobsThatAreMeant) {
  const json status = status_of({{"acme (video, A-1)", "acme", "ready"},
                                 {"/home/ana/bolt.toml", "bolt", "not_ready"},
                                 {"cord", "cord", "not_known"},
                                 {"dent", "dent", "ready_with_warnings"}});
  const auto code = [&](const std::string& spec) { return told_readiness(status, spec).value().code(); };
  EXPECT_EQ(code(""), 2);
  for (const char* acme : {"acme", "ACME", "acme (video, A-1)"}) EXPECT_EQ(code(acme), 0) << acme;
  EXPECT_EQ(code("/home/ana/bolt.toml"), 2);
  EXPECT_EQ(code("bolt"), 2);
  EXPECT_EQ(code("cord"), 3);
  EXPECT_EQ(code("dent"), 1);
  EXPECT_TRUE(told_readiness(status, "dent")->ready());
  EXPECT_FALSE(told_readiness(status, "cord")->ready());
}

// Of what people see of a job, nothing is refused: the report's list, and the employer.
TEST(ToldReadiness, AJobIsMeantByWhateverItsReportCallsIt) {
  json status = status_of({{"/home/ana/acme.toml", "acme", "ready"}, {"bolt", "bolt", "not_ready"}});
  status["jobs"][0]["employer"] = "Acme Support";
  status["jobs"][0]["last_report"] = {{"id", "7"}, {"spec", "acme-voice"}};
  status["jobs"][0]["list"] = "acme-video";
  for (const char* const words : {"acme-voice", "acme-video", "Acme Support", "acme support"}) {
    const auto told = told_readiness(status, words);
    ASSERT_TRUE(told) << words;
    EXPECT_EQ(told->jobs.size(), 1u) << words;
    EXPECT_EQ(told->code(), 0) << words;
  }
  EXPECT_FALSE(told_readiness(status, "Support"));
}

TEST(ToldReadiness, SaysWhichJobsThereAreWhereNoneIsMeant) {
  const auto told = told_readiness(status_of({{"acme", "acme", "ready"}}), "acm");
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error(), "no job of the background service is for \"acm\"; it checks for acme");
}

TEST(ToldReadiness, OfAVerdictThatHoldsNoMoreSaysNothingOfWhatWasFound) {
  const ToldReadiness told = told_readiness(status_of({{"acme", "acme", "not_known"}}), "").value();
  EXPECT_EQ(told.worst().words.find("Ready"), std::string::npos) << told.worst().words;
  EXPECT_EQ(told.worst().words.find("disk"), std::string::npos) << told.worst().words;
  EXPECT_NE(told.worst().words.find("Check it."), std::string::npos) << told.worst().words;
  EXPECT_EQ(told.worst().reason, "");
}

TEST(ToldReadiness, OfAnythingElseIsNoneAtAll) {
  for (const json& status : {json(), json::array(), json::object(), json{{"jobs", 5}, {"readiness", "ready"}},
                             json{{"jobs", {1, 2}}, {"readiness", {{"jobs", {false}}}}},
                             json{{"readiness", {{"verdict", "ready"}}}}}) {
    const auto told = told_readiness(status, "");
    EXPECT_TRUE(!told || told->code() == 3) << status;
  }
}

}  // namespace
}  // namespace deskready

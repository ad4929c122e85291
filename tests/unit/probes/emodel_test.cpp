#include "probes/network/emodel.h"

#include <gtest/gtest.h>

namespace deskready::network {
namespace {

// The expected figures come from network.md, section 4: G.107's formulas evaluated independently, in
// agreement with the published tables.

TEST(EModel, DefaultsGiveThePublishedRating) {
  EXPECT_NEAR(rating({}), 93.2062, 0.00005);
  EXPECT_NEAR(opinion_score(rating({})), 4.4094, 0.00005);
}

struct DelayRow {
  double ta;
  double r;
  double echo_free;
};

class EModelDelay : public testing::TestWithParam<DelayRow> {};

TEST_P(EModelDelay, FollowsThePlanningCurve) {
  EModel model;
  model.ta = GetParam().ta;
  EXPECT_NEAR(rating(model), GetParam().echo_free, 0.006);
  model.t = GetParam().ta;
  model.tr = 2 * GetParam().ta;
  EXPECT_NEAR(rating(model), GetParam().r, 0.006);
}

INSTANTIATE_TEST_SUITE_P(G114, EModelDelay,
                         testing::Values(DelayRow{0, 93.21, 93.21}, DelayRow{50, 91.76, 93.21},
                                         DelayRow{100, 90.66, 93.21}, DelayRow{150, 89.54, 93.04},
                                         DelayRow{200, 85.80, 90.16}, DelayRow{250, 79.18, 84.29},
                                         DelayRow{300, 72.67, 78.45}, DelayRow{350, 67.03, 73.39},
                                         DelayRow{400, 62.25, 69.14}, DelayRow{500, 54.80, 62.57}));

TEST(EModel, DelaySensitivityClasses) {
  const auto idd = [](double ta, double st, double mt) {
    EModel model;
    const double before = rating(model);
    model.ta = ta;
    model.st = st;
    model.mt = mt;
    return before - rating(model);
  };
  EXPECT_NEAR(idd(200, 0.55, 120), 2.25, 0.006);
  EXPECT_NEAR(idd(300, 0.4, 150), 6.18, 0.006);
  EXPECT_NEAR(idd(400, 0.55, 120), 16.89, 0.006);
}

struct LossCase {
  double ie;
  double bpl;
  double percent;
  double burst_r;
  double r;
};

class EModelLoss : public testing::TestWithParam<LossCase> {};

TEST_P(EModelLoss, LowersTheRating) {
  EModel model;
  model.ie = GetParam().ie;
  model.bpl = GetParam().bpl;
  model.ppl = GetParam().percent;
  model.burst_r = GetParam().burst_r;
  EXPECT_NEAR(rating(model), GetParam().r, 0.006);
}

INSTANTIATE_TEST_SUITE_P(G113, EModelLoss,
                         testing::Values(LossCase{0, 4.3, 1, 1, 75.28}, LossCase{0, 4.3, 10, 1, 26.77},
                                         LossCase{0, 25.1, 0.5, 1, 91.35}, LossCase{0, 25.1, 1, 1, 89.57},
                                         LossCase{0, 25.1, 5, 1, 77.43}, LossCase{11, 19, 2, 1, 74.21},
                                         LossCase{15, 16.1, 3, 1, 65.64}, LossCase{5, 10, 5, 1, 58.21},
                                         LossCase{0, 25.1, 5, 2, 76.00}, LossCase{0, 4.3, 2, 2, 57.36}));

TEST(EModel, OpinionScoreByRating) {
  EXPECT_NEAR(opinion_score(50), 2.575, 0.0005);
  EXPECT_NEAR(opinion_score(60), 3.100, 0.0005);
  EXPECT_NEAR(opinion_score(80), 4.024, 0.0005);
  EXPECT_NEAR(opinion_score(90), 4.339, 0.0005);
  EXPECT_EQ(opinion_score(-3), 1);
  EXPECT_EQ(opinion_score(3), 1);  // where the cubic would dip below
  EXPECT_EQ(opinion_score(101), 4.5);
}

TEST(EModel, G711CallJoinsDelayAndLoss) {
  EXPECT_NEAR(rating_of_g711_call(0.050, 0.01, 1), 88.1, 0.05);
  EXPECT_NEAR(rating_of_g711_call(0.150, 0.02, 1), 82.5, 0.05);
  EXPECT_NEAR(rating_of_g711_call(0.200, 0.02, 1), 78.8, 0.05);
  EXPECT_NEAR(rating_of_g711_call(0.300, 0.05, 1), 56.9, 0.05);
}

TEST(EModel, AWorseLineNeverRatesHigher) {
  for (double delay = 0; delay < 0.6; delay += 0.02) {
    for (double loss = 0; loss < 0.2; loss += 0.02) {
      const double here = rating_of_g711_call(delay, loss, 1);
      EXPECT_LE(rating_of_g711_call(delay + 0.02, loss, 1), here) << delay << " s, " << loss;
      EXPECT_LE(rating_of_g711_call(delay, loss + 0.02, 1), here) << delay << " s, " << loss;
    }
  }
}

}  // namespace
}  // namespace deskready::network

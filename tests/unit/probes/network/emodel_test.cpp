#include "probes/network/line/call/emodel.h"

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

TEST(EModel, LongDelayAlone) {
  EXPECT_EQ(long_delay(100), 0);
  EXPECT_NEAR(long_delay(150), 0.164, 0.0006);
  EXPECT_NEAR(long_delay(200), 3.044, 0.0006);
  EXPECT_NEAR(long_delay(250), 8.917, 0.0006);
  EXPECT_NEAR(long_delay(300), 14.761, 0.0006);
  EXPECT_NEAR(long_delay(350), 19.811, 0.0006);
  EXPECT_NEAR(long_delay(400), 24.070, 0.0006);
  EXPECT_NEAR(long_delay(500), 30.636, 0.0006);
}

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
  EXPECT_NEAR(idd(200, 0.4, 150), 0.95, 0.006);
  EXPECT_NEAR(idd(300, 0.55, 120), 10.09, 0.006);
  EXPECT_NEAR(idd(300, 0.4, 150), 6.18, 0.006);
  EXPECT_NEAR(idd(400, 0.55, 120), 16.89, 0.006);
  EXPECT_NEAR(idd(400, 0.4, 150), 11.20, 0.006);
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

INSTANTIATE_TEST_SUITE_P(
    G113, EModelLoss,
    testing::Values(
        LossCase{0, 4.3, 0, 1, 93.21}, LossCase{0, 4.3, 0.5, 1, 83.31}, LossCase{0, 4.3, 1, 1, 75.28},
        LossCase{0, 4.3, 2, 1, 63.05}, LossCase{0, 4.3, 3, 1, 54.17}, LossCase{0, 4.3, 5, 1, 42.13},
        LossCase{0, 4.3, 10, 1, 26.77}, LossCase{0, 25.1, 0, 1, 93.21}, LossCase{0, 25.1, 0.5, 1, 91.35},
        LossCase{0, 25.1, 1, 1, 89.57}, LossCase{0, 25.1, 2, 1, 86.2}, LossCase{0, 25.1, 3, 1, 83.06},
        LossCase{0, 25.1, 5, 1, 77.43}, LossCase{0, 25.1, 10, 1, 66.14}, LossCase{11, 19, 0, 1, 82.21},
        LossCase{11, 19, 0.5, 1, 80.05}, LossCase{11, 19, 1, 1, 78.01}, LossCase{11, 19, 2, 1, 74.21},
        LossCase{11, 19, 3, 1, 70.75}, LossCase{11, 19, 5, 1, 64.71}, LossCase{11, 19, 10, 1, 53.24},
        LossCase{15, 16.1, 0, 1, 78.21}, LossCase{15, 16.1, 0.5, 1, 75.8}, LossCase{15, 16.1, 1, 1, 73.53},
        LossCase{15, 16.1, 2, 1, 69.37}, LossCase{15, 16.1, 3, 1, 65.64}, LossCase{15, 16.1, 5, 1, 59.25},
        LossCase{15, 16.1, 10, 1, 47.55}, LossCase{5, 10, 0, 1, 88.21}, LossCase{5, 10, 0.5, 1, 83.92},
        LossCase{5, 10, 1, 1, 80.02}, LossCase{5, 10, 2, 1, 73.21}, LossCase{5, 10, 3, 1, 67.44},
        LossCase{5, 10, 5, 1, 58.21}, LossCase{5, 10, 10, 1, 43.21}, LossCase{0, 25.1, 5, 2, 76.00},
        LossCase{0, 4.3, 2, 2, 57.36}));

TEST(EModel, OpinionScoreByRating) {
  EXPECT_NEAR(opinion_score(50), 2.575, 0.0005);
  EXPECT_NEAR(opinion_score(60), 3.100, 0.0005);
  EXPECT_NEAR(opinion_score(70), 3.597, 0.0005);
  EXPECT_NEAR(opinion_score(80), 4.024, 0.0005);
  EXPECT_NEAR(opinion_score(90), 4.339, 0.0005);
  EXPECT_EQ(opinion_score(-3), 1);
  EXPECT_EQ(opinion_score(3), 1);  // where the cubic would dip below
  EXPECT_EQ(opinion_score(101), 4.5);
}

TEST(EModel, G711CallJoinsDelayAndLoss) {
  EXPECT_NEAR(rating_of_call(g711, 0.050, 0.01, 1), 88.1, 0.05);
  EXPECT_NEAR(rating_of_call(g711, 0.100, 0.01, 1), 87.0, 0.05);
  EXPECT_NEAR(rating_of_call(g711, 0.150, 0.02, 1), 82.5, 0.05);
  EXPECT_NEAR(rating_of_call(g711, 0.200, 0.02, 1), 78.8, 0.05);
  EXPECT_NEAR(rating_of_call(g711, 0.300, 0.05, 1), 56.9, 0.05);
  EXPECT_NEAR(opinion_score(rating_of_call(g711, 0.050, 0.01, 1), g711.scale), 4.29, 0.005);
  EXPECT_NEAR(opinion_score(rating_of_call(g711, 0.300, 0.05, 1), g711.scale), 2.94, 0.005);
}

// Opinion scores of AMR-WB on the wideband scale, without loss and delay.
struct WidebandRow {
  double ie;
  double mos;
};
class Wideband : public testing::TestWithParam<WidebandRow> {};

TEST_P(Wideband, HasThePublishedScore) {
  const Codec codec{"AMR-WB", Scale::wideband, GetParam().ie, 4.3, 4.3, 0};
  EXPECT_NEAR(opinion_score(rating_of_call(codec, 0, 0, 1), Scale::wideband), GetParam().mos, 0.006);
}

INSTANTIATE_TEST_SUITE_P(G1071, Wideband, testing::Values(WidebandRow{13, 4.34}, WidebandRow{41, 3.51}));

struct OpusRow {
  double percent;
  double mos;
};
class OpusFullband : public testing::TestWithParam<OpusRow> {};

TEST_P(OpusFullband, HasThePublishedScore) {
  const double r = rating_of_call(opus_fullband, 0, GetParam().percent / 100, 1);
  EXPECT_NEAR(opinion_score(r, Scale::fullband), GetParam().mos, 0.006);
}

INSTANTIATE_TEST_SUITE_P(G1072, OpusFullband,
                         testing::Values(OpusRow{0, 4.30}, OpusRow{1, 4.09}, OpusRow{2, 3.87},
                                         OpusRow{5, 3.28}));

TEST(EModel, FullbandRatingWithoutLoss) {
  EXPECT_NEAR(rating_of_call(opus_fullband, 0, 0, 1), 131.17, 0.005);
  EXPECT_NEAR(rating_of_call(opus_wideband, 0, 0, 1), 109.04, 0.005);
  // Idd at 300 ms is 14.761, and G.107.2 takes it 1.48-fold.
  EXPECT_NEAR(rating_of_call(opus_fullband, 0.3, 0, 1), 131.17 - 1.48 * 14.761, 0.005);
}

TEST(EModel, EachScaleNamesItsModel) {
  EXPECT_EQ(model_of(g711.scale), "ITU-T G.107");
  EXPECT_EQ(model_of(opus_wideband.scale), "ITU-T G.107.1");
  EXPECT_EQ(model_of(opus_fullband.scale), "ITU-T G.107.2");
}

class AnyCodec : public testing::TestWithParam<const Codec*> {};

TEST_P(AnyCodec, AWorseLineNeverRatesHigher) {
  const Codec& codec = *GetParam();
  for (double delay = 0; delay < 0.6; delay += 0.02) {
    for (double loss = 0; loss < 0.2; loss += 0.02) {
      for (double burst = 1; burst < 4; burst += 0.5) {
        const double here = rating_of_call(codec, delay, loss, burst);
        EXPECT_LE(rating_of_call(codec, delay + 0.02, loss, burst), here) << delay << " s, " << loss;
        EXPECT_LE(rating_of_call(codec, delay, loss + 0.02, burst), here) << delay << " s, " << loss;
        EXPECT_LE(rating_of_call(codec, delay, loss, burst + 0.5), here) << delay << " s, " << burst;
        EXPECT_LE(opinion_score(rating_of_call(codec, delay, loss + 0.02, burst), codec.scale),
                  opinion_score(here, codec.scale));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Codecs, AnyCodec, testing::Values(&g711, &opus_wideband, &opus_fullband));

}  // namespace
}  // namespace deskready::network

#include "probes/network/line/call/emodel.h"

#include <algorithm>
#include <cmath>

namespace deskready::network {
namespace {

double decibel_sum(std::initializer_list<double> levels) {
  double power = 0;
  for (const double level : levels) power += std::pow(10, level / 10);
  return 10 * std::log10(power);
}

struct Basics {
  double olr;
  double no;  ///< all noises, at the 0 dBr point
  double ro;  ///< basic signal-to-noise ratio
  double ist;
};

/// G.107 section 7.2.
Basics noise_and_signal(const EModel& m) {
  Basics b{};
  b.olr = m.slr + m.rlr;
  const double nos = m.ps - m.slr - m.ds - 100 + 0.004 * std::pow(m.ps - b.olr - m.ds - 14, 2);
  const double pre = m.pr + 10 * std::log10(1 + std::pow(10, (10 - m.lstr) / 10));
  const double nor = m.rlr - 121 + pre + 0.008 * std::pow(pre - 35, 2);
  b.no = decibel_sum({m.nc, nos, nor, m.nfor + m.rlr});
  b.ro = 15 - 1.5 * (m.slr + b.no);
  return b;
}

/// Sidetone that is not optimal, G.107 (7-11).
double sidetone(const EModel& m) {
  const double s =
      -10 * std::log10(std::pow(10, -m.stmr / 10) + std::exp(-m.t / 4) * std::pow(10, -m.telr / 10));
  return 12 * std::pow(1 + std::pow((s - 13) / 6, 8), 1.0 / 8) -
         28 * std::pow(1 + std::pow((s + 1) / 19.4, 35), 1.0 / 35) -
         13 * std::pow(1 + std::pow((s - 3) / 33, 13), 1.0 / 13) + 29;
}

/// Impairments that come with the voice signal, Is, G.107 section 7.3.
double simultaneous(const EModel& m, const Basics& b) {
  const double xolr = b.olr + 0.2 * (64 + b.no - m.rlr);
  const double iolr = 20 * (std::pow(1 + std::pow(xolr / 8, 8), 1.0 / 8) - xolr / 8);
  const double q = 37 - 15 * std::log10(m.qdu);
  const double g = 1.07 + 0.258 * q + 0.0602 * q * q;
  const double y = (b.ro - 100) / 15 + 46 / 8.4 - g / 9;
  const double z = 46.0 / 30 - g / 40;
  const double iq = 15 * std::log10(1 + std::pow(10, y) + std::pow(10, z));
  return iolr + b.ist + iq;
}

/// Talker echo, Idte, with the corrections for strong and weak sidetone.
double talker_echo(const EModel& m, const Basics& b) {
  if (m.t < 1) return 0;
  double terv = m.telr - 40 * std::log10((1 + m.t / 10) / (1 + m.t / 150)) + 6 * std::exp(-0.3 * m.t * m.t);
  if (m.stmr < 9) terv += b.ist / 2;
  const double roe = -1.5 * (b.no - m.rlr);
  const double re = 80 + 2.5 * (terv - 14);
  const double half = (roe - re) / 2;
  const double idte = (half + std::sqrt(half * half + 100) - 1) * (1 - std::exp(-m.t));
  return m.stmr > 20 ? std::sqrt(idte * idte + b.ist * b.ist) : idte;
}

double listener_echo(const EModel& m, const Basics& b) {
  const double rle = 10.5 * (m.wepl + 7) * std::pow(m.tr + 1, -0.25);
  const double half = (b.ro - rle) / 2;
  return half + std::sqrt(half * half + 169);
}

/// Ie,eff of G.107.1 (Ie,max 95) and G.107.2 (132).
double effective_impairment(const Codec& codec, double most, double loss_ratio, double burst_ratio) {
  const double bursty = std::clamp(burst_ratio - 1, 0.0, 1.0);
  const double bpl = codec.bpl + bursty * (codec.bpl_bursty - codec.bpl);
  const double percent = loss_ratio * 100;
  return codec.ie + (most - codec.ie) * percent / (percent + bpl);
}

}  // namespace

double rating(const EModel& m) {
  Basics b = noise_and_signal(m);
  b.ist = sidetone(m);
  const double id = talker_echo(m, b) + listener_echo(m, b) + long_delay(m.ta, m.mt, m.st);
  const double ie_eff = m.ie + (95 - m.ie) * m.ppl / (m.ppl / m.burst_r + m.bpl);
  return b.ro - simultaneous(m, b) - id - ie_eff + m.advantage;
}

double opinion_score(double r) {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  // The cubic dips below 1 for R under 6.5.
  return std::max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}

double long_delay(double ta, double mt, double st) {
  if (ta <= mt) return 0;
  const double x = std::log2(ta / mt);
  const double power = 6 * st;
  return 25 * (std::pow(1 + std::pow(x, power), 1 / power) -
               3 * std::pow(1 + std::pow(x / 3, power), 1 / power) + 2);
}

std::string_view model_of(Scale scale) {
  switch (scale) {
    case Scale::wideband:
      return "ITU-T G.107.1";
    case Scale::fullband:
      return "ITU-T G.107.2";
    default:
      return "ITU-T G.107";
  }
}

double opinion_score(double r, Scale scale) {
  return opinion_score(scale == Scale::wideband ? r / 1.29 : scale == Scale::fullband ? r / 1.48 : r);
}

double rating_of_call(const Codec& codec, double one_way_seconds, double loss_ratio, double burst_ratio) {
  const double ms = one_way_seconds * 1000;
  if (codec.scale == Scale::wideband)
    return 129 - long_delay(ms) - effective_impairment(codec, 95, loss_ratio, burst_ratio);
  if (codec.scale == Scale::fullband)
    return 148 - 1.48 * long_delay(ms) - effective_impairment(codec, 132, loss_ratio, burst_ratio);
  EModel m;
  m.t = m.ta = ms;
  m.tr = 2 * ms;
  m.ie = codec.ie;
  m.bpl = codec.bpl;
  m.ppl = loss_ratio * 100;
  m.burst_r = std::max(1.0, burst_ratio);
  return rating(m);
}

}  // namespace deskready::network

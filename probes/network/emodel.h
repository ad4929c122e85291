// The E-model: how a call over a line would be rated, by ITU-T G.107 (06/2015), narrowband.
#pragma once

namespace deskready::network {

/// Inputs of G.107, with its default values (table 2). Levels and losses in dB, delays in ms.
struct EModel {
  double slr = 8;        ///< send loudness rating
  double rlr = 2;        ///< receive loudness rating
  double stmr = 15;      ///< sidetone masking rating
  double lstr = 18;      ///< listener sidetone rating; stmr + dr
  double ds = 3;         ///< D-value of the telephone, send side
  double dr = 3;         ///< D-value of the telephone, receive side
  double telr = 65;      ///< talker echo loudness rating
  double wepl = 110;     ///< weighted echo path loss
  double t = 0;          ///< mean one-way delay of the echo path
  double tr = 0;         ///< round-trip delay in a four-wire loop
  double ta = 0;         ///< absolute delay in echo-free connections
  double qdu = 1;        ///< quantisation distortion units
  double ie = 0;         ///< equipment impairment of the codec
  double bpl = 4.3;      ///< packet-loss robustness of the codec
  double ppl = 0;        ///< packet loss, percent
  double burst_r = 1;    ///< burst ratio
  double nc = -70;       ///< circuit noise, dBm0p
  double nfor = -64;     ///< noise floor at the receive side, dBmp
  double ps = 35;        ///< room noise at the send side, dB(A)
  double pr = 35;        ///< room noise at the receive side, dB(A)
  double advantage = 0;  ///< A
  double mt = 100;       ///< minimum perceivable delay, ms
  double st = 1;         ///< delay sensitivity
};

/// The rating factor R; 93.2 for the defaults. May lie below 0 for very bad connections.
double rating(const EModel& model);

/// The mean opinion score that belongs to R (G.107 annex B), clamped to 1 .. 4.5.
double opinion_score(double r);

/// R of a call in G.711 with packet loss concealment (Ie 0, Bpl 25.1; G.113 appendix I): one-way delay mouth
/// to ear in seconds, share of packets lost or late, burst ratio >= 1. The echo path has the same delay.
double rating_of_g711_call(double one_way_seconds, double loss_ratio, double burst_ratio);

}  // namespace deskready::network

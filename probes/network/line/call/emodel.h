// The E-model: how a call over a line would be rated. ITU-T G.107 (06/2015) for narrowband, G.107.1 (06/2019)
// for wideband, G.107.2 (06/2019) for fullband. Figures of different scales are not comparable.
#pragma once

#include <cstdint>
#include <string_view>

namespace deskready::network {

/// Inputs of G.107, with its default values (table 2). Levels and losses in dB, delays in ms.
struct EModel {
  double slr = 8;        ///< send loudness rating
  double rlr = 2;        ///< receive loudness rating
  double stmr = 15;      ///< sidetone masking rating
  double lstr = 18;      ///< listener sidetone rating: stmr and the D-value of the receive side, 3
  double ds = 3;         ///< D-value of the telephone, send side
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

/// Too long absolute delay, Idd of G.107 (7-27); ms. 0 up to `mt`.
double long_delay(double ta, double mt = 100, double st = 1);

enum class Scale : std::uint8_t { narrowband, wideband, fullband };

/// "ITU-T G.107", "ITU-T G.107.1", "ITU-T G.107.2".
std::string_view model_of(Scale scale);

/// MOS that belongs to an R of that scale: R by its scale's best (93.2, 129, 148) taken to G.107's curve.
double opinion_score(double r, Scale scale);

struct Codec {
  std::string_view name;
  Scale scale = Scale::narrowband;
  double ie = 0;          ///< impairment of the codec itself, on its scale
  double bpl = 4.3;       ///< robustness against single losses
  double bpl_bursty = 0;  ///< against losses with a burst ratio of 2; 0 where the model has the burst ratio
  double look_ahead = 0;  ///< seconds
};

/// G.113 appendix I.
inline constexpr Codec g711 = {"G.711 with concealment", Scale::narrowband, 0, 25.1, 0, 0};
/// Al-Ahmadi, Pocta and Melvin 2021; no ITU figures exist for Opus. Without its in-band error correction.
inline constexpr Codec opus_wideband = {
    "Opus, wideband, 13 kbit/s", Scale::wideband, 19.96, 19.50, 16.92, 0.0065};
inline constexpr Codec opus_fullband = {
    "Opus, super-wideband, 31 kbit/s", Scale::fullband, 16.83, 10.44, 8.82, 0.0065};

/// R on the codec's scale for a call: one-way delay mouth to ear in seconds, share of packets lost or late,
/// burst ratio (below 1 counts as 1). Narrowband: the echo path has the same delay, with G.107's default echo
/// loss. Wideband and fullband: free of echo, R = 129 - Idd - Ie,eff and R = 148 - 1.48 Idd - Ie,eff. There
/// the burst ratio moves Bpl from its figure for single losses (1) to that for bursts (2 and more).
double rating_of_call(const Codec& codec, double one_way_seconds, double loss_ratio, double burst_ratio);

}  // namespace deskready::network

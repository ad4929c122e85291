#include "agent/terminal/language_codes.h"

#include <algorithm>

#include "config/base/text.h"

namespace deskready {
namespace {

/// Of ISO 639-1 each, behind it those of ISO 639-2: the terminology one, and the bibliographic one where that
/// is another.
constexpr std::string_view codes = R"(
aa aar, ab abk, ae ave, af afr, ak aka, am amh, an arg, ar ara, as asm, av ava, ay aym, az aze, ba
bak, be bel, bg bul, bh bih, bi bis, bm bam, bn ben, bo bod tib, br bre, bs bos, ca cat, ce che, ch
cha, co cos, cr cre, cs ces cze, cu chu, cv chv, cy cym wel, da dan, de deu ger, dv div, dz dzo, ee
ewe, el ell gre, en eng, eo epo, es spa, et est, eu eus baq, fa fas per, ff ful, fi fin, fj fij, fo
fao, fr fra fre, fy fry, ga gle, gd gla, gl glg, gn grn, gu guj, gv glv, ha hau, he heb, hi hin, ho
hmo, hr hrv, ht hat, hu hun, hy hye arm, hz her, ia ina, id ind, ie ile, ig ibo, ii iii, ik ipk, io
ido, is isl ice, it ita, iu iku, ja jpn, jv jav, ka kat geo, kg kon, ki kik, kj kua, kk kaz, kl kal,
km khm, kn kan, ko kor, kr kau, ks kas, ku kur, kv kom, kw cor, ky kir, la lat, lb ltz, lg lug, li
lim, ln lin, lo lao, lt lit, lu lub, lv lav, mg mlg, mh mah, mi mri mao, mk mkd mac, ml mal, mn mon,
mr mar, ms msa may, mt mlt, my mya bur, na nau, nb nob, nd nde, ne nep, ng ndo, nl nld dut, nn nno,
no nor, nr nbl, nv nav, ny nya, oc oci, oj oji, om orm, or ori, os oss, pa pan, pi pli, pl pol, ps
pus, pt por, qu que, rm roh, rn run, ro ron rum, ru rus, rw kin, sa san, sc srd, sd snd, se sme, sg
sag, si sin, sk slk slo, sl slv, sm smo, sn sna, so som, sq sqi alb, sr srp, ss ssw, st sot, su sun,
sv swe, sw swa, ta tam, te tel, tg tgk, th tha, ti tir, tk tuk, tl tgl, tn tsn, to ton, tr tur, ts
tso, tt tat, tw twi, ty tah, ug uig, uk ukr, ur urd, uz uzb, ve ven, vi vie, vo vol, wa wln, wo wol,
xh xho, yi yid, yo yor, za zha, zh zho chi, zu zul)";

/// "pt" of "pt-BR".
std::string first_part(std::string_view code) {
  return lower(code.substr(0, code.find('-')));
}

}  // namespace

std::string_view short_code(std::string_view code) {
  const std::string first = first_part(code);
  for (const std::string_view language : split(codes, ',')) {
    const auto own = split_at_spaces(language);
    if (std::find(own.begin() + 1, own.end(), first) != own.end()) return own.front();
  }
  return {};
}

bool may_be_language(std::string_view code) {
  const std::string first = first_part(code);
  if (first.size() != 2) return true;
  const auto all = split(codes, ',');
  return std::any_of(all.begin(), all.end(),
                     [&](std::string_view language) { return split_at_spaces(language).front() == first; });
}

}  // namespace deskready

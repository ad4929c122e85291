#include "reports/words/advice_words.h"

#include "config/base/outward/outward.h"
#include "config/facts/catalogue.h"
#include "reports/words/finding_words.h"

namespace deskready {
namespace {

/// The catalogue's advice on the finding's fact; empty when it has none.
std::string_view catalogue_advice(const Finding& finding) {
  const auto key = parse_fact_key(finding.key);
  const FactInfo* info = key ? find_fact(key->name) : nullptr;
  return info == nullptr ? std::string_view() : info->fix;
}

/// Whatever a spec advises: what was found out about this line comes first.
std::string beyond_home_words(std::string_view language, const Finding& finding) {
  if (finding.args.at("trouble_at") == "far_end")
    return tr(language, "Tell the employer that the trouble lies at their far end.");
  return tr(language, info_of(finding)->fix_beyond);
}

std::string place_words(std::string_view language, std::string_view place) {
  if (place == "computer")
    return tr(language, "The trouble lies in this computer: it was busy with other things.");
  if (place == "home_network")
    return tr(language, "The trouble lies at home, between this computer and the router.");
  if (place == "far_end") return tr(language, "The trouble lies at the employer's far end.");
  return tr(language, "The trouble lies beyond the router: with the provider, or further on.");
}

std::string trouble_words(std::string_view language, std::string_view trouble) {
  if (trouble == "loss") return tr(language, "Lost packets");
  if (trouble == "delay") return tr(language, "Delay");
  if (trouble == "jitter") return tr(language, "Jitter");
  return tr(language, "Delay added by load");
}

}  // namespace

std::string advice_words(std::string_view language, const Finding& finding) {
  if (lies_beyond_home(finding)) return beyond_home_words(language, finding);
  if (finding.args.contains("plays_only")) {
    return tr(
        language,
        "Switch the headset to a profile with its microphone in the sound settings (by Bluetooth the one for "
        "calls: headset, HSP/HFP); where none is offered, disconnect it and connect it anew.");
  }
  if (opened_on_the_way(finding)) {
    return tr(language,
              "Have the virus scanner, the VPN or whoever runs this network leave connections to {host} "
              "closed: they are opened on the way.",
              {{"host", finding.args.at("host")}});
  }
  // The employer's own words may be in another language than the page.
  if (const std::string fix = for_terminal(text_in(finding.fix, language)); !fix.empty())
    return "\u2068" + fix + "\u2069";
  // What is asked for stands below it, with what was found.
  if (const auto advice = catalogue_advice(finding); !advice.empty()) return tr(language, advice);
  if (finding.key.starts_with("ask.")) {
    return tr(language, "Ask the employer what to do about your answer to: {question}",
              {{"question", label_of(language, finding)}});
  }
  return tr(language, "Bring this up to what is asked for: {label} ({expected}).",
            {{"label", label_of(language, finding)}, {"expected", asked_words(language, finding)}});
}

std::string role_advice_words(std::string_view language) {
  return tr(language, "Say which work it is for, with --role, and check again.");
}

std::string fault_words(std::string_view language, std::string_view place, std::string_view trouble,
                        std::optional<double> whole, std::optional<double> home) {
  if (place.empty() || place == "none") return {};
  const std::string where = place_words(language, place);
  if (!whole || !home) return where;
  const Unit unit = trouble == "loss" ? Unit::ratio : Unit::second;
  return where + " " +
         tr(language, "{what}: {whole} to the far end, {home} to the router.",
            {{"what", trouble_words(language, trouble)},
             {"whole", format_quantity(*whole, unit, 2)},
             {"home", format_quantity(*home, unit, 2)}});
}

}  // namespace deskready

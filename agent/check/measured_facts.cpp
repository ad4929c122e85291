#include "agent/check/measured_facts.h"

#include <algorithm>
#include <set>
#include <utility>

#include "reports/assess/finding.h"

namespace deskready {
namespace {

/// Without specs one pass over all that there is.
std::vector<Pass> passes_for_facts(const CheckRequest& request, const std::vector<Spec>& specs,
                                   const Settings& settings) {
  if (specs.empty()) return {Pass{{request.far_end}, {}, questions_of_everything(probes())}};
  return passes_for(request, specs, settings);
}

std::vector<Spec> specs_of(const Pass& pass, const std::vector<Spec>& specs) {
  std::vector<Spec> own;
  for (const std::size_t i : pass.specs) own.push_back(specs[i]);
  return own;
}

/// The required figures that fail for somebody: whom a rule is for is known only where it is judged.
std::set<FactKey> failing_for_anybody(const std::vector<Spec>& specs, const Facts& facts,
                                      const CheckRequest& request, const FarEnds& far_ends,
                                      std::size_t pass) {
  std::set<FactKey> failing;
  for (Spec spec : specs) {
    for (Rule& rule : spec.rules) rule.when.clear();
    Circumstances circumstances;
    circumstances.far_end = far_ends.used(spec.far_end_url, pass);
    circumstances.parts = request.parts;
    for (FactKey& key : second_look(spec, facts, circumstances)) failing.insert(std::move(key));
  }
  return failing;
}

/// Takes a second look into what the first one found. A figure has cost what both looks moved for it, also
/// where the second only came along.
void take_second(MeasuredFacts& measured, const std::set<FactKey>& failing, const Facts& again) {
  for (const FactKey& key : failing) {
    if (const Fact* second = again.find(to_string(key)))
      measured.attempts[to_string(key)] = {*measured.facts.find(to_string(key)), *second};
  }
  for (auto& [key, fact] : measured.facts.known) {
    const Fact* second = again.find(key);
    if (second == nullptr) continue;
    const Cost first = fact.cost;
    if (measured.attempts.contains(key)) fact = *second;
    fact.cost = second->cost;
    fact.cost += first;
  }
}

/// What was measured along and could not be known is no lack of what was asked for.
void forget_companions(Facts& facts, const std::vector<Spec>& specs) {
  if (specs.empty()) return;
  std::set<std::string, std::less<>> asked;
  for (const Question& question : questions_of(specs)) asked.insert(to_string(question.key));
  std::erase_if(facts.unknown, [&](const auto& entry) {
    return part_of(entry.first) == "network" && !asked.contains(entry.first);
  });
}

/// `measured`: of a pass.
void look_again(Looks& looks, std::size_t pass, const std::vector<Spec>& specs, const CheckRequest& request,
                MeasuredFacts& measured) {
  const auto failing =
      failing_for_anybody(specs, measured.facts, request, looks.measurement().far_ends(), pass);
  if (const auto again = looks.second(pass, failing)) take_second(measured, failing, *again);
}

}  // namespace

tl::expected<std::vector<MeasuredFacts>, NotMeasured> measure_facts(const CheckRequest& request,
                                                                    const std::vector<Spec>& specs,
                                                                    const Settings& settings,
                                                                    Attendant& attendant,
                                                                    const std::stop_token& stop) {
  const auto lock = own_turn(attendant, stop);
  if (!lock) return tl::unexpected(lock.error());
  Looks looks(request, specs, passes_for_facts(request, specs, settings), settings.run_bytes, attendant,
              stop);
  if (!looks.agreed()) return tl::unexpected(NotMeasured{true, {}});
  looks.measurement().use_credentials(settings.relay_credentials);
  std::vector<MeasuredFacts> all;
  for (Facts& facts : looks.first()) all.emplace_back().facts = std::move(facts);
  for (std::size_t pass = 0; pass < all.size(); ++pass) {
    const auto own = specs_of(looks.passes()[pass], specs);
    forget_companions(all[pass].facts, own);
    look_again(looks, pass, own, request, all[pass]);
    all[pass].far_end = looks.measurement().far_ends().used({}, pass);
    all[pass].far_end_url = looks.passes()[pass].far_end.url;
    for (const Spec& spec : own) all[pass].specs.push_back(spec.name);
  }
  const auto says_nothing = [](const MeasuredFacts& measured) {
    return measured.facts.known.empty() && measured.facts.unknown.empty();
  };
  all.erase(std::remove_if(all.begin() + 1, all.end(), says_nothing), all.end());
  return all;
}

}  // namespace deskready

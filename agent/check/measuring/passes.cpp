#include "agent/check/measuring/passes.h"

#include <algorithm>
#include <map>

#include "agent/check/measuring/plan.h"
#include "config/facts/catalogue.h"
#include "config/spec/far_end_url.h"
#include "config/spec/line_server.h"
#include "config/spec/questions.h"
#include "config/spec/targets/reach.h"

namespace deskready {
namespace {

using network::NamedBy;

bool is_of_line(const FactKey& key) {
  return part_of(key.name) == "network";
}

bool asks_line(const Spec& spec) {
  const auto keys = keys_of(spec);
  return std::any_of(keys.begin(), keys.end(), is_of_line);
}

bool judges_loaded_delay(const Spec& spec) {
  const auto keys = keys_of(spec);
  return std::any_of(keys.begin(), keys.end(), [](const FactKey& key) {
    const FactInfo* info = find_fact(key.name);
    return info != nullptr && !info->loaded_by.empty();
  });
}

/// The highest limit of each direction's rate, by which the load is offered; 0 where the rate itself is
/// wanted.
std::map<std::string, double> load_of(const Spec& spec) {
  std::map<std::string, double> load;
  for (const auto& [key, limits] : limits_of(spec)) {
    const FactInfo* info = find_fact(key.name);
    if (info == nullptr || info->offered == 0) continue;
    load[key.name] = std::max(load[key.name], limits.empty() ? 0 : limits.back());
  }
  return load;
}

/// Whether a higher load than its own rules ask for would change what this spec is told.
bool needs_own_load(const Spec& spec) {
  const auto load = load_of(spec);
  return judges_loaded_delay(spec) ||
         std::any_of(load.begin(), load.end(), [](const auto& way) { return way.second == 0; });
}

bool same_load(const Spec& a, const Spec& b, Depth depth) {
  if (depth == Depth::full) return true;  // as fast as it goes, whatever is asked
  if (!needs_own_load(a) && !needs_own_load(b)) return true;
  return load_of(a) == load_of(b);
}

/// Whether no target of one is another place than the target of the same name of the other.
bool same_targets(const Spec& a, const Spec& b) {
  return std::all_of(a.targets.begin(), a.targets.end(), [&](const auto& one) {
    const auto other = b.targets.find(one.first);
    if (other == b.targets.end()) return true;
    const std::string server = line_server(one.second), others = line_server(other->second);
    return reaches_of(one.second) == reaches_of(other->second) &&
           (server == others || same_line_server(server, others));
  });
}

std::vector<Question> questions_for(const std::vector<Pass>& passes, std::size_t index,
                                    std::span<const Spec> specs) {
  std::vector<Spec> own;
  for (const std::size_t i : passes[index].specs) own.push_back(specs[i]);
  std::vector<Question> questions = questions_of(own);
  std::erase_if(questions, [](const Question& question) { return !is_of_line(question.key); });
  if (index > 0) return with_companions(std::move(questions));
  for (Question& question : questions_of(specs)) {
    if (!is_of_line(question.key)) questions.push_back(std::move(question));
  }
  return with_companions(std::move(questions));
}

}  // namespace

std::vector<FarEndChoice> choose_far_ends(const GivenFarEnd& given, std::span<const std::string> names,
                                          std::span<const Spec> specs, const Settings& settings) {
  std::vector<FarEndChoice> chosen(specs.size());
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const bool own = !specs[i].far_end_url.empty();
    if (!given.url.empty() && (given.before_spec || !own)) {
      chosen[i] = {given.url, NamedBy::owner};
    } else if (own) {
      chosen[i] = {specs[i].far_end_url, NamedBy::spec};
    } else {
      const auto job = std::find_if(settings.jobs.begin(), settings.jobs.end(), [&](const Job& one) {
        return i < names.size() && one.spec == names[i] && !one.far_end.empty();
      });
      if (job != settings.jobs.end())
        chosen[i] = {job->far_end, NamedBy::owner};
      else if (i < given.chosen_before.size())
        chosen[i] = {given.chosen_before[i], NamedBy::owner};
    }
  }
  const auto first = std::find_if(chosen.begin(), chosen.end(),
                                  [](const FarEndChoice& choice) { return !choice.url.empty(); });
  if (first == chosen.end()) {
    for (std::size_t i = 0; i < specs.size() && settings.public_tests.use == PublicTests::Use::always; ++i) {
      if (judges_public_tests(specs[i])) chosen[i] = {settings.public_tests.address, NamedBy::owner};
    }
    return chosen;
  }
  const FarEndChoice shared = *first;
  for (FarEndChoice& choice : chosen) {
    if (choice.url.empty()) choice = shared;
    // What the owner names may be a private address, whoever else names it.
    const bool owned = std::any_of(chosen.begin(), chosen.end(), [&](const FarEndChoice& other) {
      return other.named_by == NamedBy::owner && same_far_end(other.url, choice.url);
    });
    if (owned) choice.named_by = NamedBy::owner;
  }
  return chosen;
}

std::vector<Pass> make_passes(std::span<const Spec> specs, std::span<const FarEndChoice> far_ends,
                              Depth depth) {
  std::vector<Pass> passes;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (!asks_line(specs[i])) continue;
    auto pass = std::find_if(passes.begin(), passes.end(), [&](const Pass& open) {
      return same_far_end(open.far_end.url, far_ends[i].url) &&
             std::all_of(open.specs.begin(), open.specs.end(), [&](std::size_t other) {
               return same_load(specs[other], specs[i], depth) && same_targets(specs[other], specs[i]);
             });
    });
    if (pass == passes.end()) pass = passes.insert(passes.end(), Pass{far_ends[i], {}, {}});
    pass->specs.push_back(i);
  }
  if (passes.empty()) passes.push_back({far_ends.front(), {}, {}});
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (!asks_line(specs[i])) passes.front().specs.push_back(i);
  }
  std::sort(passes.front().specs.begin(), passes.front().specs.end());
  for (std::size_t i = 0; i < passes.size(); ++i) passes[i].questions = questions_for(passes, i, specs);
  return passes;
}

std::vector<Question> questions_about(const Pass& pass, const std::set<FactKey>& keys) {
  std::set<std::string_view> loads;
  bool all_of_line = false;
  for (const FactKey& key : keys) {
    const FactInfo* info = find_fact(key.name);
    if (info == nullptr) continue;
    if (!info->loaded_by.empty()) loads.insert(info->loaded_by);
    all_of_line = all_of_line || (info->with_line && info->known == Known::heuristic);
  }
  std::vector<Question> questions;
  std::copy_if(pass.questions.begin(), pass.questions.end(), std::back_inserter(questions),
               [&](const Question& question) {
                 return keys.contains(question.key) || loads.contains(question.key.name) ||
                        (all_of_line && is_of_line(question.key));
               });
  return questions;
}

Facts facts_of_pass(const Facts& first, const Facts& own) {
  Facts all = own;
  for (const auto& [key, fact] : first.known) {
    if (part_of(key) != "network") all.add(key, fact);
  }
  for (const auto& [key, why] : first.unknown) {
    if (part_of(key) != "network") all.cannot(key, why);
  }
  return all;
}

}  // namespace deskready

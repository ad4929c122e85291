#include "agent/check/documents.h"

#include <algorithm>

#include "agent/check/identity.h"
#include "agent/check/own_figures.h"
#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/spec/questions.h"

namespace deskready {
namespace {

/// The fact's value under its name among the conditions, and its details below that name.
void note_condition(const FactInfo& info, const Fact& fact, nlohmann::json& conditions) {
  const std::string name(info.condition);
  std::visit([&](const auto& value) { conditions[name] = value; }, fact.value);
  for (const auto& [part, value] : fact.detail.items()) conditions[name + "_" + part] = value;
}

/// What stood beside the figures of the line, for the head of the document of a spec; nothing of a part of
/// which that asks nothing.
nlohmann::json conditions_of(const Attempts& attempts, const Spec& spec) {
  nlohmann::json conditions = nlohmann::json::object();
  const auto keys = keys_of(spec);
  const auto asks_of_part = [&](const FactInfo& info) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const FactKey& key) { return part_of(key.name) == part_of(info.name); });
  };
  for (const Facts& facts : attempts) {
    for (const auto& [key, fact] : facts.known) {
      const FactInfo* info = find_fact(std::string_view(key));
      if (info != nullptr && !info->condition.empty() && asks_of_part(*info))
        note_condition(*info, fact, conditions);
      for (const char* name : {"other_traffic", "waited_for_processor"}) {
        // A figure may be an earlier check's, out of the history.
        const auto share = number_of(fact.detail, name);
        if (share) conditions[name] = std::max(number_of(conditions, name).value_or(0), *share);
      }
    }
  }
  return conditions;
}

}  // namespace

std::vector<std::size_t> pass_of_specs(const std::vector<Spec>& specs, const std::vector<Pass>& passes) {
  std::vector<std::size_t> pass_of(specs.size());
  for (std::size_t i = 0; i < passes.size(); ++i) {
    for (const std::size_t spec : passes[i].specs) pass_of[spec] = i;
  }
  return pass_of;
}

std::string machine_of(const Spec& spec, const CheckRequest& request) {
  return machine_hash(request.root, spec.identity);
}

Attempts own_attempts(const Spec& spec, std::size_t specs, Attempts attempts, const CheckRequest& request) {
  if (specs > 1 && request.depth == Depth::quick) {
    for (Facts& facts : attempts) facts = own_figures(std::move(facts), spec);
  }
  return attempts;
}

std::vector<Report> documents(const std::vector<Spec>& specs, const std::vector<Pass>& passes,
                              const std::vector<Attempts>& attempts,
                              const std::vector<Circumstances>& circumstances, const CheckRequest& request,
                              ReportHead head, const std::vector<Tried>& tried_before) {
  head.reference = request.reference;
  head.role = request.role;
  head.depth = request.depth == Depth::full ? "full" : "quick";
  head.agent_version = DESKREADY_VERSION;
  const auto pass_of = pass_of_specs(specs, passes);
  const nlohmann::json of_run = head.conditions;
  const WallTime began = head.started;
  std::vector<Report> reports;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    const Attempts own = own_attempts(specs[i], specs.size(), attempts[pass_of[i]], request);
    if (specs.size() > 1) {
      // How long the whole run took would tell that others' checks ran.
      const OwnShare share = own_share(specs[i], own, began);
      head.started = share.started;
      head.finished = share.finished;
      head.cost = share.cost;
    }
    head.id = random_id();
    head.machine = machine_of(specs[i], request);
    head.tried_before = tried_before[i];
    head.conditions = conditions_of(own, specs[i]);
    head.conditions.update(of_run);
    head.conditions["far_end"] = to_string(circumstances[i].far_end);
    if (circumstances[i].guided) head.conditions["guided"] = true;
    reports.push_back(make_report(specs[i], own, circumstances[i], head));
  }
  return reports;
}

}  // namespace deskready

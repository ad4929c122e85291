// deskready facts: measures and prints, judges nothing.
#include <fmt/format.h>

#include "agent/cli/measurement.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/run_lock.h"
#include "config/catalogue.h"

namespace deskready {
namespace {

std::string shown(const Fact& fact, const FactInfo* info) {
  if (const double* number = std::get_if<double>(&fact.value)) {
    const Unit unit = info != nullptr ? info->unit : Unit::none;
    std::string text = (fact.at_least  ? "at least "
                        : fact.at_most ? "at most "
                                       : "") +
                       format_quantity(*number, unit);
    if (fact.low && fact.high && *fact.low < *fact.high) {
      text +=
          fmt::format("  ({} to {})", format_quantity(*fact.low, unit), format_quantity(*fact.high, unit));
    }
    return text;
  }
  if (const bool* truth = std::get_if<bool>(&fact.value)) return *truth ? "yes" : "no";
  return std::get<std::string>(fact.value);
}

std::string as_text(const Facts& facts) {
  std::string text;
  for (const auto& [key, fact] : facts.known) {
    text += fmt::format("{:<34} {}\n", key, shown(fact, find_fact(key.substr(0, key.find_first_of("@#")))));
  }
  for (const auto& [key, why] : facts.unknown) {
    const auto detail = why.args.find("detail");
    text += fmt::format("{:<34} not measured: {}{}\n", key, to_string(why.cause),
                        detail == why.args.end() ? "" : " (" + detail->second + ")");
  }
  return text;
}

}  // namespace

int facts_command(const CheckOptions& options) {
  if (!options.format.empty() && options.format != "text" && options.format != "json") {
    complain(fmt::format("facts are printed as text or json, not as \"{}\"", options.format));
    return exit_unable;
  }
  std::vector<Spec> specs;
  if (!load_specs(options.specs, specs)) return exit_unable;
  if (const std::string why = why_not_writable(options.output); !why.empty()) {
    complain(why);
    return exit_unable;
  }
  const auto settings = load_settings(std::nullopt);
  if (!settings) {
    complain(settings.error());
    return exit_unable;
  }
  const FarEndChoice far_end = choose_far_end(options, specs, *settings);
  Measurement measurement(options, far_end, settings->run_bytes);
  const auto lock = RunLock::acquire(measurement.stop(), [](std::string_view what) { complain(what); });
  if (!lock) {
    complain(lock.error());
    return exit_unable;
  }
  auto questions = questions_of_everything(probes());
  if (!specs.empty()) questions = questions_of(specs);
  if (!measurement.agreed(measurement.plan(questions))) return exit_unable;
  const Facts facts = measurement.run(questions);

  auto document = to_json(facts);
  document["conditions"] = {{"far_end", to_string(measurement.far_end_used({}))}};
  // So that `assess` can tell a spec's own far end from another one. Facts stay at home.
  if (!far_end.url.empty()) document["conditions"]["far_end_url"] = far_end.url;
  const bool json = options.format == "json" || options.output.ends_with(".json");
  const bool delivered = deliver(options.output, json ? dump(document) + "\n" : as_text(facts));
  return delivered && !measurement.stop().stop_requested() ? 0 : exit_unable;
}

}  // namespace deskready

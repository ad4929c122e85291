#include "agent/cli/facts.h"

#include <fmt/format.h>

#include "agent/check/measuring/run_lock.h"
#include "agent/cli/facts_text.h"
#include "agent/cli/measurement.h"
#include "agent/cli/output.h"
#include "config/spec/far_end_url.h"

namespace deskready {
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
  // One document is about one far end: the first that is named.
  FarEndChoice far_end{options.far_end};
  if (!specs.empty()) {
    const auto chosen = choose_far_ends(options.far_end, options.specs, specs, *settings);
    far_end = chosen.front();
    for (std::size_t i = 1; i < specs.size(); ++i) {
      if (same_far_end(chosen[i].url, far_end.url)) continue;
      complain(
          fmt::format("{} has a far end of its own, to which this does not measure; measure it with: "
                      "deskready facts --for {}; then give both files to deskready assess --facts",
                      specs[i].name, options.specs[i]));
    }
  }
  Measurement measurement(options, {&far_end, 1}, settings->run_bytes);
  const auto lock = RunLock::acquire(measurement.stop(), [](std::string_view what) { complain(what); });
  if (!lock) {
    complain(lock.error());
    return exit_unable;
  }
  auto questions = questions_of_everything(probes());
  if (!specs.empty()) questions = questions_of(specs);
  if (!measurement.agreed(measurement.plan(questions).worst)) return exit_unable;
  const Facts facts = measurement.run(questions);

  auto document = to_json(facts);
  document["conditions"] = {{"far_end", to_string(measurement.far_end_used({}))}};
  // So that `assess` can tell a spec's own far end from another one. Facts stay at home.
  if (!far_end.url.empty()) document["conditions"]["far_end_url"] = far_end.url;
  const bool json = options.format == "json" || options.output.ends_with(".json");
  const bool delivered = deliver(options.output, json ? dump(document) + "\n" : facts_as_text(facts));
  return delivered && !measurement.stop().stop_requested() ? 0 : exit_unable;
}

}  // namespace deskready

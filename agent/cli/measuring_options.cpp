#include "agent/cli/measuring_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "agent/cli/commands.h"
#include "agent/cli/output.h"
#include "probes/network/far_end/url.h"
#include "reports/words/detail_words.h"

namespace deskready {

void add_measuring_options(CLI::App& command, MeasuringWords& words, Documents documents) {
  CLI::Option* far_end = command.add_option(
      "--far-end", words.options.far_end, "Measure the line to this responder (http:// or https:// address)");
  words.public_test_named =
      command
          .add_option("--public-test", words.public_test,
                      "Measure the line to a public speed test: the one at this address, or of your settings")
          ->expected(0, 1)
          ->excludes(far_end);
  only_these(*command.add_option("--depth", words.depth,
                                 "quick stops when the questions are answered; full characterises the line"),
             "depth", {"quick", "full"});
  add_format_option(command, words.options.format, documents);
  add_output_option(command, words.options.output);
  only_these(*command.add_option("--sound", words.sound, "The most that may be done with sound"),
             "use of sound", {scheduled_sound_words.begin(), scheduled_sound_words.end()});
  command.add_flag("--yes", words.options.yes, "Accept the data cost without being asked");
}

void add_only_option(CLI::App& command, MeasuringWords& words) {
  only_these(
      *command.add_option("--only", words.only, "Only these parts, separated by commas")->delimiter(','),
      "part", {"network", "audio", "system"});
}

int finish_measuring(MeasuringWords& words, int (*run)(const CheckOptions&)) {
  CheckOptions& options = words.options;
  if (!words.only.empty()) options.parts = {words.only.begin(), words.only.end()};
  options.public_test = words.public_test_named->count() > 0;
  if (options.public_test) options.far_end = words.public_test;
  const Explanation fault = network::url_fault(options.far_end);
  // The service measures what it can, and its report says what it could not.
  if (!options.far_end.empty() && !fault.empty() && !options.unattended && !options.public_test) {
    complain(fmt::format("--far-end {}: {}; write it like https://edge.example", options.far_end,
                         unmarked(detail_sentence("en", fault.written()))));
    return exit_unable;
  }
  if (!words.held.empty()) options.held = cause_from(words.held);
  options.depth = words.depth == "full" ? Depth::full : Depth::quick;
  options.sound = scheduled_sound_from(words.sound).value_or(ScheduledSound::loop);
  return run(options);
}

}  // namespace deskready

#include "agent/cli/check/line_choice.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/check/looks.h"
#include "agent/check/past/line_choices.h"
#include "agent/cli/check/server_choice.h"
#include "agent/cli/output.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/wrap.h"
#include "agent/trust/admission.h"
#include "config/base/folders.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/facts/key_subject.h"
#include "config/spec/questions.h"
#include "config/units/quantity.h"
#include "probes/network/far_end/url.h"
#include "reports/words/detail_words.h"

namespace deskready {
namespace {

using To = LineChoice::To;
using Use = PublicTests::Use;

constexpr const char* by_address = "An address that my employer gave me for this";
constexpr const char* listed_server = "A public speed test from LibreSpeed's list of volunteers";
constexpr const char* nothing = "Nothing: leave the line out";
constexpr const char* how_to_take_back = "\"deskready forget --far-ends\" takes that back";

bool asks_of_line(const Spec& spec) {
  const auto keys = keys_of(spec);
  return std::any_of(keys.begin(), keys.end(), [](const FactKey& key) { return about_far_end(key); });
}

std::vector<Pass> passes_of(const CheckOptions& options, const Spec& spec, const Settings& settings) {
  CheckOptions own = options;
  own.specs.resize(1);
  return passes_for(own, {spec}, settings);
}

/// Of a spec alone: whether command line, spec or settings say what its line is measured to.
bool has_far_end(const CheckOptions& options, const std::string& name, const Spec& spec,
                 const Settings& settings) {
  CheckOptions own = options;
  own.specs = {name};
  own.chosen_before.clear();
  return !passes_of(own, spec, settings).front().far_end.url.empty();
}

bool may_be_public(const Spec& spec, const Settings& settings) {
  return settings.public_tests.use != Use::never && judges_public_tests(spec);
}

std::string public_test_text(const std::string& address) {
  return "A public speed test: " + for_terminal(network::host_name(address));
}

std::string operator_of(const std::string& address) {
  return lower(network::host_name(address)) == "speed.cloudflare.com" ? "Cloudflare" : "whoever runs it";
}

std::string url_fault_words(const std::string& address) {
  const Explanation fault = network::url_fault(address);
  return fault.empty() ? std::string() : unmarked(detail_sentence("en", fault.written()));
}

std::string question_words(const CheckOptions& options, const Spec& spec, const Settings& settings) {
  const std::string whose = spec.employer.empty() ? "This list" : for_terminal(spec.employer);
  std::string text = fmt::format(
      "{} names no place to measure your internet line to, and without one the line is not judged.", whose);
  if (may_be_public(spec, settings)) {
    CheckOptions own = options;
    own.far_end = settings.public_tests.address;
    const auto bytes =
        std::min(worst_cost(own, {spec}, passes_of(own, spec, settings)).bytes, settings.run_bytes);
    text += fmt::format(
        " A public speed test shows download, upload and round trip, but not loss or jitter. It takes up to "
        "{} of data each time, and {} sees this computer's internet address.",
        format_bytes(static_cast<double>(bytes), 2), operator_of(settings.public_tests.address));
  }
  return text + " What may it be measured to? The answer is kept for this list.";
}

/// Asks until it is an address; empty for a skip.
std::string address_of_employer(Conversation& person) {
  while (true) {
    const auto typed = person.ask("Type the address, like https://edge.example", {});
    if (!typed) return {};
    std::string address(trimmed(*typed));
    if (address.find("://") == std::string::npos) address = "https://" + address;
    const std::string fault = url_fault_words(address);
    if (fault.empty()) return address;
    complain(fmt::format("{}: {}", address, fault));
  }
}

/// Nothing for a skip.
std::optional<LineChoice> ask_for_choice(Conversation& person, const CheckOptions& options, const Spec& spec,
                                         const Settings& settings) {
  const std::string in_public = public_test_text(settings.public_tests.address);
  std::vector<std::string> answers{by_address, nothing};
  if (may_be_public(spec, settings)) answers.insert(answers.begin(), {in_public, listed_server});
  const auto answer = person.ask(question_words(options, spec, settings), answers);
  const WallTime now = SystemClock().now();
  if (answer == listed_server) {
    const std::string address = ask_for_server(person, settings.public_tests);
    if (address.empty()) return ask_for_choice(person, options, spec, settings);
    return LineChoice{To::public_test, address, now};
  }
  if (answer == in_public) return LineChoice{To::public_test, settings.public_tests.address, now};
  if (answer == nothing) return LineChoice{To::nothing, {}, now};
  if (answer != by_address) return std::nullopt;
  const std::string address = address_of_employer(person);
  if (address.empty()) return std::nullopt;
  return LineChoice{To::far_end, address, now};
}

/// The choices of before; nothing after a complaint.
std::optional<LineChoices> choices_of_before() {
  auto choices = LineChoices::open(state_folder());
  if (choices) return std::move(*choices);
  complain(fmt::format("what you chose for your line earlier cannot be read: {}", choices.error()));
  return std::nullopt;
}

/// As said when it is used.
std::string words_of(const LineChoice& choice) {
  const std::string day = format_time(choice.at).substr(0, 10);
  if (choice.to == To::nothing)
    return fmt::format("Your internet line is left out, as you chose on {}; {}.", day, how_to_take_back);
  return fmt::format("As you chose on {}, the line is measured to {}{}; {}.", day,
                     choice.to == To::public_test ? "the public speed test " : "",
                     for_terminal(network::host_name(choice.address)), how_to_take_back);
}

}  // namespace

bool take_public_test(CheckOptions& options, const Settings& settings) {
  if (!options.public_test) return true;
  if (settings.public_tests.use == Use::never) {
    complain(
        "your settings forbid public speed tests ([public_tests] use = \"never\"); --far-end names what you "
        "like");
    return false;
  }
  if (options.far_end.empty()) options.far_end = settings.public_tests.address;
  const std::string fault = url_fault_words(options.far_end);
  if (fault.empty()) return true;
  complain(fmt::format("--public-test {}: {}; write it like https://speed.example", options.far_end, fault));
  return false;
}

void take_choices_of_before(CheckOptions& options, const std::vector<Spec>& specs, const Settings& settings) {
  if (options.unattended || !options.far_end.empty() || !options.parts.contains("network")) return;
  options.chosen_before.assign(specs.size(), {});
  std::optional<LineChoices> choices;
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (!asks_of_line(specs[i]) || has_far_end(options, options.specs[i], specs[i], settings)) continue;
    if (!choices) choices = choices_of_before();
    if (!choices) return;
    const auto choice = choices->of(specs[i]);
    if (!choice || (choice->to == To::public_test && !may_be_public(specs[i], settings))) continue;
    options.chosen_before[i] = choice->address;
    // A recheck says itself what it goes on with.
    if (!options.recheck && (choice->to != To::nothing || options.welcome)) talk(in_lines(words_of(*choice)));
  }
}

void ask_for_line(Conversation& person, const Settings& settings, CheckOptions& options) {
  const auto spec = accepted_spec(options.specs.front());
  if (!spec || !asks_of_line(*spec) || has_far_end(options, options.specs.front(), *spec, settings)) return;
  auto choices = choices_of_before();
  if (choices && choices->of(*spec)) return;
  const auto choice = ask_for_choice(person, options, *spec, settings);
  if (!choice) return;
  if (choices) {
    choices->keep(*spec, *choice);
    const auto saved = choices->save();
    if (saved) return;  // it is taken, and said, as one of before
    complain(fmt::format("your answer is not kept: {}", saved.error()));
  }
  options.far_end = choice->address;
  options.public_test = choice->to == To::public_test;
}

}  // namespace deskready

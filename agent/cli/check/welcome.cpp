#include "agent/cli/check/welcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "agent/cli/named_specs.h"
#include "agent/cli/output.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/typed_file.h"
#include "agent/terminal/wrap.h"
#include "agent/trust/admission.h"
#include "config/base/text.h"
#include "config/spec/chain/load.h"
#include "config/spec/usual_spec.h"

namespace deskready {
namespace {

constexpr const char* hello =
    "This checks whether your computer, your headset and your internet line are "
    "ready for work from home. It asks you a few things; s skips a question.\n\n";
constexpr const char* listed = "Another employer: choose from the list";
constexpr const char* from_file = "My employer gave me a file";
constexpr const char* general = "None yet: what calls need in general";

struct Choice {
  std::string text;
  std::string spec;
  std::string role;
};

std::vector<std::string> texts_of(const std::vector<Choice>& choices) {
  std::vector<std::string> texts;
  for (const Choice& choice : choices) texts.push_back(choice.text);
  return texts;
}

/// The choice of this text; null for a skip.
const Choice* chosen(const std::vector<Choice>& choices, const std::optional<std::string>& answer) {
  const auto found = std::find_if(choices.begin(), choices.end(),
                                  [&](const Choice& choice) { return answer && choice.text == *answer; });
  return found == choices.end() ? nullptr : &*found;
}

/// The employers that this computer is set up for.
std::vector<Choice> own_employers(const Settings& settings) {
  std::vector<Choice> choices;
  for (const Job& job : settings.jobs) {
    const auto spec = accepted_spec(job.spec);
    const std::string name = who_asks(spec ? spec->employer : "", job.spec);
    choices.push_back({job.role.empty() ? name : fmt::format("{}, {}", name, job.role), job.spec, job.role});
  }
  return choices;
}

std::vector<Choice> shipped_employers() {
  std::vector<Choice> choices;
  for (const ShippedSpec& shipped : shipped_specs()) {
    const auto spec = load_spec(shipped.name);
    if (!spec || spec->shipped_baseline || spec->employer.empty()) continue;
    choices.push_back({spec->employer, std::string(shipped.name), {}});
  }
  std::sort(choices.begin(), choices.end(),
            [](const Choice& a, const Choice& b) { return lower(a.text) < lower(b.text); });
  return choices;
}

std::string from_list(Conversation& person) {
  const auto choices = shipped_employers();
  const auto answer = person.ask(
      "Which one? These are requirements that employers publish, as deskready reads them; "
      "none of them has confirmed its list.",
      texts_of(choices));
  const Choice* choice = chosen(choices, answer);
  return choice == nullptr ? std::string() : choice->spec;
}

/// Asks until a file can be read; empty for a skip.
std::string file_of_employer(Conversation& person) {
  while (true) {
    const auto answer =
        person.ask("Type the file's name or its link, or drag the file into this window.", {});
    if (!answer) return {};
    const std::string file = typed_file(*answer);
    std::vector<Spec> specs;
    if (load_accepted_specs({file}, specs)) return file;
  }
}

void ask_for_work(Conversation& person, CheckOptions& options) {
  const auto spec = accepted_spec(options.specs.front());
  if (!spec || !options.role.empty()) return;
  if (spec->roles.empty()) return;
  if (const auto role = person.ask("Which work is it?", spec->roles)) options.role = *role;
}

}  // namespace

void ask_for_employer(Conversation& person, const Settings& settings, CheckOptions& options) {
  talk(in_lines(hello));
  auto choices = own_employers(settings);
  for (const char* other : {listed, from_file, general}) choices.push_back({other, {}, {}});
  const Choice* choice = chosen(choices, person.ask("Which employer is it for?", texts_of(choices)));
  std::string spec;
  if (choice != nullptr && choice->text == listed) {
    spec = from_list(person);
  } else if (choice != nullptr && choice->text == from_file) {
    spec = file_of_employer(person);
  } else if (choice != nullptr) {
    spec = choice->spec;
    options.role = choice->role;
  }
  if (spec.empty()) {
    talk(in_lines("You are checked against deskready's general list for voice work."));
    spec = usual_spec;
  }
  options.specs = {spec};
  ask_for_work(person, options);
}

void ask_for_headset(Conversation& person) {
  const std::array ready = {std::string("I am ready")};
  const auto said = person.ask(
      "Plug your headset in, put it on, and be quiet for the first minute: quiet sounds "
      "are played in it. You speak and listen after that.",
      ready);
  if (!said)
    talk(in_lines(
        "The headset is measured as it is now; if nobody wears it, its figures may be worse than it is."));
}

}  // namespace deskready

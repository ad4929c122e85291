#include "reports/words/asking/employer_words.h"

#include <array>
#include <vector>

#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/facts/catalogue.h"
#include "reports/words/language.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {
namespace {

std::string said(std::string_view language, std::string_view english, const Arguments& arguments = {}) {
  return unmarked(tr(language, english, arguments));
}

/// Between marks, and no longer than a line: whoever chose the name may have written sentences into it, and
/// the key of somebody else.
std::string named(std::string_view language, std::string_view called) {
  constexpr std::size_t most = 60;  // columns
  if (called.empty()) return said(language, "an employer without a name");
  std::string shown = for_terminal(called);
  for (const std::string_view mark : {"\"", "\u201c", "\u201d", "\u201e", "\u2033"})
    replace_all(shown, mark, "'");
  const std::vector<std::string> lines = wrapped_lines(shown, most);
  return "\"" + lines.front() + (lines.size() > 1 ? "\u2026" : "") + "\"";
}

/// To whom the line is measured, or what is asked whether it can be reached.
std::vector<std::string> places_of(const Spec& spec) {
  std::vector<std::string> places;
  if (!spec.far_end_url.empty()) places.push_back(for_terminal(spec.far_end_url));
  for (const auto& [name, target] : spec.targets) {
    for (const std::string& host : target.hosts) places.push_back(for_terminal(host));
    for (const std::string& server : {target.stun, target.turn}) {
      if (!server.empty()) places.push_back(for_terminal(server));
    }
  }
  return places;
}

/// "the computer, the headset".
std::string parts_of(std::string_view language, const Spec& spec) {
  struct Part {
    std::string_view name, words;
  };
  constexpr std::array all = {Part{"network", "the internet line"}, Part{"audio", "the headset"},
                              Part{"system", "the computer"}};
  std::vector<std::string> parts;
  for (const auto& [name, words] : all) {
    for (const Rule* rule : all_rules(spec)) {
      if (part_of(rule->key.name) != name) continue;
      parts.push_back(said(language, words));
      break;
    }
  }
  return joined(parts);
}

}  // namespace

std::string new_employer_words(std::string_view language, const NewEmployer& employer) {
  std::string words =
      said(language,
           "This list of requirements is signed with a key that this computer has not met before. It calls "
           "itself {employer}, which anybody can do; it came from {from}.",
           {{"employer", named(language, employer.called)}, {"from", for_terminal(employer.from)}});
  words += " " + said(language,
                      "The key is {key}. Compare it with the one that your employer told you by another way, "
                      "on paper or by phone.",
                      {{"key", employer.key}});
  if (employer.named_by_link) words += " " + said(language, "It is the one that the link names.");
  if (!employer.signed_before.empty())
    words +=
        " " + said(language,
                   "What came from there before was signed by another: {key}. Accept this one only where "
                   "your employer says that their key has changed.",
                   {{"key", employer.signed_before}});
  if (!employer.namesake.empty())
    words += " " + said(language,
                        "You know an employer of that name by another key already: {key}. These are two, "
                        "unless your employer says otherwise.",
                        {{"key", employer.namesake}});
  return words;
}

std::string what_it_asks_words(std::string_view language, const Spec& spec) {
  const std::size_t rules = all_rules(spec).size();
  std::string words =
      unmarked(rules == 0 ? tr(language, "It asks for nothing of this computer.")
                          : tr_plural(language, rules, "It asks for {count} thing, about {parts}.",
                                      "It asks for {count} things, about {parts}.",
                                      {{"parts", parts_of(language, spec)}}));
  if (const auto places = places_of(spec); !places.empty())
    words +=
        " " + said(language, "For that this computer sends data to: {places}.", {{"places", joined(places)}});
  if (!spec.questions.empty())
    words += " " + unmarked(tr_plural(language, spec.questions.size(), "It asks you {count} question.",
                                      "It asks you {count} questions."));
  return words;
}

std::string accept_question_words(std::string_view language, const std::string& key) {
  return said(
      language,
      "Is {key} the key that your employer told you, and may it say what this computer is checked for?",
      {{"key", key}});
}

std::string accepted_words(std::string_view language, std::string_view called, const std::string& key) {
  return said(language, "Accepted on this computer: {employer}, with the key {key}.",
              {{"employer", named(language, called)}, {"key", key}});
}

std::string not_accepted_words(std::string_view language) {
  return said(language, "the key is not accepted, as you chose, so nothing is done");
}

std::string new_key_words(std::string_view language, std::string_view called, const std::string& key) {
  return said(language,
              "{employer} signs with a new key from now on, for which the one before vouches: {key}.",
              {{"employer", named(language, called)}, {"key", key}});
}

std::string refused_spec_words(std::string_view language, const Refusal& refusal, std::string_view name) {
  const std::string words = refusal_words(language, refusal);
  const Arguments arguments = {{"name", for_terminal(name)}};
  switch (refusal.why) {
    case Refused::new_signer:
      return words + " " +
             said(language,
                  "Who signed it, and what it asks of this computer, is shown by deskready spec "
                  "accept {name}, which accepts it when you say so.",
                  arguments);
    case Refused::other_signer:
    case Refused::unproven_signer:
      return words + " " +
             said(language,
                  "When they have told you the new one: deskready spec accept {name} --key, and "
                  "that key.",
                  arguments);
    default:
      return words;
  }
}

std::string kept_copy_words(std::string_view language, std::string_view address, std::string_view why) {
  return said(language,
              "{address} cannot be fetched now ({why}); the list that came from there last is used.",
              {{"address", for_terminal(address)}, {"why", for_terminal(why)}});
}

std::string not_fetched_words(std::string_view language, std::string_view why) {
  return said(language, "the spec cannot be fetched: {why}", {{"why", for_terminal(why)}});
}

std::string never_fetched_words(std::string_view language, std::string_view address) {
  return said(language, "it was not fetched here yet; deskready spec accept {address} does it",
              {{"address", for_terminal(address)}});
}

std::string unsigned_address_words(std::string_view language) {
  return said(
      language,
      "nobody signed it, and a list from the internet must be signed; ask the employer for the signed "
      "one, or save it and name the file");
}

std::string https_only_words(std::string_view language) {
  return said(language, "a spec is fetched by https:// only, so that nobody on the way can change it");
}

}  // namespace deskready

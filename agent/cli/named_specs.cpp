#include "agent/cli/named_specs.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/cli/output.h"
#include "agent/terminal/conversation.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "agent/trust/admission.h"
#include "agent/trust/employers_file.h"
#include "agent/trust/fetched_spec.h"
#include "config/base/folders.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "probes/network/far_end/url.h"
#include "reports/words/asking/employer_words.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {
namespace {

constexpr std::string_view english = "en";

/// How a key is accepted that contradicts nobody, or, with `anew`, one that does.
struct Accepting {
  bool anew = false;
  std::string key = {};  ///< the fingerprint that the person named; empty: the person is asked
};

bool refuse(const std::string& name, const Refusal& refusal) {
  complain(fmt::format("{}: {}", name, refused_spec_words(english, refusal, name)));
  return false;
}

/// Another that calls itself the same, as far as anybody can see; empty for none.
std::string namesake_of(const KnownEmployers& employers, const std::string& called) {
  constexpr std::size_t one_line = max_spec_bytes;
  const auto seen = [](const std::string& name) {
    return wrapped_lines(for_terminal(name), one_line).front();
  };
  const auto same = std::find_if(employers.begin(), employers.end(), [&](const KnownEmployer& one) {
    return same_text(seen(one.called), seen(called));
  });
  return called.empty() || same == employers.end() ? std::string() : fingerprint(same->key);
}

bool person_accepts(const OpenedSpec& opened, const std::string& name, const KnownEmployers& employers,
                    const std::string& signed_before) {
  const Spec& spec = opened.spec;
  NewEmployer employer{spec.employer,
                       is_address(opened.place) ? network::host_name(opened.place) : name,
                       fingerprint(opened.signature->head.by),
                       opened.by_link,
                       namesake_of(employers, spec.employer),
                       signed_before};
  if (employer.namesake == signed_before) employer.namesake.clear();
  talk("\n" + in_lines(new_employer_words(english, employer)) + in_lines(what_it_asks_words(english, spec)));
  TerminalConversation person(true, {});
  if (person.is_sure(accept_question_words(english, employer.key))) return true;
  complain(not_accepted_words(english));
  return false;
}

/// Its employer's first key becomes its identity, and what is new of it is kept.
void note(OpenedSpec& opened, const KnownEmployers& employers, WallTime now) {
  KnownEmployers noted = employers;
  opened.spec.identity = employer_identity(take_note(noted, met_spec(opened), now));
  if (known_employers_text(noted) != known_employers_text(employers)) {
    const auto kept =
        change_employers(state_folder(), [&](KnownEmployers& all) { take_note(all, met_spec(opened), now); });
    if (!kept) complain(refusal_words(english, kept.error()));
  }
  if (const auto kept = keep_copy(opened); !kept) complain(kept.error());
}

/// False after complaining.
bool admit(OpenedSpec& opened, const std::string& name, const Accepting& accepting) {
  const auto employers = read_employers(state_folder());
  if (!employers) return refuse(name, employers.error());
  const WallTime now = SystemClock().now();
  const auto is = met_here(opened, *employers, now);
  if (!opened.signature) return is ? true : refuse(name, is.error());
  const PublicKey& by = opened.signature->head.by;
  const Refusal contradiction = is ? Refusal{Refused::new_signer, fingerprint(by)} : is.error();
  const bool may_be_new = contradiction.why == Refused::new_signer ||
                          (accepting.anew && (contradiction.why == Refused::other_signer ||
                                              contradiction.why == Refused::unproven_signer));
  if (!may_be_new) return refuse(name, contradiction);
  if (!accepting.key.empty() && !is_fingerprint_of(by, accepting.key)) {
    complain(fmt::format("{}: it is signed by the key {}, which is another than the one that you named", name,
                         fingerprint(by)));
    return false;
  }
  const bool known = is && *is != Met::first;
  if (!known && accepting.key.empty()) {
    if (!somebody_there()) return refuse(name, contradiction);
    if (!person_accepts(opened, name, *employers, is ? std::string() : contradiction.about)) return false;
  }
  if (!opened.why_kept.empty()) talk(in_lines(kept_copy_words(english, opened.place, opened.why_kept)));
  if (is && *is == Met::by_new_key)
    talk(in_lines(new_key_words(english, opened.spec.employer, fingerprint(by))));
  note(opened, *employers, now);
  return true;
}

}  // namespace

bool load_specs(const std::vector<std::string>& names, std::vector<Spec>& specs) {
  bool good = true;
  for (const std::string& name : names) {
    auto opened = open_spec(name, fetched_spec);
    if (opened) {
      specs.push_back(std::move(opened->spec));
    } else {
      complain(opened.error());
      good = false;
    }
  }
  return good;
}

bool load_accepted_specs(const std::vector<std::string>& names, std::vector<Spec>& specs) {
  bool good = true;
  for (const std::string& name : names) {
    auto opened = open_spec(name, fetched_spec);
    if (!opened) complain(opened.error());
    const bool admitted = opened && admit(*opened, name, {});
    if (admitted) specs.push_back(std::move(opened->spec));
    good &= admitted;
  }
  return good;
}

bool accept_spec(OpenedSpec& opened, const std::string& name, const std::string& key) {
  return admit(opened, name, {true, key});
}

}  // namespace deskready

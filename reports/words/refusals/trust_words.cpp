#include "reports/words/refusals/trust_words.h"

#include "config/base/outward/outward.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

std::string_view of_envelope(Refused why) {
  switch (why) {
    case Refused::file_unreadable:
      return "It cannot be read: {about}.";
    case Refused::too_large:
      return "It is larger than 1,000,000 bytes; no signed document is. Ask for it anew.";
    case Refused::no_json:
      return "It is no JSON, or a name stands twice in one object. Ask for the file itself, not for its text "
             "in a "
             "mail.";
    case Refused::no_envelope:
      return "It is no signed document: payloadType, payload or signatures is missing or of the wrong kind. "
             "An "
             "unsigned report is judged by deskready reports, and nobody vouches for it.";
    case Refused::payload_base64:
      return "Its payload is no base64, so a part of it is missing or was changed. Ask for it anew.";
    case Refused::no_signature:
      return "Nobody signed it.";
    case Refused::too_many_signatures:
      return "It has more than 8 signatures.";
    case Refused::signature_base64:
      return "One of its signatures is no base64.";
    case Refused::signature_length:
      return "One of its signatures is not 64 bytes long, so it is not of Ed25519, the only algorithm here.";
    case Refused::other_type:
      return "It is another kind of document: {about}.";
    case Refused::bad_signature:
      return "The key that is said to have signed it did not sign what it says now: it was changed, or "
             "somebody else wrote it.";
    case Refused::unknown_signer:
      return "It is signed by nobody you named. Name the key that you expect with --key.";
    default:
      return {};
  }
}

std::string_view of_keys(Refused why) {
  switch (why) {
    case Refused::no_key:
      return "This is no key; a key is one line: deskready-key ed25519, the key in base64, and a comment.";
    case Refused::other_algorithm:
      return "The key is for {about}; only ed25519 signs here.";
    case Refused::weak_key:
      return "The key is a weak one, by which anybody can sign. Take it from nobody; make one with deskready "
             "key "
             "new.";
    case Refused::secret_given:
      return "This is a secret key, and a public one was to be given. Whoever has seen this file can sign "
             "with it: "
             "make a new one.";
    case Refused::key_unreadable:
      return "The key cannot be read. {about}";
    case Refused::key_open_to_others:
      return "Others than its owner can read or change the secret key {about}, so it may be no secret any "
             "more. Make a "
             "new one; or, if nobody can have read it, chmod 600 it.";
    case Refused::key_not_written:
      return "The key cannot be kept. {about}";
    default:
      return {};
  }
}

std::string_view of_specs(Refused why) {
  switch (why) {
    case Refused::no_spec:
      return "What is signed is no spec as deskready spec sign writes it: {about} is missing or wrong. Ask "
             "for "
             "it anew.";
    case Refused::new_signer:
      return "Nobody has accepted the key that it is signed with on this computer: {about}.";
    case Refused::other_signer:
      return "What came from there before was signed by another key, {about}. Ask the employer, by a way "
             "that "
             "you know, whether their key has changed; use nothing of it until they say so.";
    case Refused::retired_signer:
      return "It is signed by an old key, in whose place the employer has put another: {about}. Ask for "
             "their "
             "newest one.";
    case Refused::unproven_signer:
      return "It says that its key takes the place of one that you know, {about}, and neither that key nor "
             "an "
             "earlier spec vouches for it. Ask the employer, by a way that you know, whether their key has "
             "changed.";
    case Refused::older_spec:
      return "It is older than the one that was used before, which is of {about}. Ask for the newest one.";
    case Refused::signature_gone:
      return "Nobody signed it, and what came from there before was signed, by the key {about}. Ask the "
             "employer for the signed one.";
    case Refused::link_differs:
      return "It is signed by another key than the link names: {about}. Do not use it, and ask the employer "
             "for the right link.";
    case Refused::employers_unreadable:
      return "Whom you have accepted so far cannot be read from {about}. Put it right, or remove it and "
             "accept "
             "your employers anew.";
    case Refused::employers_not_written:
      return "What you have accepted cannot be kept. {about}";
    default:
      return {};
  }
}

std::string_view of_reports(Refused why) {
  switch (why) {
    case Refused::no_report:
      return "What is signed is no report. {about}";
    case Refused::bad_reference:
      return "Its reference has signs other than letters A to Z, digits and - _ . or more than 64 of them, "
             "so it may look "
             "like another person's.";
    case Refused::other_device:
      return "The report names another computer's key than the one that signed it.";
    case Refused::other_person:
      return "It is for another reference than the one behind this computer's key in your file of keys.";
    case Refused::inconsistent:
      return "It does not fit together. {about}";
    case Refused::verdict_differs:
      return "Its verdict does not follow from its facts. {about}";
    case Refused::other_spec:
      return "It was judged by another spec than the one that you named: the verdict is not for your spec.";
    case Refused::spec_unknown:
      return "The spec that it was judged by is not known here, so only its findings were added up again. "
             "Name it with "
             "--spec.";
    default:
      return {};
  }
}

std::string_view of_checks(Refused why) {
  switch (why) {
    case Refused::expired:
      return "It is past the time for which it holds. Ask for a new one.";
    case Refused::future:
      return "It is dated more than a day ahead. A clock is wrong, there or here; ask for a new one once "
             "both are "
             "right.";
    case Refused::unguided:
      return "The check was not guided, so these rules decided nothing: {about}. Where they must always be "
             "known, "
             "leave guided out of the spec.";
    case Refused::old_facts:
      return "These were measured long before the check, and taken over into it: {about}.";
    case Refused::interrupted:
      return "The check was stopped before its end. Ask for a whole one where something is missing.";
    case Refused::other_files:
      return "Its spec says the same as yours, but these files of it are not yours to the byte: {about}. "
             "Another "
             "comment does this.";
    default:
      return {};
  }
}

std::string_view of_chains(Refused why) {
  switch (why) {
    case Refused::doubled:
      return "The same report stands in several of the files; it counts once.";
    case Refused::gap:
      return "Between these reports of this computer others were signed that are not here: {about}. They may "
             "have gone "
             "to another address, or not have been sent.";
    case Refused::forked:
      return "Two different reports have this number. A computer that was restored from a backup or copied "
             "to another "
             "does this; so does one that signs twice.";
    case Refused::previous_differs:
      return "It follows upon another report than the one before it here. A computer that was restored from "
             "a backup "
             "does this.";
    case Refused::reordered:
      return "It is dated before a report that was signed earlier: a clock was set in between.";
    case Refused::chain_unreadable:
      return "How many reports were signed so far cannot be read from {about}. Put it right, or begin anew "
             "with deskready "
             "key forget; the employer then sees a new computer.";
    default:
      return {};
  }
}

std::string_view of_challenges(Refused why) {
  switch (why) {
    case Refused::no_challenge:
      return "What is signed is no challenge: {about} is missing or wrong. Ask for it anew.";
    case Refused::other_challenge:
      return "It answers none of the challenges that you named, so it may be of any time.";
    case Refused::other_reference:
      return "The challenge was for another reference.";
    case Refused::other_role:
      return "The challenge was for another role, whose rules may be others.";
    case Refused::stale:
      return "The check was not within the time of the challenge that it answers. Send a new challenge; it "
             "holds for 15 "
             "minutes.";
    case Refused::challenge_unknown:
      return "It answers a challenge that you did not name; name it with --challenge.";
    case Refused::older_facts:
      return "These were measured before the challenge was made, so they vouch for nothing fresh: {about}.";
    case Refused::answered_twice:
      return "Several of these reports answer one challenge: it was tried more than once.";
    default:
      return {};
  }
}

std::string_view english_of(Refused why) {
  for (const auto part : {of_envelope, of_keys, of_specs, of_reports, of_checks, of_chains, of_challenges}) {
    if (const std::string_view text = part(why); !text.empty()) return text;
  }
  return {};
}

/// Whose report it is, where the spec does not say.
std::string named(std::string_view language, const std::string& employer) {
  return employer.empty() ? unmarked(tr(language, "Whoever gets this report")) : for_terminal(employer);
}

}  // namespace

std::string refusal_words(std::string_view language, const Refusal& refusal) {
  std::string_view english = english_of(refusal.why);
  if (refusal.why == Refused::unknown_signer && !refusal.about.empty())
    english =
        "It is signed by nobody you named. If you know by other means that the computer is your person's, "
        "name "
        "the key that it signed with in a file for --key: {about}";
  std::string words = unmarked(tr(language, english, {{"about", for_terminal(refusal.about)}}));
  words.erase(words.find_last_not_of(' ') + 1);
  return words;
}

std::string refusal_words(std::string_view language, Refused why) {
  return refusal_words(language, Refusal{why, why == Refused::unknown_signer ? "" : "…"});
}

std::string verified_words(std::string_view language, Standing standing) {
  switch (standing) {
    case Standing::holds:
      return tr(language, "holds");
    case Standing::refused:
      return tr(language, "does not hold");
    case Standing::unknown:
      return tr(language, "cannot be told");
  }
  return {};
}

std::string not_proven_words(std::string_view language) {
  return unmarked(
      tr(language,
         "No signature proves that the figures are true: whoever owns the computer can change the program, "
         "lead the line over another one, or plug in a sound device that is none."));
}

std::string proven_words(std::string_view language, const std::string& fingerprint,
                         const std::string& number) {
  return unmarked(
      tr(language,
         "Proven: the computer with the key {key} signed it as its report {number} to this employer, and "
         "nobody has changed it since.",
         {{"key", fingerprint}, {"number", number}}));
}

std::string consent_words(std::string_view language, const std::string& employer) {
  return unmarked(tr(
      language,
      "{employer} will be able to tell that signed reports come from the same computer, in which order, and "
      "whether some are missing. Nobody else can tell that it is this computer. Sign it?",
      {{"employer", named(language, employer)}}));
}

std::string asked_words(std::string_view language, const std::string& fingerprint,
                        const std::string& reference) {
  return unmarked(
      tr(language,
         "This answers a challenge for the reference {reference}, signed with the key {key}. Compare that "
         "key with the one "
         "that the employer told you, where they did.",
         {{"reference", reference.empty() ? "-" : for_terminal(reference)}, {"key", fingerprint}}));
}

std::string bad_reference_words(std::string_view language) {
  return unmarked(tr(
      language,
      "A reference has at most 64 letters, digits and the signs - _ and . and no others: letters that look "
      "alike, or that nobody sees, would make two references of one."));
}

std::string signed_words(std::string_view language, const std::string& employer, const std::string& number,
                         const std::string& fingerprint) {
  return unmarked(tr(language,
                     "Signed as report {number} of this computer for: {employer}. Its key there is {key}.",
                     {{"employer", named(language, employer)}, {"number", number}, {"key", fingerprint}}));
}

}  // namespace deskready

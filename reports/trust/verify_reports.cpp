#include "reports/trust/verify_reports.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/spec/reference.h"
#include "config/trust/key_line.h"
#include "reports/desk/derived_row.h"
#include "reports/words/table_words.h"

namespace deskready {
namespace {

/// As the desk's other words, in English until the command line has a language.
constexpr std::string_view english = "en";

/// The key that a report says it is of, where that key did sign it: shown to whoever named none, and believed
/// of nobody.
std::string claimed_key(const Envelope& envelope) {
  const auto report = read_signed_report(envelope.body);
  if (!report) return {};
  const KnownKey key = known_key(report->link.device);
  return verified(envelope, report_type, {&key, 1}) ? key_line(key.key, {}) : std::string();
}

bool has(const DeskRow& row, DeskFlag flag) {
  return std::find(row.flags.begin(), row.flags.end(), flag) != row.flags.end();
}

std::string said(const DeskRow& row, const auto& wanted) {
  std::string all;
  for (const auto& [note, arguments] : row.notes) {
    if (wanted(note)) all += (all.empty() ? "" : "; ") + desk_note_words(english, note, arguments);
  }
  return all;
}

std::string said(const DeskRow& row, DeskNote wanted) {
  return said(row, [wanted](DeskNote note) { return note == wanted; });
}

/// What has a code of its own, and what accuses nobody, stands apart.
std::string what_does_not_fit(const DeskRow& row) {
  return said(row, [](DeskNote note) {
    switch (note) {
      case DeskNote::from_the_future:
      case DeskNote::other_verdict:
      case DeskNote::not_guided:
      case DeskNote::old_facts:
      case DeskNote::stopped:
      case DeskNote::not_verified:
      case DeskNote::other_files:
        return false;
      default:
        return true;
    }
  });
}

/// What there is to know of a report that holds.
void note_what_it_shows(VerifiedReport& checked) {
  const DeskRow& row = *checked.row;
  for (const auto& [note, arguments] : row.notes) {
    if (note == DeskNote::not_guided) checked.notes.push_back({Refused::unguided, arguments.at("rules")});
    if (note == DeskNote::old_facts) checked.notes.push_back({Refused::old_facts, arguments.at("facts")});
    if (note == DeskNote::stopped) checked.notes.push_back({Refused::interrupted});
    if (note == DeskNote::other_files) checked.notes.push_back({Refused::other_files, arguments.at("files")});
  }
}

bool is_wanted(const KnownToVerifier& known, const std::string& spec) {
  const auto& wanted = known.wanted_spec;
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), spec) != wanted.end();
}

void judge(VerifiedReport& checked, const KnownToVerifier& known) {
  const DeskRow& row = *checked.row;
  const auto refuse = [&](Refused why, std::string about = {}) {
    checked.refused.push_back({why, std::move(about)});
  };
  const auto owner = known.references.find(checked.report->link.device);
  if (owner != known.references.end() && owner->second != row.reference) refuse(Refused::other_person);
  if (!row.reference.empty() && !is_reference(row.reference)) refuse(Refused::bad_reference);
  if (has(row, DeskFlag::future)) refuse(Refused::future);
  if (row.valid_until < known.now || has(row, DeskFlag::expired)) refuse(Refused::expired);
  if (!is_wanted(known, row.spec_sha256))
    refuse(Refused::other_spec);
  else if (has(row, DeskFlag::spec_unknown) || has(row, DeskFlag::other_spec))
    checked.notes.push_back({Refused::spec_unknown});
  if (has(row, DeskFlag::verdict_differs))
    refuse(Refused::verdict_differs, said(row, DeskNote::other_verdict));
  const std::string wrong = what_does_not_fit(row);
  if (!wrong.empty() || has(row, DeskFlag::inconsistent)) refuse(Refused::inconsistent, wrong);
  note_what_it_shows(checked);
}

/// Keys of what was measured before the challenge was made: carried from earlier checks.
std::vector<std::string> older_facts(const Report& report, WallTime asked) {
  std::vector<std::string> older;
  for (const auto& [key, fact] : report.facts.known) {
    if (fact.at < asked) older.push_back(key);
  }
  return older;
}

void hold_against(const Challenge& challenge, VerifiedReport& checked) {
  const Report& report = checked.report->report;
  const auto refuse = [&](Refused why) { checked.refused.push_back({why}); };
  // A report's times are whole minutes, rounded down.
  const WallTime asked = std::chrono::floor<std::chrono::minutes>(challenge.issued);
  if (report.spec_sha256 != challenge.spec_sha256) refuse(Refused::other_spec);
  if (report.reference != challenge.reference) refuse(Refused::other_reference);
  if (report.role != challenge.role) refuse(Refused::other_role);
  if (report.started < asked || report.finished > challenge.expires) refuse(Refused::stale);
  const auto older = older_facts(report, asked);
  if (!older.empty())
    checked.notes.push_back({Refused::older_facts, fmt::format("{}", fmt::join(older, ", "))});
  if (older.empty() && checked.refused.empty()) checked.row->trust = Trust::challenged;
}

void judge_freshness(VerifiedReport& checked, const KnownToVerifier& known) {
  const std::string& answered = checked.report->link.challenge;
  const auto found = std::find_if(known.challenges.begin(), known.challenges.end(),
                                  [&](const Challenge& one) { return one.sha256 == answered; });
  if (found != known.challenges.end()) return hold_against(*found, checked);
  if (!known.challenges.empty())
    checked.refused.push_back({Refused::other_challenge});
  else if (!answered.empty())
    checked.notes.push_back({Refused::challenge_unknown});
}

using Chain = std::vector<VerifiedReport*>;

/// "4" or "4-7".
std::string missing_between(std::uint64_t before, std::uint64_t after) {
  const std::string first = std::to_string(before + 1);
  return after - before == 2 ? first : first + "-" + std::to_string(after - 1);
}

/// Reports of one computer, by number.
void compare(const Chain& chain) {
  for (std::size_t i = 1; i < chain.size(); ++i) {
    VerifiedReport &one = *chain[i], &before = *chain[i - 1];
    const std::uint64_t number = one.report->link.sequence, earlier = before.report->link.sequence;
    const auto note = [&](Refused what, std::string about = {}) {
      one.notes.push_back({what, std::move(about)});
    };
    if (number == earlier) {
      const bool same = one.report->sha256 == before.report->sha256;
      note(same ? Refused::doubled : Refused::forked);
      if (!same) before.notes.push_back({Refused::forked});
      continue;
    }
    if (number > earlier + 1) note(Refused::gap, missing_between(earlier, number));
    const bool follows = std::any_of(chain.begin(), chain.end(), [&](const VerifiedReport* other) {
      return other->report->link.sequence == earlier && other->report->sha256 == one.report->link.previous;
    });
    if (number == earlier + 1 && !follows) note(Refused::previous_differs);
    if (one.report->report.finished < before.report->report.finished) note(Refused::reordered);
  }
}

}  // namespace

Standing standing_of(const VerifiedReport& report) {
  if (report.refused.empty()) return Standing::holds;
  const bool unknown = std::all_of(report.refused.begin(), report.refused.end(), [](const Refusal& one) {
    return one.why == Refused::unknown_signer || one.why == Refused::file_unreadable;
  });
  return unknown ? Standing::unknown : Standing::refused;
}

VerifiedReport verify_report(std::string file, std::string_view text, const KnownToVerifier& known) {
  VerifiedReport checked;
  checked.file = std::move(file);
  const auto refuse = [&](Refusal why) {
    checked.refused.push_back(std::move(why));
    return std::move(checked);
  };
  const auto envelope = read_envelope(text);
  if (!envelope) return refuse(envelope.error());
  const auto signature = verified(*envelope, report_type, known.keys);
  if (!signature && signature.error().why == Refused::unknown_signer)
    return refuse({Refused::unknown_signer, claimed_key(*envelope)});
  if (!signature) return refuse(signature.error());
  auto report = read_signed_report(signature->body);
  if (!report) return refuse(report.error());
  if (report->link.device != signature->by) return refuse({Refused::other_device});
  checked.report = std::move(*report);
  checked.row = desk_row(checked.file, signature->body, known.specs, known.now);
  judge(checked, known);
  judge_freshness(checked, known);
  return checked;
}

void compare_chains(std::vector<VerifiedReport>& reports) {
  std::map<PublicKey, Chain> chains;
  std::map<std::string, std::set<std::string>> answers;  // hashes, by challenge
  for (VerifiedReport& one : reports) {
    if (!one.report) continue;
    chains[one.report->link.device].push_back(&one);
    answers[one.report->link.challenge].insert(one.report->sha256);
  }
  for (VerifiedReport& one : reports) {
    if (one.report && !one.report->link.challenge.empty() && answers[one.report->link.challenge].size() > 1)
      one.notes.push_back({Refused::answered_twice});
  }
  for (auto& [device, chain] : chains) {
    std::stable_sort(chain.begin(), chain.end(), [](const VerifiedReport* a, const VerifiedReport* b) {
      return a->report->link.sequence < b->report->link.sequence;
    });
    compare(chain);
  }
}

}  // namespace deskready

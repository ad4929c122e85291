// The employer's spec: rules, targets, questions to the person, waivers. TOML in, checked against the
// catalogue.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/base/fault.h"
#include "config/facts/effort.h"
#include "config/facts/fact_key.h"
#include "config/spec/comparison.h"
#include "config/toml/texts.h"

namespace deskready {

enum class Level : std::uint8_t { require, recommend };

/// What the person can do about a finding, in the employer's words.
struct Fix {
  Texts text;  ///< empty: the catalogue's own words
  std::optional<Effort> effort = {};
};

/// Who must vouch for a figure.
enum class Evidence : std::uint8_t { any, challenged, witnessed };

/// A rule about what the history holds of many checks, not about one.
struct OverTime {
  double seconds = 0;     ///< back from the check; whole hours, at least one
  bool shifts = false;    ///< only what was measured within the job's shifts counts
  std::string statistic;  ///< of the recorded numbers; empty with a share, and for what is from_history
  std::optional<Comparison> share = {};  ///< the part of the measured times that must meet the limit
  friend bool operator==(const OverTime&, const OverTime&) = default;
};

/// Fewer recorded figures than this, or figures over less than half of the window, are too little to judge.
inline constexpr std::size_t least_recorded = 20;

struct Rule {
  std::string id;  ///< short form: its path, "require.network.download"; long form: its `id`
  FactKey key;     ///< what each check is asked; with `over`, without statistic and window
  Level level = Level::require;
  Comparison comparison;
  std::optional<OverTime> over = {};
  double tolerance = 0;  ///< ratio of the limit by which a shortfall is still `borderline`
  Texts fix;
  std::optional<Effort> effort = {};  ///< what the fix takes; without one, and without words, the fact's own
  std::string source;                 ///< where the limit comes from, if the spec says
  std::string when;                   ///< the id of the When that it stands in; empty: for everybody
  bool one_way = false;  ///< written one way; `comparison` is there and back, twice what was written
  Evidence evidence = Evidence::any;
  double valid_seconds = 0;  ///< how old its fact may be; 0 when the spec does not say
  bool guided = false;       ///< must be known in a guided check; in others a missing figure decides nothing
  Location where;
};

/// A comparison that is no demand of its own: a condition of measuring, or of whom a rule is for.
struct Condition {
  FactKey key;
  Comparison comparison;
  Location where;
};

/// That the person gave one of some answers to a question of the spec's.
struct AnswerCondition {
  std::string question;
  std::vector<std::string> answers;
  Location where;
};

/// To whom rules apply ([[when]]): all that is named must hold.
struct When {
  std::string id;
  std::vector<std::string> roles;  ///< any one of these; empty: every role
  std::vector<AnswerCondition> answers;
  /// About what the computer is, or a figure that is too bad ("< 10 Mbps"): doing worse never makes rules go.
  std::vector<Condition> machines;
  Location where;
};

/// One way of answering a OneOf: all of its rules.
struct Alternative {
  std::string name;
  std::vector<Rule> rules;
};

/// [one_of.NAME]: one whole alternative must be met. Its finding's rule id is "one_of.NAME".
struct OneOf {
  std::string name;
  Texts text;  ///< what it is about, for people; may be empty
  Level level = Level::require;
  std::vector<Alternative> alternatives;
  Texts fix;
  std::optional<Effort> effort = {};  ///< what the fix takes, if the spec says
  std::string source;
  std::string when;
  Location where;
};

/// What one of the employer's programs needs beside everything else ([needs.NAME]); 0 for nothing.
struct Need {
  std::string name;
  double memory = 0;    ///< bytes
  double disk = 0;      ///< bytes
  double download = 0;  ///< bit/s
  double upload = 0;    ///< bit/s
  std::string source;
  Location where;
};

struct Target {
  std::string name;
  std::vector<std::string> hosts;  ///< of `ports`; may be empty where there is a `stun` or a `turn`
  std::vector<std::string> ports;  ///< "tcp/443", "udp/3478-3479": of each host, see targets/reach.h
  /// "stun:host:port" and "turn:host:port", to which the line is measured, see line_server.h; may be empty.
  std::string stun, turn;
  std::vector<std::string> stands_for = {};  ///< "*.media.example": what the hosts are samples of
  std::string source = {};                   ///< where its addresses are published, if the spec says
  std::string reading = {};                  ///< "official" or "unofficial"; empty: as the spec's
  /// When the source was, as the spec's; of a shipped list that bears no date, when it was read.
  std::string published = {};
};

/// A question to the person ([ask.NAME]); its finding's rule id is "ask.NAME".
struct PersonQuestion {
  std::string name;
  Texts text;
  std::vector<std::string> answers;
  std::vector<std::string> accept;
  double valid_seconds = 0;  ///< how long an answer lasts; 0 for this run only
  Level level = Level::require;
  std::string evidence;  ///< what must be shown beside the answer: "photo", "document"; empty: nothing
  Texts fix;
  std::optional<Effort> effort = {};  ///< what the fix takes, if the spec says
  std::string source;
  std::string when;
  Location where;
};

struct Waiver {
  std::string rule;
  std::string for_whom;  ///< a report's reference, or "everyone"
  Day until;             ///< the last day on which it holds
  std::string reason;
  Location where;
};

/// What a spec does to a rule of the one that it extends.
enum class Change : std::uint8_t { tightened, loosened, changed, removed };

struct Changed {
  std::string rule;
  std::string base;  ///< the file or shipped spec that had it
  Change change = Change::changed;
  std::string from;  ///< ">= 5 Mbit/s"; empty for what has no limit
  std::string to;    ///< empty when it was removed
  Location where;
};

struct SpecFile {
  std::string name;    ///< file name without its folders, or the shipped spec's name
  std::string sha256;  ///< lower-case hex of the bytes read
};

/// What a spec says of figures of the line that were measured to a public speed test: [far_end] public.
enum class PublicTest : std::uint8_t { unsaid, allowed, forbidden };

struct Spec {
  /// Whose it is: "key …", see employer_identity(), of one that was signed; of others where it came from:
  /// "shipped NAME", "file CANONICAL-PATH", "text …". What belongs to one employer, such as answers and the
  /// machine's pseudonym, follows this and never a name, which anybody can claim.
  std::string identity;
  std::string name;
  std::string version;
  std::string employer;
  std::string source;     ///< where the requirements are published
  std::string reading;    ///< "official" or "unofficial"
  std::string published;  ///< when the source was: "2018", "2018-04" or "2018-04-30"; empty when unknown
  std::vector<std::string> roles;  ///< the only ones there are; empty when the spec does not say
  std::optional<Day> expires;
  double proof_every_seconds = 0;               ///< how old a report may be; 0 when the spec does not say
  bool shipped_baseline = false;                ///< deskready's own list, not an employer's
  std::string far_end_url;                      ///< empty when the spec names none
  PublicTest public_test = PublicTest::unsaid;  ///< see judges_public_tests()
  std::map<std::string, Target> targets;
  std::vector<Condition> conditions;  ///< [test]
  std::map<std::string, When> whens;
  /// In the order of the file, the extended spec's first; the last are those that [needs] adds up to.
  std::vector<Rule> rules;
  std::vector<OneOf> choices;
  std::vector<Need> needs;
  std::vector<PersonQuestion> questions;
  std::vector<Waiver> waivers;
  std::vector<Changed> changes;  ///< what each spec of the chain does to the one below it
  std::vector<SpecFile> files;   ///< the extends chain, this file first
  std::string resolved_sha256;   ///< of the canonical text of the resolved spec
};

/// Own limits of a spec: bytes of one file, number of rules, length of an extends chain.
inline constexpr std::size_t max_spec_bytes = 1'000'000;
inline constexpr std::size_t max_rules = 10'000;
inline constexpr std::size_t max_whens = 500;
inline constexpr int max_extends = 16;

/// All rules with those of the alternatives; pointers into the spec.
std::vector<const Rule*> all_rules(const Spec& spec);

/// Whom a list is for, as people know it: the employer, or where it is nobody's the list itself.
std::string who_asks(const std::string& employer, const std::string& list);
std::string who_asks(const Spec& spec);

/// Whether the line may be judged by what a public speed test shows: where the spec allows it, or names no
/// far end and does not forbid it.
bool judges_public_tests(const Spec& spec);

/// Ids that a waiver, a removal or a report can name: rules, "one_of.NAME", "ask.NAME".
std::vector<std::string> ids_of(const Spec& spec);

std::string_view to_string(Evidence evidence);
std::string_view to_string(Change change);
/// As specs write it; empty for what is not said.
std::string_view to_string(PublicTest said);

/// The text in `language`, else in English, else any; empty when there is none.
std::string_view text_in(const Texts& texts, std::string_view language);

}  // namespace deskready

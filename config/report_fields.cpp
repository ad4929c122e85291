#include "config/catalogue.h"

namespace deskready {
namespace {

using enum Privacy;

constexpr ReportField table[] = {
    {"schema", verdict, "Name and version of the document's form."},
    {"id", linking, "Random; new for each document."},
    {"reference", linking, "The number that the employer gave."},
    {"started", linking, "When the check began."},
    {"finished", linking, "When it ended."},
    {"valid_until", verdict, "Until when the employer accepts it."},
    {"agent.version", verdict, "Version of deskready."},
    {"spec.name", verdict, "The spec that was judged by."},
    {"spec.version", verdict, "Its version."},
    {"spec.employer", verdict, "Whose it is."},
    {"spec.reading", verdict, "Official, or somebody's reading of a published sheet."},
    {"spec.source", verdict, "Where the requirements are published."},
    {"spec.baseline", verdict, "Whether it is deskready's own list."},
    {"spec.expired", verdict, "Whether the spec was past its date."},
    {"spec.files.*.name", verdict, "A file of the spec."},
    {"spec.files.*.sha256", verdict, "Its hash."},
    {"spec.sha256", verdict, "Hash of the resolved rules."},
    {"role", verdict, "The work applied for."},
    {"depth", verdict, "How deep it was measured."},
    {"interrupted", verdict, "Whether the check was stopped."},
    {"verdict", verdict, "What it came to."},
    {"findings.*.rule", verdict, "Which rule."},
    {"findings.*.fact", verdict, "About which fact."},
    {"findings.*.level", verdict, "Required or recommended."},
    {"findings.*.outcome", verdict, "How it ended."},
    {"findings.*.cause", verdict, "Why it was not measured."},
    {"findings.*.expected", verdict, "What was asked for."},
    {"findings.*.measured", figure, "What was found."},
    {"findings.*.code", verdict, "Which sentence says it."},
    {"findings.*.args.*", figure, "That sentence's arguments."},
    {"findings.*.message", figure, "The sentence in English."},
    {"findings.*.trust", verdict, "Who vouches for it."},
    {"findings.*.fix.*", verdict, "What to do about it, by language."},
    {"facts.*.value", figure, "The fact; its own class is the catalogue's."},
    {"facts.*.unit", figure, "Its unit."},
    {"facts.*.low", figure, "Lower end of the 95 % interval."},
    {"facts.*.high", figure, "Upper end of the 95 % interval."},
    {"facts.*.at_least", figure, "The value is a lower bound."},
    {"facts.*.at_most", figure, "The value is an upper bound."},
    {"facts.*.samples", figure, "How many samples it rests on."},
    {"facts.*.method", figure, "How it was measured."},
    {"facts.*.at", linking, "When."},
    {"facts.*.cost.bytes", figure, "Bytes on the wire that it cost."},
    {"facts.*.cost.seconds", figure, "Time that it cost."},
    {"facts.*.trust", verdict, "Who vouches for it."},
    {"facts.*.detail.*", figure, "More figures of the same measurement."},
    {"unmeasured.*.cause", verdict, "Why a fact has no value."},
    {"unmeasured.*.args.*", figure, "The cause's arguments."},
    {"unmeasured.*.message", figure, "The cause in English."},
    {"attempts.*.*.value", figure, "A figure that was measured more than once."},
    {"attempts.*.*.unit", figure, "Its unit."},
    {"attempts.*.*.low", figure, "Lower end of its interval."},
    {"attempts.*.*.high", figure, "Upper end of its interval."},
    {"attempts.*.*.at_least", figure, "The value is a lower bound."},
    {"attempts.*.*.at_most", figure, "The value is an upper bound."},
    {"attempts.*.*.samples", figure, "How many samples it rests on."},
    {"attempts.*.*.method", figure, "How it was measured."},
    {"attempts.*.*.at", linking, "When."},
    {"attempts.*.*.cost.bytes", figure, "Bytes on the wire that it cost."},
    {"attempts.*.*.cost.seconds", figure, "Time that it cost."},
    {"attempts.*.*.trust", verdict, "Who vouches for it."},
    {"attempts.*.*.detail.*", figure, "More figures of the same measurement."},
    {"answers.*.answer", equipment, "What the person said."},
    {"answers.*.at", linking, "When."},
    {"answers.*.text", verdict, "The question as it was put."},
    {"answers.*.language", verdict, "In which language it was put."},
    {"conditions.far_end", verdict, "Whether the line was measured to the named far end."},
    {"cost.bytes", figure, "Bytes on the wire that the check cost."},
    {"cost.seconds", figure, "How long the check took."},
    {"machine", linking, "Hash of the machine id, another one for each employer."},
};

}  // namespace

std::span<const ReportField> report_fields() {
  return table;
}

}  // namespace deskready

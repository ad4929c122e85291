#include "reports/document/report_fields.h"

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "config/base/text.h"

namespace deskready {
namespace {

using enum Privacy;
using Told::in_minutes, Told::nothing, Told::renamed, Told::rounded;

/// Of the document and its findings.
constexpr ReportField of_report[] = {
    {"schema", verdict, "Name and version of the document's form."},
    {"id", linking, "Random; new for each document."},
    {"reference", linking, "The number that the employer gave."},
    {"started", linking, "When the check began.", in_minutes},
    {"finished", linking, "When it ended.", in_minutes},
    {"valid_until", verdict, "Until when the employer accepts it.", in_minutes},
    {"agent.version", verdict, "Version of deskready."},
    {"spec.name", verdict, "The spec that was judged by."},
    {"spec.version", verdict, "Its version."},
    {"spec.employer", verdict, "Whose it is."},
    {"spec.reading", verdict, "Official, or somebody's reading of a published sheet."},
    {"spec.source", verdict, "Where the requirements are published."},
    {"spec.baseline", verdict, "Whether it is deskready's own list."},
    {"spec.expired", verdict, "Whether the spec was past its date."},
    {"spec.files.*.name", verdict, "A file of the spec.", renamed},
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
    {"findings.*.args.answer", equipment, "What the person said."},
    {"findings.*.args.asked", verdict, "The question as it was put."},
    {"findings.*.args.evidence", verdict, "Which proof the employer wants of an answer."},
    {"findings.*.args.fact", verdict, "The fact that decided a choice."},
    {"findings.*.args.failed", figure, "How many measurements failed, where there were more than two."},
    {"findings.*.args.failing_since", linking, "Since when the rule fails.", nothing},
    {"findings.*.args.first", figure, "The first of two figures that disagree."},
    {"findings.*.args.host", verdict, "The host of a target, as the spec names it."},
    {"findings.*.args.last_met", linking, "When it was met last.", nothing},
    {"findings.*.args.limit", verdict, "The limit that was asked for."},
    {"findings.*.args.looked", figure, "Of a rate: how many seconds it is the mean of."},
    {"findings.*.args.measured_at", linking, "When a figure that is too old was measured.", in_minutes},
    {"findings.*.args.path", verdict, "Whether one way is meant."},
    {"findings.*.args.plays_only", verdict,
     "Whether the headset only plays, so that it has to be switched first."},
    {"findings.*.args.port", verdict, "The port of that host, and how it was asked."},
    {"findings.*.args.published", verdict, "When the source was published, or read."},
    {"findings.*.args.question", verdict, "The employer's question."},
    {"findings.*.args.reason", verdict, "The employer's reason for a waiver."},
    {"findings.*.args.role", verdict, "The work applied for, where the rule knows none such."},
    {"findings.*.args.roles", verdict, "Whom the rule is for."},
    {"findings.*.args.samples", figure, "How many checks a share is of."},
    {"findings.*.args.source", verdict, "Where a list of hosts that is not the employer's is from."},
    {"findings.*.args.sum", verdict, "What the need adds up."},
    {"findings.*.args.trouble_at", verdict, "Where the line's trouble lies that the rule shows."},
    {"findings.*.args.until", verdict, "How long the waiver holds."},
    {"findings.*.args.attempts", figure, "How many measurements there were, where more than two."},
    {"findings.*.message", figure, "The sentence in English."},
    {"findings.*.asked.op", verdict, "How what was found is compared."},
    {"findings.*.asked.low", verdict, "The limit of it, or the lower end of a range."},
    {"findings.*.asked.high", verdict, "The limit of it, or the upper end of a range."},
    {"findings.*.asked.truth", verdict, "The truth value that is asked for."},
    {"findings.*.asked.version", verdict, "The version that is asked for."},
    {"findings.*.asked.version_high", verdict, "The upper end of a range of versions."},
    {"findings.*.asked.texts.*", verdict, "A text that is asked for, allowed or banned."},
    {"findings.*.limit.op", verdict, "How each check, for a share of them, is compared."},
    {"findings.*.limit.low", verdict, "The limit of it, or the lower end of a range."},
    {"findings.*.limit.high", verdict, "The limit of it, or the upper end of a range."},
    {"findings.*.limit.truth", verdict, "The truth value that is asked for."},
    {"findings.*.limit.version", verdict, "The version that is asked for."},
    {"findings.*.limit.version_high", verdict, "The upper end of a range of versions."},
    {"findings.*.limit.texts.*", verdict, "A text that is asked for, allowed or banned."},
    {"findings.*.value", figure, "What was found, in the base unit."},
    {"findings.*.low", figure, "Lower end of its interval."},
    {"findings.*.high", figure, "Upper end of its interval."},
    {"findings.*.at_least", figure, "It is a lower bound."},
    {"findings.*.at_most", figure, "It is an upper bound."},
    {"findings.*.first.value", figure, "What was found at first, of two attempts."},
    {"findings.*.first.low", figure, "Lower end of its interval."},
    {"findings.*.first.high", figure, "Upper end of its interval."},
    {"findings.*.first.at_least", figure, "It is a lower bound."},
    {"findings.*.first.at_most", figure, "It is an upper bound."},
    {"findings.*.lacking.*.alternative", verdict, "Of which alternative something is missing."},
    {"findings.*.lacking.*.fact", verdict, "About which fact."},
    {"findings.*.lacking.*.asked.op", verdict, "How that is compared."},
    {"findings.*.lacking.*.asked.low", verdict, "The limit of it, or the lower end of a range."},
    {"findings.*.lacking.*.asked.high", verdict, "The limit of it, or the upper end of a range."},
    {"findings.*.lacking.*.asked.truth", verdict, "The truth value that is asked for."},
    {"findings.*.lacking.*.asked.version", verdict, "The version that is asked for."},
    {"findings.*.lacking.*.asked.version_high", verdict, "The upper end of a range of versions."},
    {"findings.*.lacking.*.asked.texts.*", verdict, "A text that is asked for, allowed or banned."},
    {"findings.*.lacking.*.value", figure, "What was found of it."},
    {"findings.*.lacking.*.low", figure, "Lower end of its interval."},
    {"findings.*.lacking.*.high", figure, "Upper end of its interval."},
    {"findings.*.lacking.*.at_least", figure, "It is a lower bound."},
    {"findings.*.lacking.*.at_most", figure, "It is an upper bound."},
    {"findings.*.effort", verdict,
     "What mending it takes: answer, plug, move, close, repeat, ask, other, buy."},
    {"findings.*.trust", verdict, "Who vouches for it."},
    {"findings.*.fix.*", verdict, "What to do about it, by language."},
};

/// Arguments of why there is no value: of a fact, and of the finding that a rule about it ends as.
constexpr ReportField of_a_cause[] = {
    {"answers", figure, "How long an answer took, ms."},
    {"carries", figure, "What the line carries, kbit/s."},
    {"connects", figure, "How long connecting took, ms."},
    {"count", figure, "How many."},
    {"date", verdict, "The day of the table that was asked."},
    {"days", figure, "How many days."},
    {"detail", verdict, "What exactly happened: a code."},
    {"key", verdict, "The fact that was asked for."},
    {"level", figure, "How loud the sound was, dBFS."},
    {"name", equipment, "A processor, a program, a desktop or a device file."},
    {"hours", verdict, "Whether only the job's shifts count, or there are none."},
    {"needed", verdict, "How many checks are needed."},
    {"needed_over", verdict, "Over how many seconds they are needed."},
    {"ours", verdict, "The version of the far end's protocol that deskready speaks."},
    {"over", figure, "Seconds between the first and the last of them."},
    {"packets", figure, "Of how many packets."},
    {"phase", verdict, "Where the sound check was."},
    {"pair", verdict, "Which of a target's pairs of host and port, from 1."},
    {"profile", equipment, "The sound server's name for how a headset is used."},
    {"recorded", figure, "How many earlier checks there are."},
    {"retry_after", figure, "Seconds until the far end has room."},
    {"seconds", figure, "How many seconds."},
    {"signal", verdict, "The signal that ended the sound check."},
    {"since", linking, "Since when the check waits.", in_minutes},
    {"statistic", verdict, "The statistic that was asked for."},
    {"status", figure, "The status of HTTP, of a TURN server or of the sound check."},
    {"system", local, "A text of the operating system or a library."},
    {"takes", figure, "What would have to be sent, kbit/s."},
    {"theirs", verdict, "The version of its protocol that the far end speaks."},
    {"tried", figure, "The same of both families, as earlier versions wrote it."},
    {"v4", figure, "How the far end's addresses of IPv4 failed."},
    {"v6", figure, "How the far end's addresses of IPv6 failed."},
};

/// Of a fact, and of each figure of one that was measured more than once.
constexpr ReportField of_a_fact[] = {
    {"value", figure, "The fact; its own class is the catalogue's."},
    {"unit", figure, "Its unit."},
    {"low", figure, "Lower end of the 95 % interval."},
    {"high", figure, "Upper end of the 95 % interval."},
    {"at_least", figure, "The value is a lower bound."},
    {"at_most", figure, "The value is an upper bound."},
    {"samples", figure, "How many samples it rests on."},
    {"method", figure, "How it was measured, in English."},
    {"how.*.code", figure, "How it was measured: a code."},
    {"how.*.args.bytes", figure, "How long each packet was."},
    {"how.*.args.codec", figure, "The codec that the score is for."},
    {"how.*.args.connections", figure, "How many connections side by side."},
    {"how.*.args.count", figure, "How many."},
    {"how.*.args.date", figure, "The day of the table that was asked."},
    {"how.*.args.days", figure, "How many days."},
    {"how.*.args.hertz", figure, "Frequency of the supply, Hz."},
    {"how.*.args.khz", figure, "The sampling rate, kHz."},
    {"how.*.args.kind", figure, "The kind of a public speed test, or of a package."},
    {"how.*.args.length", figure, "How long a batch was."},
    {"how.*.args.level", figure, "How loud the sound was, dBFS or dBov."},
    {"how.*.args.model", figure, "The recommendation that the score follows."},
    {"how.*.args.name", equipment, "A firewall or a desktop."},
    {"how.*.args.number", figure, "Which channel."},
    {"how.*.args.over", verdict, "Over how many seconds of checks."},
    {"how.*.args.protocol", figure, "The protocol."},
    {"how.*.args.protocols", figure, "The protocols."},
    {"how.*.args.rate", figure, "How many packets a second."},
    {"how.*.args.reason", figure, "By which sign a headset was told."},
    {"how.*.args.seconds", figure, "How many seconds."},
    {"how.*.args.statistic", verdict, "The statistic that was asked for."},
    {"how.*.args.through", figure, "Through which sound system."},
    {"how.*.args.window", verdict, "The window that was asked for."},
    {"at", linking, "When.", in_minutes},
    {"cost.bytes", figure, "Bytes on the wire that it cost.", rounded},
    {"cost.seconds", figure, "Time that it cost.", rounded},
    {"trust", verdict, "Who vouches for it."},
    {"detail.added_down", figure, "Delay that the load added on the way down, s."},
    {"detail.added_up", figure, "Delay that the load added on the way up, s."},
    {"detail.address_family", figure, "IPv4 or IPv6."},
    {"detail.answered", figure, "Packets that came back."},
    {"detail.burst_ratio", figure, "How far losses cluster, as the score counts it."},
    {"detail.bursts", figure, "Bursts of losses."},
    {"detail.codec", figure, "The codec that the score is for."},
    {"detail.confidence", figure, "The correlation's peak over its next one."},
    {"detail.congestion_control", figure, "As set on the sending end."},
    {"detail.connections", figure, "Connections side by side."},
    {"detail.delay_moved", figure, "How far the delay moved meanwhile, s."},
    {"detail.duplicates", figure, "Packets that came back twice."},
    {"detail.errors", figure, "Answers that were errors all the same."},
    {"detail.evidence", verdict, "What the place of the trouble rests on."},
    {"detail.far_end_dwell_p95", figure, "How long the far end held packets, s."},
    {"detail.forged", figure, "Packets that were not ours."},
    {"detail.gateway", figure, "Delay to the router under load, s."},
    {"detail.gateway_added", figure, "Delay that the load added up to the router, s."},
    {"detail.home", figure, "How much of the trouble shows up to the router."},
    {"detail.jitter", figure, "Jitter of the same packets, s."},
    {"detail.jitter_buffer", figure, "The jitter buffer that the score assumes, s."},
    {"detail.left_out", figure, "Digital silence at both ends, which no figure counts, s."},
    {"detail.level", figure, "Level of the hum, dBFS."},
    {"detail.loads", figure, "How often the line was loaded, where more than once."},
    {"detail.longest", figure, "The longest gap, s."},
    {"detail.looked", linking, "Of a rate: when the time begins that it is the mean of, and its seconds.",
     in_minutes},
    {"detail.lost", figure, "Packets that were lost."},
    {"detail.in_between", verdict, "What answers in the far end's place."},
    {"detail.line_rate", figure, "What the line carries where that is little, bit/s."},
    {"detail.lost_or_late", figure, "Share of packets that were lost or came too late."},
    {"detail.lost_seconds", figure, "Sound that did not arrive, s."},
    {"detail.mains", figure, "Frequency of the supply, Hz."},
    {"detail.mean", figure, "The mean of the same samples."},
    {"detail.names", equipment, "Other names of the system."},
    {"detail.newest", equipment, "The newest release of the system that the table has."},
    {"detail.not_sent", figure, "Packets that this computer could not send."},
    {"detail.offered", figure, "The rate that was offered to the line, bit/s."},
    {"detail.one_way_delay", figure, "The one-way delay that the score assumes, s."},
    {"detail.opened_by", equipment, "Products that open encrypted connections on the way."},
    {"detail.other_minutes", figure,
     "Of a line that changes: what the mean of another minute may be, bit/s, or that it is unknown."},
    {"detail.other_traffic", figure, "Bit/s that other programs moved meanwhile.", nothing},
    {"detail.outage", figure,
     "For how long nothing came through at once, where that was a second or more, s."},
    {"detail.packets", figure, "Packets that were sent."},
    {"detail.place", verdict, "To which server: a digest of its name."},
    {"detail.plays_only", verdict, "Whether the headset only plays, so that it has to be switched first."},
    {"detail.ramp_seconds", figure, "How long the rate rose, s."},
    {"detail.reordered", figure, "Packets that came back out of order."},
    {"detail.response_1000", figure, "Response at 1000 Hz, dB."},
    {"detail.response_125", figure, "Response at 125 Hz, dB."},
    {"detail.response_2000", figure, "Response at 2000 Hz, dB."},
    {"detail.response_250", figure, "Response at 250 Hz, dB."},
    {"detail.response_4000", figure, "Response at 4000 Hz, dB."},
    {"detail.response_500", figure, "Response at 500 Hz, dB."},
    {"detail.response_8000", figure, "Response at 8000 Hz, dB."},
    {"detail.return_gain", figure, "Strongest return, dB."},
    {"detail.rfc3550_j", figure, "J of RFC 3550 at the end, s."},
    {"detail.seconds", figure, "All gaps together, s."},
    {"detail.sent_late_max", figure, "The latest sending after its time, s."},
    {"detail.sent_late_median", figure, "The median sending after its time, s."},
    {"detail.source", linking, "The file that a recorded fact came from, without folder and ending.",
     nothing},
    {"detail.steady_seconds", figure, "How long the steady rate was seen, s."},
    {"detail.table", figure, "The day of the table that was asked."},
    {"detail.tainted", verdict, "What disturbed the figure."},
    {"detail.trouble", verdict, "Which trouble."},
    {"detail.trouble_at", verdict, "Where the trouble lies that the figure shows."},
    {"detail.unreached", verdict,
     "Of a target that is not reached: which of its pairs of host and port, from 1."},
    {"detail.unreached_name", equipment, "The product that opens connections to it on the way."},
    {"detail.unreached_why", verdict, "What happened there: a code."},
    {"detail.unused", figure, "Family and failure of the far end's addresses that were tried before, each."},
    {"detail.unattributed", figure, "Losses of no known direction."},
    {"detail.waited_for_processor", figure, "Share of the time that the measuring waited for a processor."},
    {"detail.whole", figure, "How much of the trouble there is to the far end."},
    {"detail.windows", figure, "Windows that the statistic is of."},
    {"detail.wire_rate", figure, "The rate on the wire, bit/s."},
};

constexpr ReportField of_the_rest[] = {
    {"unmeasured.*.cause", verdict, "Why a fact has no value."},
    {"unmeasured.*.message", figure, "The cause in English."},
    {"answers.*.answer", equipment, "What the person said."},
    {"answers.*.at", linking, "When.", in_minutes},
    {"answers.*.text", verdict, "The question as it was put."},
    {"answers.*.language", verdict, "In which language it was put."},
    {"conditions.far_end", verdict,
     "Whether the line was measured to the named far end, to a public speed test, or to what else."},
    {"conditions.link", equipment, "By which kind of connection the line was measured: cable, Wi-Fi, ..."},
    {"conditions.paused", verdict, "Whether the check was stopped (Ctrl-Z) and went on later."},
    {"conditions.slept", verdict, "Whether the computer slept in between."},
    {"conditions.recheck_of", linking, "Of a recheck: the id of the report that it goes on from."},
    {"conditions.guided", verdict, "Whether somebody spoke, listened and kept quiet as told."},
    {"conditions.line_lock", verdict,
     "Where another account of this computer may have loaded the line meanwhile: shared or unknown."},
    {"conditions.fault", verdict, "Where the line's trouble lies, as far as the figures show."},
    {"conditions.fault_trouble", verdict, "Which trouble: loss, delay, jitter or load."},
    {"conditions.fault_whole", figure, "How much of it there is to the far end.", rounded},
    {"conditions.fault_home", figure, "How much of that shows between computer and router already.", rounded},
    {"conditions.other_traffic", figure, "Bit/s that other programs moved while the line was measured.",
     nothing},
    {"conditions.waited_for_processor", figure,
     "Share of the time that the measuring waited for a processor.", rounded},
    {"cost.bytes", figure, "Bytes on the wire that the check cost.", rounded},
    {"cost.seconds", figure, "How long the check took.", rounded},
    {"machine", linking, "Hash of the machine id, another one for each employer."},
    {"machine_changed", verdict, "Whether the report before this one had another for the same computer.",
     nothing},
    {"device", linking, "Signed reports only: the key of this computer for this employer."},
    {"sequence", linking, "Signed reports only: the how-manieth one to this employer."},
    {"previous", linking, "Signed reports only: hash of the one before it."},
    {"challenge", linking, "Signed reports only: hash of the employer's challenge that it answers."},
};

/// The tables' rows one after the other, those of the inner ones under each place where such a thing stands.
class Fields {
 public:
  Fields() {
    add({}, of_report);
    for (const char* place : {"findings.*.args.", "unmeasured.*.args."}) add(place, of_a_cause);
    for (const char* place : {"facts.*.", "attempts.*.*."}) add(place, of_a_fact);
    add({}, of_the_rest);
  }

  std::span<const ReportField> all() const { return rows_; }

 private:
  void add(std::string_view place, std::span<const ReportField> rows) {
    for (const ReportField& row : rows) {
      // A deque's elements stay where they are.
      const std::string& path = paths_.emplace_back(std::string(place) + std::string(row.path));
      // Exact figures that two employers got of one run would match.
      const bool exact = row.privacy == figure && row.path.starts_with("detail.") && row.told == Told::whole;
      rows_.push_back({path, row.privacy, row.sentence, exact ? rounded : row.told});
    }
  }

  std::deque<std::string> paths_;
  std::vector<ReportField> rows_;
};

/// Whether a path of report_fields() means this place.
bool is_at(std::string_view pattern, std::span<const std::string> place) {
  const std::vector<std::string_view> steps = split(pattern, '.');
  const bool detail = steps.size() >= 2 && steps[steps.size() - 2] == "detail";
  if (place.size() < steps.size() || (place.size() > steps.size() && !detail)) return false;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i] != "*" && steps[i] != place[i]) return false;
  }
  return true;
}

}  // namespace

std::span<const ReportField> report_fields() {
  static const Fields fields;
  return fields.all();
}

const ReportField* field_at(std::span<const std::string> place) {
  const auto fields = report_fields();
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const ReportField& field) { return is_at(field.path, place); });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace deskready

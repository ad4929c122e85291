#include "reports/trust/verified_page.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "config/base/outward/outward.h"
#include "config/trust/key_line.h"
#include "reports/formats/wrapped.h"
#include "reports/words/page_words.h"
#include "reports/words/verdict_words.h"

namespace deskready {
namespace {

/// As the desk's other words, in English until the command line has a language.
constexpr std::string_view english = "en";

std::string_view code_of(Standing standing) {
  return standing == Standing::holds ? "holds" : standing == Standing::refused ? "refused" : "unknown";
}

/// Verdict, spec, reference, trust.
std::string head_of(const VerifiedReport& one) {
  const DeskRow& row = *one.row;
  std::string head =
      fmt::format("{}: {}.", verdict_word(english, row.derived.value_or(Verdict::incomplete)), row.spec);
  if (!row.reference.empty()) head += fmt::format(" {}.", unmarked(reference_words(english, row.reference)));
  return for_terminal(fmt::format("{} {}", head, trust_words(english, false, row.trust)));
}

/// With the rules as people call them.
std::string said_of(const VerifiedReport& one, const Refusal& refusal) {
  const std::string words = refusal_words(english, refusal);
  return one.row ? for_terminal(labelled(words, *one.row)) : words;
}

nlohmann::ordered_json reasons_json(const std::vector<Refusal>& reasons) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Refusal& one : reasons)
    list.push_back({{"code", code_of(one.why)}, {"message", refusal_words(english, one)}});
  return list;
}

void add_report(nlohmann::ordered_json& json, const SignedReport& report, const DeskRow& row) {
  json["key"] = key_line(report.link.device, {});
  json["fingerprint"] = fingerprint(report.link.device);
  json["sequence"] = report.link.sequence;
  json["previous"] = report.link.previous;
  json["challenge"] = report.link.challenge;
  json["sha256"] = report.sha256;
  json["id"] = row.id;
  json["reference"] = row.reference;
  json["spec"] = row.spec;
  json["spec_sha256"] = row.spec_sha256;
  if (row.reported) json["reported"] = to_string(*row.reported);
  if (row.derived) json["derived"] = to_string(*row.derived);
  json["trust"] = to_string(row.trust);
  json["finished"] = format_time(row.finished);
  json["valid_until"] = format_time(row.valid_until);
}

}  // namespace

std::string verified_text(std::span<const VerifiedReport> reports, std::size_t width) {
  const std::size_t page = text_width(width);
  std::string out;
  for (const VerifiedReport& one : reports) {
    out += wrapped(
        "", fmt::format("{}: {}", for_terminal(one.file), verified_words(english, standing_of(one))), width);
    if (one.row && one.row->reported) out += wrapped("  ", head_of(one), width);
    for (const Refusal& refusal : one.refused) out += wrapped("  ", said_of(one, refusal), page);
    if (one.report && one.refused.empty()) {
      out += wrapped("  ",
                     proven_words(english, fingerprint(one.report->link.device),
                                  std::to_string(one.report->link.sequence)),
                     page);
    }
    for (const Refusal& note : one.notes) out += wrapped("  ", said_of(one, note), page);
    out += "\n";
  }
  return out + wrapped("", not_proven_words(english), page);
}

nlohmann::ordered_json verified_json(std::span<const VerifiedReport> reports) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const VerifiedReport& one : reports) {
    nlohmann::ordered_json json;
    json["file"] = one.file;
    json["standing"] = code_of(standing_of(one));
    json["refused"] = reasons_json(one.refused);
    json["notes"] = reasons_json(one.notes);
    if (one.report && one.row) add_report(json, *one.report, *one.row);
    all.push_back(std::move(json));
  }
  return {{"schema", "deskready.verified/1"},
          {"reports", std::move(all)},
          {"not_proven", not_proven_words(english)}};
}

}  // namespace deskready

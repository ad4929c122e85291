// Reports, facts and what the service remembers, as somebody else may have written them.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/daemon/standing/memory_json.h"
#include "agent/daemon/standing/report_summary.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/spec/reference.h"
#include "config/trust/employers.h"
#include "config/trust/envelope.h"
#include "config/trust/key_line.h"
#include "config/trust/signed_spec.h"
#include "reports/assess/outcome.h"
#include "reports/desk/desk_query.h"
#include "reports/desk/what_if.h"
#include "reports/document/report.h"
#include "reports/formats/format.h"
#include "reports/history/compression.h"
#include "reports/trust/signed_report.h"
#include "tests/fuzz/target.h"

namespace deskready {
namespace {

using fuzz::must;

nlohmann::json json_of(std::string_view input) {
  return read_json(input).value_or(nlohmann::json());
}

FUZZ_TARGET(bounded_json) {
  const auto read = read_json(input);
  if (!read) return;
  const auto again = read_json(json_text(*read));
  must(again && *again == *read, "what is written is read as the same value");
}

FUZZ_TARGET(report) {
  const auto read = report_from_json(json_of(input));
  if (!read) return must(!read.error().empty(), "a refusal says why");
  const std::string written = dump(to_json(*read));
  const auto again = report_from_json(json_of(written));
  must(again.has_value(), "what is written can be read");
  must(dump(to_json(*again)) == written, "and is the same report");
  for (const Format* format : formats()) {
    if (format->shows.any_of(Document::report)) render(*format, *read, {.zone = "UTC"});
  }
}

FUZZ_TARGET(envelope) {
  const auto read = read_envelope(input);
  if (!read) return;
  const auto again = read_envelope(envelope_text(*read));
  must(again && again->body == read->body && again->signatures.size() == read->signatures.size(),
       "what is written is read as the same document");
  const KnownKey stranger = known_key(SecretKey(Seed::of(std::string(Seed::size, 's')).value()).public_key());
  must(!verified(*read, report_type, {&stranger, 1}), "nobody who signed nothing vouches");
}

FUZZ_TARGET(signed_report) {
  const auto read = read_signed_report(input);
  if (!read) return;
  const auto again = read_signed_report(report_body(read->report, read->link));
  must(again && again->link.sequence == read->link.sequence && again->link.device == read->link.device,
       "what is written is read as the same report");
}

/// The head of a spec stands behind a signature that nobody hits on by chance: the input is signed first.
FUZZ_TARGET(signed_spec) {
  const SecretKey key(Seed::of(std::string(Seed::size, 's')).value());
  Envelope envelope{std::string(spec_type), std::string(input), {}};
  sign(envelope, key);
  const auto read = read_signed_spec(envelope_text(envelope));
  if (!read)
    return must(read.error().why != Refused::bad_signature || input.find("# by ") != input.npos,
                "only a head that names another key is signed by none");
  must(input.ends_with(read->text), "the file is what follows the head, to the byte");
  must(read->head.by == key.public_key(), "nobody else signed it");
  const auto again = read_signed_spec(signed_spec(read->text, read->head, key, nullptr));
  must(again && again->text == read->text && again->head.issued == read->head.issued &&
           again->head.next == read->head.next && again->head.after == read->head.after,
       "what is written is read as the same spec");
}

FUZZ_TARGET(employers) {
  const auto read = read_known_employers(input);
  if (!read) return;
  const std::string written = known_employers_text(*read);
  const auto again = read_known_employers(written);
  must(again && known_employers_text(*again) == written, "what is kept is read as it was");
}

FUZZ_TARGET(key_line) {
  const auto read = read_key_line(input);
  if (!read) return;
  const auto again = read_key_line(key_line(read->key, read->comment));
  must(again && again->key == read->key, "what is written is read as the same key");
}

FUZZ_TARGET(people) {
  const auto read = read_people(input);
  if (!read) return must(!read.error().empty(), "a refusal says why");
  for (const std::string& one : *read) must(is_reference(one), "nobody else gets onto the list");
}

FUZZ_TARGET(what_if) {
  const auto read = read_what_if(input);
  if (!read) return must(!read.error().empty(), "a refusal says why");
  must(find_fact(std::string_view(read->key.name)) != nullptr && read->level == Level::require,
       "a rule about one fact");
}

FUZZ_TARGET(facts) {
  const auto read = facts_from_json(json_of(input));
  must(read || !read.error().empty(), "a refusal says why");
}

FUZZ_TARGET(report_summary) {
  const auto read = summarise_report(input);
  if (read) must(verdict_from(read->verdict).has_value(), "an unknown verdict is none");
}

FUZZ_TARGET(daemon_memory) {
  const auto read = read_memory(input);
  if (!read) return;
  const std::string written = memory_text(*read);
  const auto again = read_memory(written);
  must(again && memory_text(*again) == written, "what is kept is read as it was");
}

FUZZ_TARGET(history_row) {
  const std::int64_t size = input.empty() ? 0 : static_cast<unsigned char>(input[0]) * 997;
  must(uncompressed(input.substr(std::min<std::size_t>(1, input.size())), size).size() <=
           static_cast<std::size_t>(size),
       "no more than was said");
  const std::string text(input);
  must(uncompressed(compressed(text), static_cast<std::int64_t>(text.size())) == text,
       "what is packed is unpacked as it was");
}

}  // namespace
}  // namespace deskready

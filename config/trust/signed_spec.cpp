#include "config/trust/signed_spec.h"

#include "config/base/text.h"
#include "config/trust/key_line.h"

namespace deskready {
namespace {

constexpr std::string_view title = "# deskready signed spec 1", end_of_head = "#";
constexpr std::string_view issued_word = "# issued ", by_word = "# by ", after_word = "# after ",
                           next_word = "# next ";

tl::unexpected<Refusal> refuse(Refused why, std::string_view about = {}) {
  return tl::unexpected(Refusal{why, std::string(about)});
}

std::string_view line_at_front(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

/// Takes the line off the front where it begins so; what follows that beginning.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view beginning) {
  const std::string_view line = line_at_front(text);
  if (!line.starts_with(beginning) || line.size() == text.size()) return std::nullopt;
  text.remove_prefix(line.size() + 1);
  return line.substr(beginning.size());
}

bool take_whole_line(std::string_view& text, std::string_view line) {
  return line_at_front(text) == line && take_line(text, line);
}

std::string head_text(const SpecHead& head) {
  std::string text(title);
  text += "\n" + std::string(issued_word) + format_time(head.issued);
  text += "\n" + std::string(by_word) + key_text(head.by);
  if (head.after) text += "\n" + std::string(after_word) + key_text(*head.after);
  if (!head.next.empty()) text += "\n" + std::string(next_word) + head.next;
  return text + "\n" + std::string(end_of_head) + "\n";
}

/// Takes the head off the front.
tl::expected<SpecHead, Refusal> take_head(std::string_view& text) {
  SpecHead head;
  if (!take_whole_line(text, title)) return refuse(Refused::no_spec, "title");
  const auto issued = parse_time(take_line(text, issued_word).value_or(""));
  if (!issued) return refuse(Refused::no_spec, "issued");
  head.issued = *issued;
  const auto by = read_key_text(take_line(text, by_word).value_or(""));
  if (!by) return refuse(by.error().why == Refused::weak_key ? Refused::weak_key : Refused::no_spec, "by");
  head.by = *by;
  if (const auto line = take_line(text, after_word)) {
    const auto after = read_key_text(*line);
    if (!after) return refuse(Refused::no_spec, "after");
    head.after = *after;
  }
  if (const auto line = take_line(text, next_word)) {
    if (!is_fingerprint(*line)) return refuse(Refused::no_spec, "next");
    head.next = *line;
  }
  if (!take_whole_line(text, end_of_head)) return refuse(Refused::no_spec, "head");
  return head;
}

}  // namespace

bool looks_signed(std::string_view text) {
  return trimmed(text).starts_with('{');
}

std::string signed_spec(std::string_view text, SpecHead head, const SecretKey& key, const SecretKey* before) {
  head.by = key.public_key();
  if (before != nullptr) head.after = before->public_key();
  Envelope envelope{std::string(spec_type), head_text(head) + std::string(text), {}};
  sign(envelope, key);
  if (before != nullptr) sign(envelope, *before);
  return envelope_text(envelope);
}

tl::expected<SignedSpec, Refusal> read_signed_spec(std::string_view text) {
  auto envelope = read_envelope(trimmed(text));
  if (!envelope) return tl::unexpected(std::move(envelope.error()));
  // Whoever gets a first spec need not know the key beforehand, and is shown it; what that key did not sign
  // is refused all the same.
  std::string_view rest = envelope->body;
  const auto head = take_head(rest);
  if (envelope->type == spec_type && !head) return tl::unexpected(head.error());
  const KnownKey key = known_key(head ? head->by : PublicKey());
  if (const auto body = verified(*envelope, spec_type, {&key, 1}); !body) {
    const Refusal& refusal = body.error();
    return tl::unexpected(refusal.why == Refused::other_type ? refusal : Refusal{Refused::bad_signature});
  }
  std::string file(rest);
  return SignedSpec{*head, std::move(file), std::move(*envelope)};
}

bool also_signed_by(const SignedSpec& spec, const PublicKey& key) {
  const KnownKey known = known_key(key);
  return verified(spec.envelope, spec_type, {&known, 1}).has_value();
}

}  // namespace deskready

#include "config/trust/employers.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "config/base/digest.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/base/text.h"
#include "config/trust/key_line.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr std::string_view schema = "deskready.employers/1", identity_word = "key ";

tl::unexpected<Refusal> refuse(Refused why, std::string about = {}) {
  return tl::unexpected(Refusal{why, std::move(about)});
}

// What one employer's specs can make this computer keep: many of them must not make the file so large that
// nobody's are known any more.
constexpr std::size_t most_names = 100, most_next = 16, longest_name = 200, longest_called = 500;

/// A spec's name, or what stands for one that is too long to be kept.
std::string kept_name(const std::string& name) {
  return name.size() <= longest_name ? name : sha256_hex(name);
}

std::string beginning_of(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t bytes = std::max<std::size_t>(1, character_length(text.substr(end)));
    if (end + bytes > most) break;
    end += bytes;
  }
  return std::string(text.substr(0, end));
}

/// The one that was issued first goes where there are too many.
void forget_oldest(std::map<std::string, WallTime>& newest) {
  if (newest.size() <= most_names) return;
  newest.erase(std::min_element(newest.begin(), newest.end(),
                                [](const auto& a, const auto& b) { return a.second < b.second; }));
}

bool holds(const std::vector<PublicKey>& keys, const PublicKey& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool was_of(const KnownEmployer& employer, const PublicKey& key) {
  return employer.first == key || employer.key == key || holds(employer.former, key);
}

bool vouches_for(const KnownEmployer& employer, const SignedSpec& spec) {
  const auto& next = employer.next;
  return std::find(next.begin(), next.end(), fingerprint(spec.head.by)) != next.end() ||
         also_signed_by(spec, employer.key);
}

/// Whom the spec is of, or says to be of; the end for nobody known. A key follows on another only where its
/// own spec says so: else whoever is known could take another's key for a successor of his own, and so have
/// both see one computer.
KnownEmployers::const_iterator employer_of_spec(const KnownEmployers& employers, const SignedSpec& spec) {
  const auto own = std::find_if(employers.begin(), employers.end(),
                                [&](const KnownEmployer& one) { return was_of(one, spec.head.by); });
  if (own != employers.end() || !spec.head.after) return own;
  return std::find_if(employers.begin(), employers.end(),
                      [&](const KnownEmployer& one) { return was_of(one, *spec.head.after); });
}

KnownEmployers::const_iterator employer_at(const KnownEmployers& employers, std::string_view place) {
  return std::find_if(employers.begin(), employers.end(), [&](const KnownEmployer& one) {
    return !place.empty() && one.places.contains(std::string(place));
  });
}

/// Of one that signs by a key that was never its own.
void take_over(KnownEmployer& employer, const PublicKey& key) {
  // What was said after this one may have been said by a thief.
  const auto said = std::find(employer.next.begin(), employer.next.end(), fingerprint(key));
  employer.next.erase(said, employer.next.end());
  employer.former.push_back(employer.key);
  employer.key = key;
}

// --- the file

json texts_of(const std::vector<PublicKey>& keys) {
  json texts = json::array();
  for (const PublicKey& key : keys) texts.push_back(key_text(key));
  return texts;
}

/// The member's texts; nothing where it is no list of texts.
std::optional<std::vector<std::string>> texts_in(const json& object, std::string_view name) {
  const json* list = member_of(object, name);
  if (list == nullptr || !list->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const json& one : *list) {
    const auto* text = one.get_ptr<const std::string*>();
    if (text == nullptr) return std::nullopt;
    texts.push_back(*text);
  }
  return texts;
}

std::optional<std::vector<PublicKey>> keys_in(const json& object, std::string_view name) {
  const auto texts = texts_in(object, name);
  if (!texts) return std::nullopt;
  std::vector<PublicKey> keys;
  for (const std::string& text : *texts) {
    const auto key = read_key_text(text);
    if (!key) return std::nullopt;
    keys.push_back(*key);
  }
  return keys;
}

std::optional<KnownEmployer> employer_in(const json& object) {
  const auto first = read_key_text(text_of(object, "first")), key = read_key_text(text_of(object, "key"));
  const auto former = keys_in(object, "former");
  const auto next = texts_in(object, "next"), places = texts_in(object, "places");
  const auto accepted = time_of(object, "accepted");
  const json* newest = member_of(object, "newest");
  if (!first || !key || !former || !next || !places || !accepted || newest == nullptr || !newest->is_object())
    return std::nullopt;
  KnownEmployer read{
      *first,   *key, *former, *next, {}, text_of(object, "called"), {places->begin(), places->end()},
      *accepted};
  for (const auto& [name, value] : newest->items()) {
    const auto issued = time_of(*newest, name);
    if (!issued) return std::nullopt;
    read.newest.emplace(name, *issued);
  }
  return read;
}

json json_of(const KnownEmployer& employer) {
  json newest = json::object();
  for (const auto& [name, issued] : employer.newest) newest[name] = format_time(issued);
  return {{"first", key_text(employer.first)},   {"key", key_text(employer.key)},
          {"former", texts_of(employer.former)}, {"next", employer.next},
          {"newest", std::move(newest)},         {"called", employer.called},
          {"places", employer.places},           {"accepted", format_time(employer.accepted)}};
}

}  // namespace

std::optional<KnownEmployers> read_known_employers(std::string_view text) {
  const auto document = read_json(text);
  if (!document || text_of(*document, "schema") != schema) return std::nullopt;
  const json* list = member_of(*document, "employers");
  if (list == nullptr || !list->is_array()) return std::nullopt;
  KnownEmployers employers;
  for (const json& one : *list) {
    auto employer = employer_in(one);
    if (!employer) return std::nullopt;
    employers.push_back(std::move(*employer));
  }
  return employers;
}

std::string known_employers_text(const KnownEmployers& employers) {
  json list = json::array();
  for (const KnownEmployer& one : employers) list.push_back(json_of(one));
  const json document = {{"schema", schema}, {"employers", std::move(list)}};
  return json_text(document, 2) + "\n";
}

tl::expected<Met, Refusal> met(const KnownEmployers& employers, const MetSpec& spec, WallTime now) {
  const SpecHead& head = spec.spec.head;
  if (head.issued > now + std::chrono::hours(24)) return refuse(Refused::future);
  const auto employer = employer_of_spec(employers, spec.spec);
  const auto before = employer_at(employers, spec.place);
  if (before != employers.end() && before != employer)
    return refuse(Refused::other_signer, fingerprint(before->key));
  if (employer == employers.end()) return Met::first;
  const bool same = employer->key == head.by;
  if (!same && was_of(*employer, head.by)) return refuse(Refused::retired_signer, fingerprint(employer->key));
  if (!same && !vouches_for(*employer, spec.spec))
    return refuse(Refused::unproven_signer, fingerprint(employer->key));
  const auto newest = employer->newest.find(kept_name(spec.name));
  if (newest != employer->newest.end() && head.issued < newest->second)
    return refuse(Refused::older_spec, format_time(newest->second));
  return same ? Met::known : Met::by_new_key;
}

std::optional<Refusal> why_not_unsigned(const KnownEmployers& employers, std::string_view place) {
  const auto before = employer_at(employers, place);
  if (before == employers.end()) return std::nullopt;
  return Refusal{Refused::signature_gone, fingerprint(before->key)};
}

PublicKey take_note(KnownEmployers& employers, const MetSpec& spec, WallTime now) {
  const SpecHead& head = spec.spec.head;
  const auto known = employer_of_spec(employers, spec.spec);
  const auto at = static_cast<std::size_t>(known - employers.begin());
  const bool proven = known != employers.end() && (was_of(*known, head.by) || vouches_for(*known, spec.spec));
  for (KnownEmployer& one : employers) one.places.erase(spec.place);
  if (!proven) employers.push_back({.first = head.by, .key = head.by, .called = {}, .accepted = now});
  KnownEmployer& employer = proven ? employers[at] : employers.back();
  if (!was_of(employer, head.by)) take_over(employer, head.by);
  if (!spec.employer.empty()) employer.called = beginning_of(spec.employer, longest_called);
  if (!spec.place.empty()) employer.places.insert(spec.place);
  WallTime& newest = employer.newest.try_emplace(kept_name(spec.name), head.issued).first->second;
  newest = std::max(newest, head.issued);
  forget_oldest(employer.newest);
  const bool said = std::find(employer.next.begin(), employer.next.end(), head.next) != employer.next.end();
  if (!head.next.empty() && !said && employer.next.size() < most_next) employer.next.push_back(head.next);
  return employer.first;
}

const KnownEmployer* employer_of(const KnownEmployers& employers, const PublicKey& key) {
  const auto found = std::find_if(employers.begin(), employers.end(),
                                  [&](const KnownEmployer& one) { return was_of(one, key); });
  return found == employers.end() ? nullptr : &*found;
}

std::string employer_identity(const PublicKey& first) {
  return std::string(identity_word) + key_text(first);
}

bool is_employer_identity(std::string_view identity) {
  return identity.starts_with(identity_word);
}

}  // namespace deskready

#include "probes/system/software/os.h"

#include "config/base/text.h"
#include "probes/machine/files.h"
#include "probes/noted.h"
#include "probes/system/reading.h"
#include "probes/system/software/releases.h"

namespace deskready::system_facts {
namespace {

/// A field of os-release(5): shell syntax, of which only quotes occur in these fields.
std::optional<std::string> field(const std::string& os_release, std::string_view key) {
  auto value = value_of(os_release, key, '=');
  if (!value) return std::nullopt;
  if (value->size() >= 2 && (value->front() == '"' || value->front() == '\'') &&
      value->back() == value->front()) {
    value = std::string(trimmed(std::string_view(*value).substr(1, value->size() - 2)));
  }
  if (value->empty() || !is_text(*value)) return std::nullopt;
  return value;
}

/// Testing and unstable releases have no version, and rolling systems none that counts.
void add_releases(Facts& facts, const Context& context) {
  const Fact *const id = facts.find("system.os.name"), *const version = facts.find("system.os.version");
  if (id == nullptr || version == nullptr) return;
  const auto behind = releases_behind(std::get<std::string>(id->value), std::get<std::string>(version->value),
                                      context.clock.now());
  if (!behind)
    return facts.cannot("system.os.releases_behind", unmeasured(Cause::unsupported, behind.error()));
  Fact fact = inventory(context, static_cast<double>(behind->newer),
                        Method(How::os_release).also(How::release_table, {{"date", Term(behind->table)}}));
  fact.detail["table"] = behind->table;
  fact.detail["newest"] = behind->newest;
  facts.add("system.os.releases_behind", std::move(fact));
}

Facts measure(Context& context) {
  Facts facts;
  facts.add("system.os.family", inventory(context, "linux", How::this_program));
  auto text = read_text(context.root, "/etc/os-release");
  if (const auto other = read_text(context.root, "/usr/lib/os-release"); !text && other) text = other;
  if (text) {
    auto edition = field(*text, "VARIANT");
    if (!edition) edition = field(*text, "VARIANT_ID");
    std::vector<std::string> names;
    for (const std::string_view key : {"NAME", "PRETTY_NAME"}) {
      if (auto name = field(*text, key)) names.push_back(std::move(*name));
    }
    const auto id = field(*text, "ID"), version = field(*text, "VERSION_ID");
    if (id && version) names.push_back(*id + " " + *version);
    for (const auto& [key, value] : {std::pair{"system.os.name", id}, std::pair{"system.os.version", version},
                                     std::pair{"system.os.edition", edition}}) {
      if (!value) continue;
      Fact fact = inventory(context, *value, How::os_release);
      if (value == id) note_names(names, fact);
      facts.add(key, std::move(fact));
    }
    add_releases(facts, context);
  }
  return answered(std::move(facts), context,
                  text ? Explanation(Detail::system_untold) : SystemText(text.error()));
}

}  // namespace

Probe os_probe() {
  return reading_probe("system.os", measure);
}

}  // namespace deskready::system_facts

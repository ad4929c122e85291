#include "reports/desk/desk_row.h"

#include <algorithm>
#include <cctype>

#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"

namespace deskready {
namespace {

/// Whether it may be a part of a rule's or a fact's name.
bool is_of_a_key(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("._-@#/").find(c) != std::string_view::npos;
}

/// What people call the rule or fact of this name; the name itself where nobody knows.
std::string label_of_key(const std::string& name, const DeskRow& row) {
  if (name.find('.') == std::string::npos) return name;
  if (const auto found = row.labels.find(name); found != row.labels.end()) return found->second;
  const auto key = parse_fact_key(name);
  const FactInfo* const info = key ? find_fact(key->name) : nullptr;
  return info == nullptr ? name : std::string(info->label);
}

}  // namespace

void flag(DeskRow& row, DeskFlag what) {
  if (std::find(row.flags.begin(), row.flags.end(), what) == row.flags.end()) row.flags.push_back(what);
}

void flag(DeskRow& row, DeskFlag what, DeskNote note, Arguments arguments) {
  flag(row, what);
  row.notes.push_back({note, std::move(arguments)});
}

DeskRow refused_row(std::string file, std::string why, std::string_view code) {
  DeskRow row;
  row.file = std::move(file);
  Arguments said = {{"error", std::move(why)}};
  if (!code.empty()) said["code"] = code;
  flag(row, DeskFlag::unreadable, DeskNote::unreadable, std::move(said));
  return row;
}

std::string labelled(std::string_view text, const DeskRow& row) {
  std::string out;
  while (!text.empty()) {
    const auto own = std::find_if_not(text.begin(), text.end(), is_of_a_key);
    std::string_view name(text.begin(), own);
    // A dot behind it is the sentence's.
    while (name.ends_with('.')) name.remove_suffix(1);
    if (name.empty()) name = text.substr(0, 1);
    out += label_of_key(std::string(name), row);
    text.remove_prefix(name.size());
  }
  return out;
}

std::optional<Verdict> shown_verdict(const DeskRow& row) {
  if (!row.reported || !row.derived) return std::nullopt;
  return std::max(*row.reported, *row.derived);
}

}  // namespace deskready

#include "reports/desk/desk_row.h"

#include <algorithm>
#include <array>

namespace deskready {
namespace {

constexpr std::string_view flag_names[] = {
    "unreadable",   "verdict_differs", "inconsistent", "expired", "other_spec", "spec_unknown",
    "same_machine", "same_id",         "not_signed",   "refused", "unguided",   "old_facts",
    "interrupted",  "other_files",     "not_verified", "future",  "public_test"};

}  // namespace

void flag(DeskRow& row, DeskFlag what) {
  if (std::find(row.flags.begin(), row.flags.end(), what) == row.flags.end()) row.flags.push_back(what);
}

void flag(DeskRow& row, DeskFlag what, DeskNote note, Arguments arguments) {
  flag(row, what);
  row.notes.push_back({note, std::move(arguments)});
}

std::span<const DeskFlag> all_desk_flags() {
  static const auto all = [] {
    std::array<DeskFlag, std::size(flag_names)> each{};
    for (std::size_t i = 0; i < each.size(); ++i) each[i] = static_cast<DeskFlag>(i);
    return each;
  }();
  return all;
}

std::string_view to_string(DeskFlag flag) {
  return flag_names[static_cast<std::size_t>(flag)];
}

DeskRow refused_row(std::string file, std::string why) {
  DeskRow row;
  row.file = std::move(file);
  flag(row, DeskFlag::unreadable, DeskNote::unreadable, {{"error", std::move(why)}});
  return row;
}

std::optional<Verdict> shown_verdict(const DeskRow& row) {
  if (!row.reported || !row.derived) return std::nullopt;
  return std::max(*row.reported, *row.derived);
}

}  // namespace deskready

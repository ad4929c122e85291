#include "reports/words/refusals/desk_flag_words.h"

#include <array>

#include "reports/words/language.h"

namespace deskready {
namespace {

constexpr std::string_view flag_names[] = {
    "unreadable",   "verdict_differs", "inconsistent", "expired", "other_spec",  "spec_unknown",
    "same_machine", "same_id",         "not_signed",   "refused", "unguided",    "old_facts",
    "interrupted",  "other_files",     "not_verified", "future",  "public_test", "missing"};

std::string_view english_of(DeskFlag flag) {
  switch (flag) {
    case DeskFlag::unreadable:
      return "It is no report, or a broken one.";
    case DeskFlag::verdict_differs:
      return "Its facts come to another verdict than it says.";
    case DeskFlag::inconsistent:
      return "It does not fit together.";
    case DeskFlag::expired:
      return "It is past the time for which it holds.";
    case DeskFlag::other_spec:
      return "It was judged by a spec of this name that says something else.";
    case DeskFlag::spec_unknown:
      return "Its spec was not given, so only its findings were added up again.";
    case DeskFlag::same_machine:
      return "The same computer stands under another reference, too.";
    case DeskFlag::same_id:
      return "Another report has its id.";
    case DeskFlag::not_signed:
      return "Nobody vouches for it.";
    case DeskFlag::refused:
      return "It is signed, and contradicts what is known of its signer.";
    case DeskFlag::unguided:
      return "The check was not guided, so rules with `guided = true` decided nothing.";
    case DeskFlag::old_facts:
      return "Some figures were measured more than a day before the check, or longer than their rule's "
             "`valid`.";
    case DeskFlag::interrupted:
      return "The check was stopped before its end.";
    case DeskFlag::other_files:
      return "Its spec says what the one that you named says, but its files are others to the byte.";
    case DeskFlag::not_verified:
      return "It is signed, by a key that nobody named with `--key`: it may be anybody's.";
    case DeskFlag::future:
      return "It is dated more than a day ahead.";
    case DeskFlag::public_test:
      return "Its line was measured to a public speed test, which decides only where your spec lets it.";
    case DeskFlag::missing:
      return "Its person stands on your list (`--missing`), and sent no report.";
  }
  return {};
}

}  // namespace

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

std::string desk_flag_words(std::string_view language, DeskFlag flag) {
  return tr(language, english_of(flag));
}

}  // namespace deskready

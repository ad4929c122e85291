// What is flagged about a report on the employer's desk, and what each flag says.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace deskready {

/// What is wrong, or only notable, about a report on the desk.
enum class DeskFlag : std::uint8_t {
  unreadable,       ///< no report, or a broken one
  verdict_differs,  ///< the facts or findings come to another verdict than the document says
  inconsistent,     ///< findings that do not follow from the facts, or times that cannot be
  expired,          ///< past its valid_until, or judged by a spec past its date
  other_spec,       ///< a spec of this name, but not of this content
  spec_unknown,     ///< the spec was not given, so only the findings could be added up again
  same_machine,     ///< the machine stands under another reference too
  same_id,          ///< another document has this id
  not_signed,       ///< where signed ones are expected: nobody vouches for it
  refused,          ///< a signed one that contradicts what is known of its signer
  unguided,         ///< rules decided nothing, because the check was not guided
  old_facts,        ///< some were measured long before the check
  interrupted,      ///< the check was stopped before its end
  other_files,      ///< its spec says what the known one says, in other bytes
  not_verified,     ///< it is signed, by a key that nobody named
  future,           ///< it is dated more than a day ahead
  public_test,      ///< its line was measured to a public speed test, which decides where the spec lets it
  missing,          ///< of a person who is expected there is none
};
std::string_view to_string(DeskFlag flag);
/// All of them, in their order.
std::span<const DeskFlag> all_desk_flags();

/// One sentence.
std::string desk_flag_words(std::string_view language, DeskFlag flag);

}  // namespace deskready

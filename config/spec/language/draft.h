// A first spec for an employer, from ten answers.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

/// One thing that `deskready spec init` asks, or takes as a flag.
struct DraftQuestion {
  std::string_view flag;     ///< "download", for --download
  std::string_view text;     ///< "Least download speed?"
  std::string_view example;  ///< what is offered: "25 Mbps"; an empty answer leaves the rule out
};

/// Ten, in the order of asking.
std::array<DraftQuestion, 10> draft_questions();

/// The error says which answer is wrong and how to write it; empty is always right, but for the employer.
tl::expected<void, std::string> check_draft_answer(std::string_view flag, std::string_view answer);

/// A commented spec that lints clean. `answers` by flag; one that is missing or empty leaves its rule out, as
/// a comment that shows how it would be written. Every answer must have passed check_draft_answer.
std::string draft_spec(const std::map<std::string, std::string, std::less<>>& answers);

}  // namespace deskready

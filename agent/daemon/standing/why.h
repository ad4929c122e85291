// Why a job stands as it does, and so what to do about it: what is said of it in any language follows from
// this.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "reports/assess/finding.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {

/// Nothing that is required was judged.
struct NothingJudged {
  friend bool operator==(const NothingJudged&, const NothingJudged&) = default;
};

/// Sentences of another version, in English; either may be empty.
struct ToldSentences {
  std::string reason, step;
  friend bool operator==(const ToldSentences&, const ToldSentences&) = default;
};

/// The finding that decides, or one of these; nothing where all is well or nothing was found yet.
using Why = std::variant<std::monostate, Finding, NothingJudged, CheckTrouble, ToldSentences>;

/// One sentence; empty for nothing.
std::string why_words(std::string_view language, const Why& why);

/// The first thing to do about it; empty only where nothing is to be done, or nobody knows what. What is not
/// decided always has one.
std::string first_step_words(std::string_view language, std::string_view verdict, const Why& why);

/// An object with a "code"; null for nothing.
nlohmann::json why_to_json(const Why& why);
/// Nothing where it cannot be read.
Why why_from_json(const nlohmann::json& json);

}  // namespace deskready

// Everything besides rules and facts that a judgement depends on.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/spec/spec.h"
#include "probes/fact.h"

namespace deskready {

/// Where the network facts were measured to, as the judge must know it.
enum class FarEndUsed : std::uint8_t {
  none,             ///< nothing answered, or none was given
  on_this_machine,  ///< shown, never judged
  as_named,         ///< the one that the spec names, or any where the spec names none
  other,            ///< another than the spec names: shown, not judged
  public_test,      ///< a public speed test: judged where the spec lets that do, else shown
};

/// As in a document's conditions: "none", "on_this_machine", "as_named", "other", "public_test".
std::string_view to_string(FarEndUsed used);
std::optional<FarEndUsed> far_end_used_from(std::string_view text);

/// What a person said to a spec's question.
struct Answer {
  std::string answer;
  WallTime at{};
  std::string text = {};      ///< the question as it was put
  std::string language = {};  ///< in which it was put
};

struct Circumstances {
  FarEndUsed far_end = FarEndUsed::none;
  std::set<std::string, std::less<>> parts = {"network", "audio", "system"};  ///< as chosen with --only
  bool guided = false;  ///< somebody took part, who spoke, listened and kept quiet as told
  std::string reference;
  std::string role;  ///< the work applied for; empty when it was not said
  Day today;
  WallTime started{};  ///< when the check began; an answer from before counts for its question's `valid` time
  std::map<std::string, Answer> answers;       ///< by question name
  std::set<std::string, std::less<>> refused;  ///< questions that the person chose not to answer
  /// What the history holds for the rules over time, by rule id; a rule without has `too_little_history`.
  std::map<std::string, tl::expected<Fact, Unmeasured>, std::less<>> over_time;
};

}  // namespace deskready

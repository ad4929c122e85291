// What mending a finding takes from the person: reports put what is free first and purchases last.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace deskready {

/// In the order of a report's advice: what costs nothing first, purchases last.
enum class Effort : std::uint8_t {
  answer,  ///< answer a question
  plug,    ///< plug something in, out or elsewhere
  move,    ///< move oneself, the computer or the microphone
  close,   ///< close, start or set something: programs, downloads, settings, doors
  repeat,  ///< check again, perhaps after a restart or at another hour
  ask,     ///< ask somebody: the provider, the employer
  other,   ///< not known
  buy,     ///< get a thing or a licence that may have to be paid for, though one may lie at hand
};

/// All, in order.
inline constexpr std::array efforts = {Effort::answer, Effort::plug, Effort::move,  Effort::close,
                                       Effort::repeat, Effort::ask,  Effort::other, Effort::buy};

/// The word of spec files and reports: "buy".
std::string_view to_string(Effort effort);
/// Nothing for a word that is none of them.
std::optional<Effort> effort_from(std::string_view word);

}  // namespace deskready
